#include "core/digest.hpp"

#include <sodium.h>

namespace heard::core {

namespace {

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

} // namespace

Digest digest_of(std::string_view bytes)
{
    Digest digest;
    crypto_generichash_blake2b(digest.data(), digest.size(), bytes_of(bytes), bytes.size(), nullptr,
                               0);
    return digest;
}

Digest salted_digest(const Salt& salt, std::initializer_list<std::string_view> parts)
{
    crypto_generichash_blake2b_state state;
    Digest digest;
    crypto_generichash_blake2b_init(&state, salt.data(), salt.size(), digest.size());
    const auto add = [&](std::string_view text) {
        crypto_generichash_blake2b_update(&state, bytes_of(text), text.size());
    };
    for (const auto part : parts) {
        add(std::to_string(part.size()));
        add(":");
        add(part);
        add("\n");
    }
    crypto_generichash_blake2b_final(&state, digest.data(), digest.size());
    return digest;
}

std::string to_hex(const Digest& digest)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex(2 * digest.size(), '0');
    for (std::size_t i = 0; i < digest.size(); ++i) {
        hex[2 * i] = digits[digest[i] >> 4U];
        hex[2 * i + 1] = digits[digest[i] & 15U];
    }
    return hex;
}

} // namespace heard::core
