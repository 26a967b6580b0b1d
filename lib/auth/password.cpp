#include "auth/password.hpp"

#include "auth/entropy.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>

namespace heard::auth {
namespace {

// Two passes over 64 MiB, one lane: above the least of RFC 9106's uses and OWASP's 19 MiB, and
// still two sign-ins at a time fit into a small machine.
constexpr unsigned long long passes = 2;
constexpr std::size_t memory = 64UL << 20;

/// Bytes that begin a character, so text is counted in code points and anything else in bytes or
/// fewer.
std::size_t count_code_points(std::string_view text)
{
    const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    return static_cast<std::size_t>(std::ranges::count_if(text, begins));
}

} // namespace

std::optional<std::string_view> problem_with_password(std::string_view password)
{
    if (password.size() > password_bytes_max)
        return "password.too_long";
    if (count_code_points(password) < password_characters_min)
        return "password.too_short";
    return std::nullopt;
}

std::string hash_password(std::string_view password)
{
    init(); // For the salt.
    std::array<char, crypto_pwhash_STRBYTES> hash;
    if (crypto_pwhash_str(hash.data(), password.data(), password.size(), passes, memory) != 0)
        throw std::bad_alloc{};
    return hash.data();
}

bool verify_password(const std::string& hash, std::string_view password)
{
    if (password.size() > password_bytes_max)
        return false;
    errno = 0;
    if (crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0)
        return true;
    if (errno == ENOMEM)
        throw std::bad_alloc{};
    return false;
}

void verify_nobody(std::string_view password)
{
    if (password.size() > password_bytes_max)
        return;
    constexpr std::array<unsigned char, crypto_pwhash_SALTBYTES> salt{};
    std::array<unsigned char, 32> hash;
    const int failed = crypto_pwhash(hash.data(), hash.size(), password.data(), password.size(),
                                     salt.data(), passes, memory, crypto_pwhash_ALG_ARGON2ID13);
    if (failed != 0)
        throw std::bad_alloc{};
}

bool needs_rehash(const std::string& hash)
{
    return crypto_pwhash_str_needs_rehash(hash.c_str(), passes, memory) != 0;
}

} // namespace heard::auth
