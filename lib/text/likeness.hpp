// How alike two short words are: for "did you mean".
#pragma once

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

} // namespace heard::text
