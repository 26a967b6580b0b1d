// How any text gets through mail, where lines are short and bytes have seven bits.
// Knows no letter: only lines, words and header fields.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace heard::mail {

/// Where header and body lines end at the latest, without CRLF (RFC 2045 §6.7, RFC 2047 §2).
constexpr std::size_t line_max = 76;
/// No line of a letter may be longer, without CRLF (RFC 5322 §2.1.1).
constexpr std::size_t line_hard_max = 998;

/// UTF-8 text as quoted-printable (RFC 2045 §6.7): CRLF line ends whatever they were, lines of at
/// most 76. A dot or `From ` that begins a line is encoded too, because old software on the way
/// changes those.
std::string quoted_printable(std::string_view text);

/// Text made fit for a header field: control characters (so CR and LF) and white space, and runs of
/// them, become one space; none at the ends. Nothing that went through here can begin a new header
/// field.
std::string one_line(std::string_view text);

/// UTF-8 text as encoded-words (RFC 2047, Q encoding, also good in a display name), each whole
/// characters and short enough to stand beside `Reply-To: `.
std::vector<std::string> encoded_words(std::string_view text);

/// One line of text as the words of a header field that people read: as it stands if it is ASCII
/// without a word over `word_max`, else encoded.
std::vector<std::string> unstructured_words(std::string_view text, std::size_t word_max);

/// `name: word word ...` CRLF, folded between words so that lines stay within 76 where words allow
/// it. Without words there is no field, and nothing is written.
void write_field(std::string& out, std::string_view name, const std::vector<std::string>& words);

/// The words between single spaces.
std::vector<std::string> split_words(std::string_view line);

} // namespace heard::mail
