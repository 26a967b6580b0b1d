#include "daemon/config_slips.hpp"

#include "daemon/config_values.hpp"

namespace heard::daemon {

namespace {

enum class Inside { nothing, comment, basic_text, literal_text };

Inside after(Inside inside, char c)
{
    switch (inside) {
    case Inside::comment:
        return inside;
    case Inside::basic_text:
        return c == '"' ? Inside::nothing : inside;
    case Inside::literal_text:
        return c == '\'' ? Inside::nothing : inside;
    case Inside::nothing:
        break;
    }
    switch (c) {
    case '#':
        return Inside::comment;
    case '"':
        return Inside::basic_text;
    case '\'':
        return Inside::literal_text;
    default:
        return inside;
    }
}

bool is_ascii(char c)
{
    return static_cast<unsigned char>(c) < 0x80;
}

/// The second to fourth byte of a character in UTF-8.
bool is_continuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

std::string_view first_character(std::string_view text)
{
    std::size_t length = 1;
    while (length < text.size() && is_continuation(text[length]))
        ++length;
    return text.substr(0, length);
}

/// `[` or `[[` and then neither a name nor the end: toml++ asserts that there is one of them.
bool is_nameless_heading(std::string_view rest)
{
    if (!rest.starts_with('['))
        return false;
    rest.remove_prefix(rest.starts_with("[[") ? 2 : 1);
    const auto name = rest.find_first_not_of(" \t");
    constexpr std::string_view name_begins = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                             "0123456789_-\"'[]";
    return name == rest.npos || !name_begins.contains(rest[name]);
}

std::optional<std::string> slip_at(std::string_view rest, bool line_begins)
{
    if (!is_ascii(rest.front()))
        return in_quotes(first_character(rest)) + " stands outside of a text; write plain quotes "
                                                  "around the text, such as name = \"Corner Shop\"";
    if (rest.starts_with("\"\"\"") || rest.starts_with("'''"))
        return "no setting has several lines; write the text on one line, in plain quotes";
    if (line_begins && is_nameless_heading(rest))
        return "a heading has a name; write it right after the bracket, such as [business]";
    return std::nullopt;
}

} // namespace

std::optional<Slip> first_slip(std::string_view toml)
{
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (toml.starts_with(byte_order_mark))
        toml.remove_prefix(byte_order_mark.size());

    auto inside = Inside::nothing;
    Place place{1, 0};
    bool line_begins = true;
    for (bool escaped = false; !toml.empty(); toml.remove_prefix(1)) {
        const char c = toml.front();
        // Columns count characters, as toml++ does.
        place.column += is_continuation(c) ? 0 : 1;
        if (c == '\n') {
            inside = Inside::nothing;
            place = {place.line + 1, 0};
        }
        if (inside == Inside::nothing)
            if (auto slip = slip_at(toml, line_begins))
                return Slip{place, *std::move(slip)};
        if (!escaped)
            inside = after(inside, c);
        escaped = !escaped && inside == Inside::basic_text && c == '\\';
        line_begins = c == '\n' || (line_begins && (c == ' ' || c == '\t'));
    }
    return std::nullopt;
}

} // namespace heard::daemon
