// The daily letter to the owner: the house's sign of life. Decides when it is due and what stands
// in it.
#pragma once

#include "desk/house.hpp"
#include "storage/transaction.hpp"

#include <cstdint>
#include <optional>

namespace heard::desk {

/// What only the machine knows.
struct Machine
{
    std::optional<std::uintmax_t> disk_left; ///< Free bytes, when they are few.
    bool damaged = false;                    ///< Something is wrong with the database.
};

/// Queues the letter once on each local day, as soon as the wall shows `house.daily_at` or later,
/// however often it is asked. Not for a time before the house was made: its first day is no news.
/// True when it was queued now.
bool send_daily_letter(storage::Transaction& tx, const House& house, const Machine& machine);

/// The clock has been set back: letters of later days have been sent too early and are sent again
/// when their day comes, but for one whose time is within the hour.
void forget_days_to_come(storage::Transaction& tx, const House& house);

} // namespace heard::desk
