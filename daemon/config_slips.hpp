// A look at the settings' text before toml++ reads it, for slips of typing that it must not see.
// Knows quotes and comments; knows no TOML beyond them.
#pragma once

#include "daemon/config_reader.hpp"

namespace heard::daemon {

struct Slip
{
    Place place;
    std::string text;
};

/// The first of three slips on which toml++ 3.3 would end the program instead of saying so;
/// nothing: toml++ may read it.
/// - A letter outside of quotes and comments that is not ASCII: from U+00A1 to U+0499 its
///   is_non_ascii_horizontal_whitespace runs into its own TOML_UNREACHABLE.
/// - A text of several lines, where a backslash at the end of a line leads to the same place.
/// - A heading without a name, such as `[#`, which parse_key asserts away.
std::optional<Slip> first_slip(std::string_view toml);

} // namespace heard::daemon
