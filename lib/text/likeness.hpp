// How alike two short words are, for "did you mean"; and what two long texts have in common, for
// words that come again and again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace heard::text {

/// Changes (insert, delete, replace, swap neighbours) that turn `a` into `b`, by bytes.
std::size_t distance(std::string_view a, std::string_view b);

/// The candidate nearest to `word`, the first of equals, if near enough to be meant (at most a
/// third of its length in changes, 1 for short words, none for a single letter); else an empty
/// view.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

/// What is left of a text in a few numbers, of which most stay the same when a few of its words
/// change: of all its runs of eight letters, sorted into boxes, the smallest hash in each (MinHash
/// in one permutation; Broder 1997, Li 2012). Case, digits, spaces and marks count for nothing.
/// Boxes of a text that is too short for them hold `nothing`: a text of fewer than eight bytes of
/// letters has nothing at all, and so is like no other.
struct Outline
{
    static constexpr std::uint32_t nothing = UINT32_MAX;
    std::array<std::uint32_t, 8> boxes;
};

/// Of several texts as one. Looks at the first 1 KiB of each: a microsecond for what people write,
/// a few for the longest.
Outline outline_of(std::initializer_list<std::string_view> texts);

} // namespace heard::text
