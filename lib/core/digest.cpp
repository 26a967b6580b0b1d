#include "core/digest.hpp"

#include <sodium.h>

namespace heard::core {

namespace {

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

} // namespace

Digest sha256(std::string_view bytes)
{
    Digest digest;
    crypto_hash_sha256(digest.data(), bytes_of(bytes), bytes.size());
    return digest;
}

Digest salted_digest(const Salt& salt, std::initializer_list<std::string_view> parts)
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, salt.data(), salt.size());
    const auto add = [&](std::string_view text) {
        crypto_auth_hmacsha256_update(&state, bytes_of(text), text.size());
    };
    for (const auto part : parts) {
        add(std::to_string(part.size()));
        add(":");
        add(part);
        add("\n");
    }
    Digest digest;
    crypto_auth_hmacsha256_final(&state, digest.data());
    return digest;
}

std::string to_hex(const Digest& digest)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * digest.size());
    for (const unsigned byte : digest) {
        hex += digits[byte >> 4U];
        hex += digits[byte & 15U];
    }
    return hex;
}

} // namespace heard::core
