// Tickets that are one matter, as rows: one stays in the queue, the others go along with it, and
// its promise is theirs. Does not know which of them should stay.
#pragma once

#include "core/promise.hpp"
#include "core/ticket.hpp"
#include "storage/transaction.hpp"

#include <vector>

namespace heard::storage {

/// `ticket` goes along with `into` from now on, and so do those that went along with it. `into` is
/// not merged itself.
void merge_ticket(Transaction& tx, core::TicketId ticket, core::TicketId into);

/// Those that went along with it, in the order in which they did.
struct Merged
{
    core::Ticket ticket;
    Instant at;
};
std::vector<Merged> merged_into(Transaction& tx, core::TicketId ticket);
/// How many entries they all have together, a merge counting as one: it only grows.
int newest_of_matter(Transaction& tx, core::TicketId ticket);

/// When a ticket went along with another one; more than once, if that one was merged in turn.
std::vector<Instant> merges_of(Transaction& tx, core::TicketId ticket);
/// The promises that became its own with that: those of the tickets it went along with, as far as
/// they had not ended before. Oldest first.
std::vector<core::Promise> promises_beside(Transaction& tx, core::TicketId ticket);

/// Whether the customer of that ticket waits for a word from us. What was said last tells; a note
/// is for staff, and who has erased their words waits for nothing until they write again.
bool waits(Transaction& tx, core::TicketId ticket);
/// Whether anybody does: of the ticket itself, the one it goes along with, or another one of that
/// matter.
bool is_awaited(Transaction& tx, core::TicketId ticket);

} // namespace heard::storage
