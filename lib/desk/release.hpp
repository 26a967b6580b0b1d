// A reply leaves: what its writer sent some seconds ago becomes an entry, a letter and the end of a
// promise. Does not know who wakes up for it; see daemon/rounds.
#pragma once

#include "desk/house.hpp"
#include "storage/transaction.hpp"

namespace heard::desk {

/// Sends the reply that is about to leave on the matter of this ticket, if there is one, whether
/// its time has come or not: it was written before whatever comes next. Keeps the promise (or, when
/// late, ends it as answered late), writes to the customer if they left an address, and a holding
/// reply makes the next promise. One whose own date has passed meanwhile becomes its writer's draft
/// again.
void release(storage::Transaction& tx, const House& house, core::TicketId any);

/// The same if its time has come.
void release_when_due(storage::Transaction& tx, const House& house, core::TicketId ticket);

/// Makes the reply that is about to leave a draft of its writer again, before what they have begun
/// there since. False: none is about to leave.
bool take_back_reply(storage::Transaction& tx, core::TicketId ticket);

} // namespace heard::desk
