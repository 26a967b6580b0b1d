// The daemon's sign of life in its database, and the one place that notices that the clock has gone
// back since the last one. Knows no way to set a clock right, and moves nobody's promise.
#pragma once

#include "desk/house.hpp"
#include "storage/transaction.hpp"

namespace heard::desk {

/// Writes down that the daemon lives, and gives by how much the clock has gone back since it last
/// did; zero when it has not. Retries and alarms were to come after a wait, and that wait is not
/// made longer: they come sooner by as much. The daily letters of days that are now to come again
/// come again. Before anything else is written after a start, or after the clock was set.
Micros note_heartbeat(storage::Transaction& tx, const House& house);

} // namespace heard::desk
