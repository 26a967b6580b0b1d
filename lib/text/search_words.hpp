// The words of a text as a search compares them, and the piece of a text that shows where they are.
// Knows the letters of the house's languages; knows neither an index nor how a page marks a word.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace heard::text {

/// A run of letters and digits.
struct SearchWord
{
    std::string folded; ///< As it is compared; at most 64 bytes, so that no word is a burden.
    std::size_t begin;  ///< Where it stands in the text, in bytes.
    std::size_t end;
};

/// In order. Compared are letters without case, accents and vowel marks, the way people type them
/// in a hurry: `ß` as `ss`, `ł` as `l`, `İ` and `ı` as `i`, all forms of alef as one, Arabic digits
/// as ours. Soft hyphens and joiners are not there.
std::vector<SearchWord> search_words(std::string_view text);

/// Whether a term is a single letter or digit, of which nobody types the beginning.
bool is_single(std::string_view term);

/// Whether somebody who typed `term` (folded) means the word: it begins with it. A single one
/// means itself alone.
bool is_meant(std::string_view folded, std::string_view term);

/// Text that is shown as it is, or marked.
struct Piece
{
    std::string text;
    bool is_match = false;
};

/// At most `bytes_max` bytes of the text around the first word that is meant by a term, on one
/// line, with "…" where something was left out. From the beginning when none is. Never cuts a word
/// but one that is longer than that.
std::vector<Piece> excerpt(std::string_view text, std::span<const std::string> terms,
                           std::size_t bytes_max);

} // namespace heard::text
