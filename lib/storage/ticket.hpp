// Tickets, their submissions and their entries as rows.
#pragma once

#include "core/reference.hpp"
#include "core/ticket.hpp"
#include "storage/transaction.hpp"

#include <vector>

namespace heard::storage {

std::optional<core::Ticket> find_ticket_by_form(Transaction& tx, const core::FormKey& key);

/// Whose names and links a new ticket gets.
struct Naming
{
    core::References references;
    core::Epoch epoch = {};
    /// When the promise is due that will be made on it: so its row is written once.
    std::optional<Instant> due_at = {};
};
/// Opens a ticket for a submission and writes both, and the book's line. The reference follows from
/// the number.
core::Ticket add_ticket(Transaction& tx, const Naming& naming, const core::Submission& said);

std::optional<core::Ticket> find_ticket(Transaction& tx, core::TicketId id);
/// Throws when there is none: every ticket has one.
core::Submission get_submission(Transaction& tx, core::TicketId id);

/// Takes the name and contact that came with the same form once more; empty ones change nothing.
void correct_sender(Transaction& tx, core::TicketId id, std::string_view name,
                    std::string_view contact);

struct NewEntry
{
    core::TicketId ticket;
    core::EntryKind what = core::EntryKind::message;
    std::optional<core::StaffId> staff = {};
    std::string_view text = {};
    std::string_view done = {};
};
/// Adds the ticket's next entry and its line in the book, and gives its number.
int add_entry(Transaction& tx, const NewEntry& entry);
/// When customer or staff last said something to each other; notes are for staff only.
Instant last_word_at(Transaction& tx, core::TicketId ticket);
/// Oldest first.
std::vector<core::Entry> entries_of(Transaction& tx, core::TicketId ticket);

void set_assignee(Transaction& tx, core::TicketId ticket, std::optional<core::StaffId> staff);
void set_kind(Transaction& tx, core::TicketId ticket, core::Kind kind);
void set_answered(Transaction& tx, core::TicketId ticket);
void set_settled(Transaction& tx, core::TicketId ticket, bool settled);
/// All status links up to now are void from now on.
void void_link(Transaction& tx, core::TicketId ticket);
/// Empty: it is no longer set aside.
void set_suspicion(Transaction& tx, core::TicketId ticket, std::string_view suspicion);

} // namespace heard::storage
