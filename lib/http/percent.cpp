#include "http/percent.hpp"

#include "http/letters.hpp"

namespace heard::http {

namespace {

/// The byte that the three characters at `at` stand for, or -1 if they are no escape.
int escaped_byte(std::string_view raw, std::size_t at)
{
    if (raw.size() - at < 3)
        return -1;
    const int high = hex_value(raw[at + 1]);
    const int low = hex_value(raw[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

} // namespace

std::optional<std::string> decode_segment(std::string_view raw)
{
    std::string text;
    text.reserve(raw.size());
    for (std::size_t at = 0; at < raw.size(); ++at) {
        if (raw[at] != '%') {
            text += raw[at];
            continue;
        }
        const int byte = escaped_byte(raw, at);
        if (byte <= 0)
            return std::nullopt;
        text += static_cast<char>(byte);
        at += 2;
    }
    return text;
}

std::string decode_form_text(std::string_view raw)
{
    std::string text;
    text.reserve(raw.size());
    for (std::size_t at = 0; at < raw.size(); ++at) {
        const int byte = raw[at] == '%' ? escaped_byte(raw, at) : -1;
        if (byte < 0) {
            text += raw[at] == '+' ? ' ' : raw[at];
            continue;
        }
        text += static_cast<char>(byte);
        at += 2;
    }
    return text;
}

} // namespace heard::http
