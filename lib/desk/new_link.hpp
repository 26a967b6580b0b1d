// A customer's link is made void: letters to them that still wait have the old one, and are written
// anew with the next. Letters that went out are out of reach.
#pragma once

#include "desk/house.hpp"
#include "storage/transaction.hpp"

namespace heard::desk {

/// To be called once the ticket has its new link. What cannot be written any more as it was, such
/// as a confirmation whose promise has ended since, is withdrawn.
void renew_waiting_letters(storage::Transaction& tx, const House& house, core::TicketId ticket);

} // namespace heard::desk
