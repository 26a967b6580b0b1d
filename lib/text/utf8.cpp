// Bytes: what is UTF-8 and what is not. Characters and words are in prose.cpp.
#include "text/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace heard::text {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD
unsigned char byte_at(std::string_view bytes, std::size_t index)
{
    return static_cast<unsigned char>(bytes[index]);
}

bool is_continuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// What a lead byte asks for: the size of its sequence, and the range of the second byte, which is
/// where overlong forms, surrogates and what lies above U+10FFFF are told apart (Unicode 15, table
/// 3-7).
struct Lead
{
    std::size_t size; ///< 0: no sequence starts with it.
    unsigned char second_min = 0x80;
    unsigned char second_max = 0xBF;
};

Lead lead_of(unsigned char byte)
{
    if (byte < 0x80)
        return {1};
    if (byte < 0xC2 || byte > 0xF4)
        return {0};
    if (byte < 0xE0)
        return {2};
    switch (byte) {
    case 0xE0:
        return {3, 0xA0, 0xBF};
    case 0xED:
        return {3, 0x80, 0x9F};
    case 0xF0:
        return {4, 0x90, 0xBF};
    case 0xF4:
        return {4, 0x80, 0x8F};
    default:
        return {byte < 0xF0 ? std::size_t{3} : std::size_t{4}};
    }
}

/// The start of `bytes`: `size` bytes that belong together, and whether they are a character.
struct Sequence
{
    std::size_t size;
    bool valid;
};

/// `bytes` is not empty. What is no character spans as much as could still have become one, at
/// least a byte, as the WHATWG decoder counts it.
Sequence first_sequence(std::string_view bytes)
{
    const auto lead = lead_of(byte_at(bytes, 0));
    if (lead.size <= 1)
        return {1, lead.size == 1};
    if (bytes.size() < 2 || byte_at(bytes, 1) < lead.second_min ||
        byte_at(bytes, 1) > lead.second_max)
        return {1, false};

    std::size_t size = 2;
    while (size < lead.size && size < bytes.size() && is_continuation(bytes[size]))
        ++size;
    return {size, size == lead.size};
}

/// How many of the first bytes are ASCII without NUL, by eights.
std::size_t plain_run(std::string_view bytes)
{
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t highs = 0x8080808080808080;
    std::size_t run = 0;
    for (; bytes.size() - run >= sizeof(std::uint64_t); run += sizeof(std::uint64_t)) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, bytes.data() + run, sizeof eight);
        // A borrow reaches a high bit where a byte is 0 (or already had it).
        if (((eight | (eight - ones)) & highs) != 0)
            break;
    }
    return run;
}

} // namespace

bool is_text(std::string_view bytes)
{
    while (!bytes.empty()) {
        bytes.remove_prefix(plain_run(bytes));
        // The eight bytes that stopped the run, or the rest: one by one.
        for (std::size_t looked = 0; looked < sizeof(std::uint64_t) && !bytes.empty();) {
            const auto [size, valid] = first_sequence(bytes);
            if (!valid || bytes.front() == '\0')
                return false;
            bytes.remove_prefix(size);
            looked += size;
        }
    }
    return true;
}

std::size_t count_characters(std::string_view text)
{
    return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, is_continuation));
}

std::string repaired(std::string_view bytes)
{
    std::string text;
    text.reserve(bytes.size());
    while (!bytes.empty()) {
        const auto [size, valid] = first_sequence(bytes);
        text += valid && bytes.front() != '\0' ? bytes.substr(0, size) : replacement;
        bytes.remove_prefix(size);
    }
    return text;
}

} // namespace heard::text
