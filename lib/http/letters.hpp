// The characters of HTTP, by bytes: no locale, no UTF-8. Knows no message.
#pragma once

#include <algorithm>
#include <string_view>

namespace heard::http {

constexpr bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// What may stand in a method or a field name (RFC 9110 §5.6.2).
constexpr bool is_token_char(char c)
{
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return is_alpha(c) || is_digit(c) || marks.find(c) != std::string_view::npos;
}

constexpr bool is_token(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, is_token_char);
}

/// What may stand in a field value: no control character but the tab (RFC 9110 §5.5).
constexpr bool is_value_char(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return c == '\t' || (byte >= 0x20 && byte != 0x7f);
}

constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

/// The same words in any letter case of ASCII.
constexpr bool same(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, lower, lower);
}

/// Without the blanks and tabs at both ends.
constexpr std::string_view trimmed(std::string_view text)
{
    const auto from = text.find_first_not_of(" \t");
    if (from == std::string_view::npos)
        return {};
    return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

/// Takes the next piece of `rest` off, up to `mark` or to the end; the mark goes with it.
constexpr std::string_view take_until(std::string_view& rest, char mark)
{
    const auto at = rest.find(mark);
    const auto piece = rest.substr(0, at);
    rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
    return piece;
}

/// 0 to 15, or -1.
constexpr int hex_value(char c)
{
    if (is_digit(c))
        return c - '0';
    const char small = lower(c);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

} // namespace heard::http
