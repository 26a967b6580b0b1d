#include "auth/bytes.hpp"

#include <sodium.h>

#include <ranges>

namespace heard::auth {

bool same_secret(Bytes left, Bytes right)
{
    if (left.size() != right.size())
        return false;
    return sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

void write_big_endian(std::uint64_t number, std::span<unsigned char> to)
{
    for (unsigned char& byte : to | std::views::reverse) {
        byte = static_cast<unsigned char>(number & 0xFF);
        number >>= 8;
    }
}

std::uint64_t read_big_endian(Bytes from)
{
    std::uint64_t number = 0;
    for (const unsigned char byte : from)
        number = number << 8 | byte;
    return number;
}

} // namespace heard::auth
