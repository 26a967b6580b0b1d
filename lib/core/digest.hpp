// Digests that outlive what they were made from: SHA-256 (FIPS 180-4), and of somebody's words only
// with a salt, so that once words and salt are erased nobody can tell any more what was said.
// Pure. Knows no rows: who keeps a salt is not said here.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace heard::core {

using Digest = std::array<unsigned char, 32>;
/// Random, one for each text, kept beside it and erased with it.
using Salt = std::array<unsigned char, 16>;

Digest sha256(std::string_view bytes);

/// HMAC-SHA-256 (RFC 2104) with the salt as key, over each part as `LENGTH:BYTES\n`, lengths in
/// decimal: words cannot be moved from one part into the next.
Digest salted_digest(const Salt& salt, std::initializer_list<std::string_view> parts);

/// Two lower-case digits a byte.
std::string to_hex(const Digest& digest);

} // namespace heard::core
