#include "auth/base32.hpp"

#include <array>

namespace heard::auth {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr unsigned char none = 0xFF;

/// The value of every byte as a character, the forgiven ones included.
constexpr std::array<unsigned char, 256> values = [] {
    std::array<unsigned char, 256> table;
    table.fill(none);
    for (std::size_t value = 0; value < alphabet.size(); ++value) {
        const auto upper = static_cast<unsigned char>(alphabet[value]);
        table[upper] = static_cast<unsigned char>(value);
        if (upper >= 'A')
            table[upper + 32U] = static_cast<unsigned char>(value);
    }
    table['O'] = table['o'] = 0;
    table['I'] = table['i'] = table['L'] = table['l'] = 1;
    return table;
}();

unsigned char value_of(char character)
{
    return values[static_cast<unsigned char>(character)];
}

} // namespace

std::string to_base32(Bytes bytes)
{
    std::string text;
    text.reserve((bytes.size() * 8 + 4) / 5);
    std::uint32_t pending = 0;
    int bits = 0;
    for (const unsigned char byte : bytes) {
        pending = pending << 8 | byte;
        for (bits += 8; bits >= 5; bits -= 5)
            text += alphabet[pending >> (bits - 5) & 31];
    }
    if (bits > 0)
        text += alphabet[pending << (5 - bits) & 31];
    return text;
}

std::optional<std::vector<unsigned char>> from_base32(std::string_view text)
{
    std::vector<unsigned char> bytes;
    bytes.reserve(text.size() * 5 / 8);
    std::uint32_t pending = 0;
    int bits = 0;
    for (const char character : text) {
        const unsigned char value = value_of(character);
        if (value == none)
            return std::nullopt;
        pending = pending << 5 | value;
        bits += 5;
        if (bits < 8)
            continue;
        bits -= 8;
        bytes.push_back(static_cast<unsigned char>(pending >> bits & 0xFF));
    }
    const bool fill_is_zero = (pending & ((1U << bits) - 1)) == 0;
    if (bits >= 5 || !fill_is_zero)
        return std::nullopt;
    return bytes;
}

std::optional<std::string> canonical_base32(std::string_view text)
{
    std::string canonical;
    for (const char character : text) {
        const unsigned char value = value_of(character);
        if (value == none)
            return std::nullopt;
        canonical += alphabet[value];
    }
    return canonical;
}

} // namespace heard::auth
