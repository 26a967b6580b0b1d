// A look at the settings' text before toml++ reads it, for slips of typing that people make.
// Knows quotes and comments; knows no TOML beyond them.
#pragma once

#include "daemon/config_reader.hpp"

namespace heard::daemon {

struct Slip
{
    Place place;
    std::string text;
};

/// The first of three slips of which toml++ 3.3 says less than a person needs, or not where they
/// are; nothing: toml++ may read it.
/// - A letter outside of quotes and comments that is not ASCII: mostly quotes of a word processor.
/// - A text of several lines.
/// - A heading without a name, such as `[#`.
std::optional<Slip> first_slip(std::string_view toml);

} // namespace heard::daemon
