#include "auth/entropy.hpp"

#include <sodium.h>

#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <string_view>

namespace heard::auth {

namespace {

/// libsodium ends the program without a word when the system has no random bytes for it.
void say_why_and_end()
{
    constexpr std::string_view sentence =
        "heard: the system gives no random bytes, and nothing is safe without: start it again\n";
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, sentence.data(), sentence.size());
    std::_Exit(EXIT_FAILURE);
}

} // namespace

void init()
{
    sodium_set_misuse_handler(say_why_and_end);
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
