// Entropy that counts: 1, 2, 3 ... so that what is made of it is known beforehand.
#pragma once

#include "auth/entropy.hpp"

namespace heard::auth {

class FixedEntropy final : public Entropy
{
public:
    void fill(std::span<unsigned char> bytes) override
    {
        for (unsigned char& byte : bytes)
            byte = ++last_;
    }

private:
    unsigned char last_ = 0;
};

/// The 32 bytes 00 01 02 ... 1f.
template <class Array>
Array counting()
{
    Array bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<unsigned char>(i);
    return bytes;
}

} // namespace heard::auth
