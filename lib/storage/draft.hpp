// Replies that are still being written: one for each ticket, writer and way to reply, so that no
// crash takes a word away. Nobody but staff ever sees them.
#pragma once

#include "core/ticket.hpp"
#include "storage/transaction.hpp"

#include <optional>
#include <string>
#include <vector>

namespace heard::storage {

struct Draft
{
    core::TicketId ticket;
    core::StaffId staff;
    core::EntryKind what = core::EntryKind::answer; ///< Or a holding reply.
    std::string text = {};
    std::string done = {};
    std::optional<Instant> until = {};
    int seen = 0; ///< Number of the newest entry that the writer had seen.
    Instant saved_at = {};
};

/// Saved now; takes the place of what its writer had there before.
void save_draft(Transaction& tx, const Draft& draft);
/// The newest first.
std::vector<Draft> drafts_of(Transaction& tx, core::TicketId ticket);
void remove_draft(Transaction& tx, const Draft& draft);

} // namespace heard::storage
