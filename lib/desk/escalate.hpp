// The promise round's verb: climb the ladder for every promise whose time to be looked at has come.
#pragma once

#include "desk/house.hpp"
#include "storage/promise.hpp"
#include "storage/transaction.hpp"

#include <optional>

namespace heard::desk {

struct Looked
{
    int promises = 0;
    int escalations = 0;
    bool more = false; ///< There were more than one look takes: look again at once.
    std::optional<Instant>
        look_again_at; ///< The earliest of all open promises; nothing when none waits.
};

/// Marks promises whose due time has passed as broken, writes each reached rung once and its
/// letters into the outbox, and says when to look again. A person who would get more than five
/// letters at once gets one with a table. A rung that would reach nobody goes to the owner and says
/// why.
Looked escalate(storage::Transaction& tx, const House& house);
/// The same for these promises alone, as if there were no others.
Looked escalate_among(storage::Transaction& tx, const House& house,
                      const storage::PromiseRange& among);

} // namespace heard::desk
