// What people write: whatever bytes come, what leaves the room is text, and no word of what was
// text is changed.
#include "text/utf8.hpp"
#include "fuzz/support.hpp"
#include "text/likeness.hpp"

#include <algorithm>
#include <string>

namespace heard::fuzz {
namespace {

/// The bits of the sequence that begins here, and its size; size 0 if it is none. Straight from the
/// table of RFC 3629 §3, with the bounds checked on the number instead of on the bytes.
struct Decoded
{
    std::uint32_t number = 0;
    std::size_t size = 0;
};

Decoded decode(std::string_view bytes)
{
    const auto first = static_cast<unsigned char>(bytes.front());
    const std::size_t size = first < 0x80             ? 1
                             : (first & 0xE0) == 0xC0 ? 2
                             : (first & 0xF0) == 0xE0 ? 3
                             : (first & 0xF8) == 0xF0 ? 4
                                                      : 0;
    if (size == 0 || bytes.size() < size)
        return {};
    std::uint32_t number = size == 1 ? first : first & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        if ((byte & 0xC0) != 0x80)
            return {};
        number = number << 6 | (byte & 0x3F);
    }
    constexpr std::array<std::uint32_t, 5> least{0, 1, 0x80, 0x800, 0x10000};
    const bool surrogate = number >= 0xD800 && number <= 0xDFFF;
    return number < least[size] || number > 0x10FFFF || surrogate ? Decoded{}
                                                                  : Decoded{number, size};
}

/// Characters, or nothing if a byte of it is no UTF-8 or NUL.
std::pair<bool, std::size_t> second_opinion(std::string_view bytes)
{
    std::size_t count = 0;
    while (!bytes.empty()) {
        const auto one = decode(bytes);
        if (one.size == 0)
            return {false, 0};
        bytes.remove_prefix(one.size);
        ++count;
    }
    return {true, count};
}

void check_text(std::string_view text)
{
    const auto tidy = text::tidied(text);
    require(text::is_text(tidy) && text::tidied(tidy) == tidy, "tidied text is text, and stays so");
    require(!tidy.contains('\r'), "lines end alike");
    require(!text::is_blank(text) || text::is_blank(tidy), "nothing stays nothing");

    for (const std::size_t most : {1U, 8U, 60U}) {
        const auto line = text::first_words(text, most);
        require(text::is_text(line), "the first words are text");
        require(text::count_characters(line) <= most + 1, "and as few as was asked, and the dots");
        require(
            std::ranges::none_of(line, [](char c) { return static_cast<unsigned char>(c) < 32; }),
            "on one line");
    }
    const auto folded = text::folded(text);
    require(text::is_text(folded), "folded text is text");

    std::size_t bytes = 0;
    for (const auto line : text::lines(text)) {
        require(!line.contains('\n'), "a line is one");
        bytes += line.size();
    }
    require(bytes <= text.size(), "lines are made of the text");
}

} // namespace

void try_one(std::string_view input)
{
    const auto [good, count] = second_opinion(input);
    require(text::is_text(input) == (good && !input.contains('\0')), "text is UTF-8 without NUL");
    require(!good || text::count_characters(input) == count, "characters are counted");
    const auto repaired = text::repaired(input);
    require(text::is_text(repaired), "what is repaired is text");
    require(!text::is_text(input) || repaired == input, "what is text is left alone");
    check_text(repaired);
    const auto [a, b] = texts_of<2>(input.substr(0, 80));
    require(text::distance(a, b) == text::distance(b, a), "likeness is mutual");
    require((text::distance(a, b) == 0) == (a == b), "only the same is the same");
}

} // namespace heard::fuzz
