#include "auth/base64url.hpp"

#include <sodium.h>

#include <algorithm>

namespace heard::auth {
namespace {

constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

// libsodium 1.0.18 takes some bytes above 0x7F for letters of the alphabet.
bool is_ascii(std::string_view text)
{
    return std::ranges::none_of(text, [](char c) { return (c & 0x80) != 0; });
}

} // namespace

std::string to_base64url(Bytes bytes)
{
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
    text.pop_back(); // libsodium counts and writes a closing NUL.
    return text;
}

bool from_base64url(std::string_view text, std::span<unsigned char> bytes)
{
    std::size_t length = 0;
    const int failed = sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(),
                                         nullptr, &length, nullptr, variant);
    return failed == 0 && length == bytes.size() && is_ascii(text);
}

} // namespace heard::auth
