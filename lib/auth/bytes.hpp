// Views of bytes, and the one comparison that is safe for secrets.
// Knows no format and no meaning of the bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace heard::auth {

using Bytes = std::span<const unsigned char>;

/// The bytes of a text, not copied: the text must outlive the view.
inline Bytes bytes_of(std::string_view text)
{
    return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

/// Equal in length and content. Takes as long for the first differing byte as for the last; the
/// lengths are no secret.
bool same_secret(Bytes left, Bytes right);

/// The whole of `to`, most significant byte first, from the low bytes of `number`.
void write_big_endian(std::uint64_t number, std::span<unsigned char> to);
std::uint64_t read_big_endian(Bytes from);

} // namespace heard::auth
