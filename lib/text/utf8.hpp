// What people write: checked, counted, tidied and cut, always as UTF-8.
// Knows nothing of forms or tickets. Never changes a word.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace heard::text {

/// Valid UTF-8 (RFC 3629: no surrogates, no overlong forms, nothing above U+10FFFF) without U+0000.
bool is_text(std::string_view bytes);

/// Code points in valid UTF-8: how we count against limits, and how the page counts.
std::size_t count_characters(std::string_view text);

/// Bytes that can be shown: each sequence that is not UTF-8, and each NUL, becomes U+FFFD.
std::string repaired(std::string_view bytes);

/// CRLF and CR become LF (browsers send CRLF, HTML 4.10.22); control
/// characters and white space at both ends go.
std::string tidied(std::string_view text);

/// True when nothing but white space (Unicode's, and invisible format characters) is there.
bool is_blank(std::string_view text);

/// The first words on one line: white space runs become a space, cut after a whole word at
/// `characters_max` code points with "…" behind it (a first word that is longer is cut inside).
/// Control characters are dropped. For subjects and lists.
std::string first_words(std::string_view text, std::size_t characters_max);

/// Lower case, without accents (NFKD, marks dropped, case folded): to compare, never to show.
std::string folded(std::string_view text);

/// The lines of a text, without their ends (LF or CRLF). Views into `text`.
std::vector<std::string_view> lines(std::string_view text);

} // namespace heard::text
