// Which of the languages we have suits a reader best (RFC 4647 section 3.4, RFC 9110
// section 12.5.4). Pure. Knows no words.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace heard::http {

/// The language that a range such as `de-CH-1996` asks for: the longest of its beginnings that is
/// offered, in any letter case. Empty if none is, and for `*`. A view into `offered`.
std::string_view look_up_language(std::string_view range, std::span<const std::string> offered);

/// The best of `offered` for an `Accept-Language` header: of the ranges that find a language the
/// one with the highest weight, the first of equals. Empty if none suits. What is not well-formed
/// is passed over, as is what the reader will not have (`q=0`). A view into `offered`.
std::string_view accepted_language(std::string_view header, std::span<const std::string> offered);

} // namespace heard::http
