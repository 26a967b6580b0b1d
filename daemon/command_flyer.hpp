// `heard flyer`: the sign for the counter and eight cards, as one HTML file to print on A4.
// Needs the settings alone: no daemon, no database. The file asks nobody for anything.
#pragma once

#include "daemon/config.hpp"

#include <string>

namespace heard::daemon {

struct FlyerOptions
{
    std::string branch = {};   ///< Code; empty: the shop as a whole.
    std::string language = {}; ///< Tag; empty: the first of the settings.
    std::string out = {};      ///< File; `-` is standard output.
};

int flyer_command(const Config& config, const FlyerOptions& options);

} // namespace heard::daemon
