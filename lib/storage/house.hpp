// What the house knows of itself: made once, when its database is made.
#pragma once

#include "core/ticket.hpp"
#include "storage/transaction.hpp"

#include <array>
#include <optional>
#include <string>

namespace heard::storage {

struct HouseRow
{
    std::array<unsigned char, 32> key{}; ///< Every link and token is derived from it.
    std::int64_t reference_seed = 0;
    std::string ladder; ///< As last climbed.
    core::Epoch epoch = {};
};

std::optional<HouseRow> find_house(Transaction& tx);
void add_house(Transaction& tx, const HouseRow& house);

/// Writes down the ladder that is in force, and has every open promise looked at again at once if
/// it is another one. What was climbed stays climbed.
void set_ladder(Transaction& tx, const std::string& ladder);

/// Part of a restore: from now on nothing is given out that may have been given out before, however
/// often the same backup is restored.
void begin_epoch(Transaction& tx);

/// When its database was made.
Instant house_made_at(Transaction& tx);

/// A real write, however small: while it is committed in time, the disk takes what customers say.
void note_heartbeat(Transaction& tx);
/// When the last one was; nothing when there was none.
std::optional<Instant> last_heartbeat_at(Transaction& tx);

} // namespace heard::storage
