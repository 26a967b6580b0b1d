#include "auth/entropy.hpp"

#include <sodium.h>

#include <stdexcept>

namespace heard::auth {

void init()
{
    // 1 means that it was ready before; sodium_init takes its own lock.
    if (sodium_init() < 0)
        throw std::runtime_error(
            "libsodium could not be readied: the system gives no random bytes");
}

void SystemEntropy::fill(std::span<unsigned char> bytes)
{
    randombytes_buf(bytes.data(), bytes.size());
}

} // namespace heard::auth
