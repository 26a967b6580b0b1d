// How promises are made and ended by the verbs: the row, its first look, and its lines in the book,
// always together.
#pragma once

#include "desk/house.hpp"
#include "storage/transaction.hpp"

#include <optional>

namespace heard::desk {

/// Makes the one open promise of a ticket and writes it in the book. The round will look at it in
/// time.
void make_promise(storage::Transaction& tx, const House& house, core::TicketId ticket,
                  Instant due_at, std::optional<core::StaffId> made_by = {});

/// The promise the house makes to everyone who writes, unless one is open already. It stands on the
/// ticket that stays in the queue.
void promise_an_answer(storage::Transaction& tx, const House& house, core::TicketId ticket);

/// Tells the customer by letter until when we promised; `again` when they corrected their
/// address. What is
/// set aside may name a stranger's address: that letter waits until a person has taken it back.
void confirm_by_letter(storage::Transaction& tx, const House& house, const core::Ticket& ticket,
                       bool again = false);

/// Nobody doubts any more that a person wrote it: the letter that was held back goes out, unless
/// its date has passed. That ticket alone; nothing happens where nobody doubted.
void take_back_from_check(storage::Transaction& tx, const House& house, const core::Ticket& ticket,
                          core::StaffId staff);

/// Ends the open promise, if there is one, and writes in the book how. A customer ends no promise
/// that others of the same matter still wait for (desk/merge).
void end_open_promise(storage::Transaction& tx, core::TicketId ticket, core::PromiseEnd end,
                      std::optional<core::StaffId> staff = {});

} // namespace heard::desk
