// Digests that outlive what they were made from: BLAKE2b with 32 bytes (RFC 7693), which costs a
// submission a fifth of what SHA-256 would; and of somebody's words only with a salt, so that once
// words and salt are erased nobody can tell any more what was said.
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

Digest digest_of(std::string_view bytes);

/// Keyed with the salt (RFC 7693 §2.9), over each part as `LENGTH:BYTES\n`, lengths in decimal:
/// words cannot be moved from one part into the next.
Digest salted_digest(const Salt& salt, std::initializer_list<std::string_view> parts);

/// Two lower-case digits a byte.
std::string to_hex(const Digest& digest);

} // namespace heard::core
