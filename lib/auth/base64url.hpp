// Bytes as text that fits into a link, a cookie and a form field (RFC 4648 §5, without padding).
// For machines only: what people type is base32.
#pragma once

#include "auth/bytes.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace heard::auth {

std::string to_base64url(Bytes bytes);

/// Fills exactly `bytes` from `text`. False, and `bytes` then holds nothing of use, if the text has
/// another length, another character, padding, or fill bits that are not zero.
bool from_base64url(std::string_view text, std::span<unsigned char> bytes);

} // namespace heard::auth
