// `[[ladder]]`: whom we tell, and when. Warns of ladders that look right and tell nobody.
// Knows from the settings alone who can be reached; accounts of staff are in the database.
#pragma once

#include "daemon/config_reader.hpp"

namespace heard::daemon {

/// What a shop gets that wrote no ladder: a warning to staff, then the owner, then the owner again.
core::Ladder default_ladder(const time::Zone& zone);

/// Needs what `config` says of zone, branches and promise, so these are read before.
core::Ladder read_ladder(TableReader& top, const Config& config);

} // namespace heard::daemon
