#include "mail/encoding.hpp"

#include <algorithm>

namespace heard::mail {
namespace {

constexpr std::string_view word_begin = "=?UTF-8?Q?";
constexpr std::string_view word_end = "?=";
constexpr std::size_t encoded_word_max = 64;

bool is_printable_ascii(char c)
{
    return c >= ' ' && c <= '~';
}
bool is_continuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

std::string escaped(char c)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    return {'=', digits[byte >> 4], digits[byte & 15]};
}

/// The next line, taken off `text` together with its CRLF, LF or CR.
std::string_view take_line(std::string_view& text)
{
    const auto end = std::min(text.find_first_of("\r\n"), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(end);
    text.remove_prefix(text.starts_with("\r\n") ? 2 : std::min<std::size_t>(text.size(), 1));
    return line;
}

/// One character of a body line as it may stand there. Tab and space are safe but at the end of a
/// line.
std::string body_character(std::string_view line, std::size_t at)
{
    const char c = line[at];
    const bool last = at + 1 == line.size();
    const bool risky_start = at == 0 && (c == '.' || line.starts_with("From "));
    const bool safe = (is_printable_ascii(c) && c != '=') || c == '\t';
    if (!safe || risky_start || (last && (c == ' ' || c == '\t')))
        return escaped(c);
    return {c};
}

void write_body_line(std::string& out, std::string_view line)
{
    std::size_t length = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const auto character = body_character(line, at);
        // One place is kept for the `=` that joins this line to the next.
        if (length + character.size() > line_max - 1) {
            out += "=\r\n";
            length = 0;
        }
        out += character;
        length += character.size();
    }
    out += "\r\n";
}

/// What RFC 2047 §5 (3) allows unescaped in a display name, the strictest place.
bool is_plain_in_encoded_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view{"!*+-/"}.find(c) != std::string_view::npos;
}

/// The next character with all its bytes, encoded, taken off `text`. Bytes that are no UTF-8 go
/// four at a time at most.
std::string take_encoded_character(std::string_view& text)
{
    std::size_t size = 1;
    while (size < std::min<std::size_t>(text.size(), 4) && is_continuation(text[size]))
        ++size;
    std::string encoded;
    for (const char c : text.substr(0, size)) {
        if (c == ' ')
            encoded += '_';
        else if (is_plain_in_encoded_word(c))
            encoded += c;
        else
            encoded += escaped(c);
    }
    text.remove_prefix(size);
    return encoded;
}

} // namespace

std::string quoted_printable(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + text.size() / 8 + 2);
    while (!text.empty())
        write_body_line(out, take_line(text));
    return out;
}

std::string one_line(std::string_view text)
{
    std::string line;
    for (const char c : text) {
        const bool blank = static_cast<unsigned char>(c) <= ' ' || c == '\x7F';
        if (!blank)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    if (line.ends_with(' '))
        line.pop_back();
    return line;
}

std::vector<std::string> encoded_words(std::string_view text)
{
    std::vector<std::string> words;
    std::string word{word_begin};
    while (!text.empty()) {
        const auto character = take_encoded_character(text);
        if (word.size() + character.size() + word_end.size() > encoded_word_max) {
            words.push_back(word.append(word_end));
            word = word_begin;
        }
        word += character;
    }
    if (word != word_begin)
        words.push_back(word.append(word_end));
    return words;
}

std::vector<std::string> unstructured_words(std::string_view text, std::size_t word_max)
{
    const auto line = one_line(text);
    auto words = split_words(line);
    const bool ascii = std::ranges::all_of(line, is_printable_ascii);
    const bool short_words =
        std::ranges::all_of(words, [=](const auto& word) { return word.size() <= word_max; });
    // `=?` as it stands might be read as an encoded-word of ours.
    if (ascii && short_words && line.find("=?") == std::string::npos)
        return words;
    return encoded_words(line);
}

void write_field(std::string& out, std::string_view name, const std::vector<std::string>& words)
{
    if (words.empty())
        return;
    out.append(name).append(":");
    std::size_t length = name.size() + 1;
    bool first = true;
    for (const auto& word : words) {
        // Never before the first word: a line of white space only is no folding (RFC 5322 §3.2.2).
        if (!first && length + 1 + word.size() > line_max) {
            out += "\r\n";
            length = 0;
        }
        out.append(" ").append(word);
        length += 1 + word.size();
        first = false;
    }
    out += "\r\n";
}

std::vector<std::string> split_words(std::string_view line)
{
    std::vector<std::string> words;
    while (!line.empty()) {
        const auto end = std::min(line.find(' '), line.size());
        if (end > 0)
            words.emplace_back(line.substr(0, end));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return words;
}

} // namespace heard::mail
