// What the fuzz targets share: how one input becomes several texts or several pieces, and how a
// property is asserted. Knows no room of the house.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace heard::fuzz {

/// Each target is this one function: it takes an input that anybody may have sent, and asserts what
/// must hold for all of them. An exception that leaves it is a finding too.
void try_one(std::string_view input);

/// Ends the run with the sentence that does not hold; libFuzzer then keeps the input.
inline void require(bool holds, const char* sentence)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", sentence);
    std::abort();
}

/// Between two texts of one input. A control character, so that it may stand beside any words.
inline constexpr char separator = '\x1f';

/// The first `count` texts of an input; those that are not there are empty, the last takes the
/// rest.
template <std::size_t count>
std::array<std::string_view, count> texts_of(std::string_view input)
{
    std::array<std::string_view, count> texts;
    for (std::size_t i = 0; i + 1 < count; ++i) {
        const auto end = input.find(separator);
        texts[i] = input.substr(0, end);
        input.remove_prefix(end == input.npos ? input.size() : end + 1);
    }
    texts.back() = input;
    return texts;
}

/// The same bytes cut into pieces, as a network may do. Where, follows from the bytes and `salt`
/// alone (FNV-1a and an LCG), so that a finding replays. Pieces are 1 to 16 bytes; with salt 0 all
/// are single bytes.
inline std::vector<std::string_view> pieces_of(std::string_view bytes, std::uint64_t salt)
{
    std::uint64_t dice = 0xCBF29CE484222325ULL ^ salt;
    for (const char c : bytes)
        dice = (dice ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    std::vector<std::string_view> pieces;
    while (!bytes.empty()) {
        dice = dice * 6364136223846793005ULL + 1442695040888963407ULL;
        const auto size = salt == 0 ? 1 : 1 + (dice >> 60);
        pieces.push_back(bytes.substr(0, size));
        bytes.remove_prefix(pieces.back().size());
    }
    return pieces;
}

} // namespace heard::fuzz
