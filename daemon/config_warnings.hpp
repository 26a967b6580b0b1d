// The settings looked at once more as a whole: what is allowed, and yet surely not what the shop
// wants.
#pragma once

#include "daemon/config_reader.hpp"

namespace heard::daemon {

/// `top` gives the places. Silent about what is missing or wrong: that is a problem already.
void warn_of_surprises(const TableReader& top, const Config& config);

} // namespace heard::daemon
