// The alarm: an escalation whose letter does not get through goes to somebody else. Knows what the
// outbox says became of letters; neither mail servers nor how a letter travels.
#pragma once

#include "desk/house.hpp"
#include "storage/transaction.hpp"

#include <optional>
#include <string>

namespace heard::desk {

struct Alarmed
{
    int letters = 0;   ///< Digests and calls that were written.
    bool more = false; ///< There were more than one look takes: look again at once.
    /// When the next alarm is due, if there is one.
    std::optional<Instant> look_again_at;
};

/// Whoever is next on the ladder is told of every escalation whose letter has not got through in
/// time (`house.alarm.after`) or was refused, once; then the next, up to the owner; and when nobody
/// is left, the same person by the second way, if there is one. One letter to each person at a time
/// and a minute at most, however many escalations there are; the same for the webhook.
/// `relay_said` is why letters wait that were not tried themselves, or empty.
Alarmed raise_alarms(storage::Transaction& tx, const House& house, const std::string& relay_said);

} // namespace heard::desk
