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
    /// On which page of its writer it was written, as that calls itself; empty: the desk put it
    /// here.
    std::string page = {};
    std::int64_t number = 0; ///< Of its words: another one each time that it is saved.
    Instant saved_at = {};
};

/// Saved now, with a number of its own; takes the place of what its writer had there before.
void save_draft(Transaction& tx, const Draft& draft);
/// Saved now, before the words that its writer has there already: of neither is anything lost.
void save_before_draft(Transaction& tx, Draft draft);
std::optional<Draft> find_draft(Transaction& tx, core::TicketId ticket, core::StaffId staff,
                                core::EntryKind what);
/// The newest first.
std::vector<Draft> drafts_of(Transaction& tx, core::TicketId ticket);
/// Somebody who has begun a reply.
struct DraftWriter
{
    core::StaffId id;
    std::string name;
};
/// Who has begun one on that ticket, whoever wrote last first.
std::vector<DraftWriter> draft_writers(Transaction& tx, core::TicketId ticket);
void remove_draft(Transaction& tx, const Draft& draft);

} // namespace heard::storage
