#include "auth/base64url.hpp"

#include <sodium.h>

namespace heard::auth {
namespace {

constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

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
    if (failed != 0 || length != bytes.size())
        return false;
    // libsodium 1.0.18 takes some bytes above 0x7F for letters of the alphabet, so a text has to be
    // what we would have written.
    return to_base64url(bytes) == text;
}

} // namespace heard::auth
