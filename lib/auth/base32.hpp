// Crockford's base32: bytes as letters and digits that people can read out, type and mistake
// without harm. Has no check symbol and no hyphens; knows nothing of what is encoded.
#pragma once

#include "auth/bytes.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heard::auth {

/// Upper-case; 8 characters for 5 bytes, the last one filled up with zero bits.
std::string to_base32(Bytes bytes);

/// The bytes again, with letter case forgiven, `O` read as 0, `I` and `L` as 1. Nothing for any
/// other character
/// (`U` is none of the alphabet), for a length that no whole number of bytes has, and for fill bits
/// that are not zero, so each value has one spelling but for those letters.
std::optional<std::vector<unsigned char>> from_base32(std::string_view text);

/// The same characters as we would write them: upper-case, `0` for `O`, `1` for `I` and `L`.
/// Nothing if one is none of the alphabet.
std::optional<std::string> canonical_base32(std::string_view text);

} // namespace heard::auth
