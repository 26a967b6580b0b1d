// Replies that are about to leave: all is checked, and for some seconds their writer may still
// think better of it. One for each ticket at most. Does not know how long that is, nor what leaving
// means.
#pragma once

#include "core/ticket.hpp"
#include "storage/transaction.hpp"

#include <optional>
#include <string>
#include <vector>

namespace heard::storage {

struct Sending
{
    core::TicketId ticket;
    core::EntryKind what = core::EntryKind::answer; ///< Or a holding reply.
    core::StaffId staff;
    std::string text;
    std::string done;
    std::optional<Instant> until; ///< Holding replies only: the next date we promise.
    int seen = 0;                 ///< Number of the newest entry that the writer had seen.
    Instant release_at;           ///< When it leaves.
    Instant made_at = {};
};

/// Made now. Wakes the promise round for when it leaves. Throws when the ticket has one already.
void add_sending(Transaction& tx, const Sending& sending);
std::optional<Sending> find_sending(Transaction& tx, core::TicketId ticket);
/// Those that this person has written, what leaves first on top.
std::vector<Sending> sendings_by(Transaction& tx, core::StaffId staff);
/// It has left, or was taken back.
void remove_sending(Transaction& tx, core::TicketId ticket);

/// Whose time to leave has come, the longest waiting first. One that was made in the future is from
/// before the clock was set back, and waits no longer.
std::vector<core::TicketId> tickets_to_release(Transaction& tx, int count_max);
/// The next time after now at which one leaves.
std::optional<Instant> next_release_at(Transaction& tx);

/// The reference of the ticket that this person should see to next, after the one they have just
/// written to: what is due first, is not held by somebody else, and not about to be answered.
std::optional<std::string> next_ticket_for(Transaction& tx, const core::Staff& staff,
                                           core::TicketId after);

} // namespace heard::storage
