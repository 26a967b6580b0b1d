// Which form of a plural phrase a number takes in a language, after CLDR 42, for whole numbers.
// Knows no phrases.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace heard::text {

enum PluralForm : std::size_t { zero, one, two, few, many, other, form_count };

/// As words files write them, by PluralForm.
constexpr std::array<std::string_view, form_count> form_names = {"zero", "one",  "two",
                                                                 "few",  "many", "other"};

/// The form that `n` things take. English, German, Spanish, Turkish: one, other; French: one for 0
/// and 1, other; Polish: one, few, many; Arabic: all six. `language` is a tag, `fr` or `fr-CA`; one
/// that is not known here counts as English does.
PluralForm plural_form(std::string_view language, unsigned long long n);

} // namespace heard::text
