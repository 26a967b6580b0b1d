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

/// The first letter outside of quotes and comments that is not ASCII (toml++ 3.3 runs into
/// undefined behaviour there: `is_non_ascii_horizontal_whitespace` reaches its TOML_UNREACHABLE for
/// most letters from U+00A1 to U+0499), or the first text of several lines, where a backslash at a
/// line's end does the same. Nothing: toml++ may read it.
std::optional<Slip> first_slip(std::string_view toml);

} // namespace heard::daemon
