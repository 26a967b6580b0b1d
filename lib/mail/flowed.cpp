#include "mail/flowed.hpp"

#include <algorithm>

namespace heard::mail {

namespace {

constexpr std::size_t characters_max = 78;

bool begins_character(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

/// As many words as fit, with the space behind them; at least one. Taken off `line`.
std::string_view take_piece(std::string_view& line, std::size_t count_max)
{
    std::size_t count = 0;
    std::size_t piece = 0; // Where the last word that fits ended.
    std::size_t at = 0;
    for (; at < line.size() && (count <= count_max || piece == 0); ++at) {
        count += begins_character(line[at]) ? 1 : 0;
        if (line[at] == ' ' && (count <= count_max || piece == 0))
            piece = at + 1;
    }
    if (at == line.size() && (count <= count_max || piece == 0))
        piece = line.size();
    const auto taken = line.substr(0, piece);
    line.remove_prefix(piece);
    return taken;
}

/// A space in front keeps what begins like a quotation, like a space that is part of the format, or
/// like the line that begins a letter in old mail boxes, from being taken for one (RFC 3676 §4.4).
bool needs_space(std::string_view piece)
{
    return piece.starts_with(' ') || piece.starts_with('>') || piece.starts_with("From ");
}

void flow(std::string& out, std::string_view line)
{
    // A space at the end would say that the paragraph goes on.
    line = line.substr(0, line.find_last_not_of(' ') + 1);
    const auto depth = std::min(line.find_first_not_of('>'), line.size());
    const auto marks = line.substr(0, depth);
    line.remove_prefix(depth);
    if (depth > 0 && line.starts_with(' '))
        line.remove_prefix(1);
    do {
        const auto piece = take_piece(line, characters_max - depth - 1);
        out.append(marks).append(depth > 0 || needs_space(piece) ? " " : "").append(piece);
        out += '\n';
    } while (!line.empty());
}

} // namespace

std::string flowed(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        flow(out, text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return out;
}

} // namespace heard::mail
