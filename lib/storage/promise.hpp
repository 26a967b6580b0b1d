// Promises as rows. The schema lets a ticket have one open promise at most.
#pragma once

#include "core/promise.hpp"
#include "storage/transaction.hpp"

#include <vector>

namespace heard::storage {

struct NewPromise
{
    core::TicketId ticket;
    Instant due_at;
    std::optional<core::StaffId> made_by = {};
    std::optional<Instant> look_again_at = {};
};

/// Made now. Wakes the promise round for when it wants to be looked at.
core::PromiseId add_promise(Transaction& tx, const NewPromise& promise);

std::optional<core::Promise> find_promise(Transaction& tx, core::PromiseId id);
/// The one that waits for us. Of a ticket that goes along with another one, it is that one's.
std::optional<core::Promise> find_open_promise(Transaction& tx, core::TicketId ticket);

/// Oldest first.
std::vector<core::Promise> promises_of(Transaction& tx, core::TicketId ticket);

/// The open ones that a letter tells of, as escalations or alarms, what is due longest first.
std::vector<core::Promise> open_promises_in(Transaction& tx, core::LetterId letter);

/// Open promises whose time to be looked at has come, the longest waiting first.
std::vector<core::Promise> promises_to_look_at(Transaction& tx, int count_max);
std::optional<Instant> next_look_at(Transaction& tx);

/// Promises by their numbers, both ends included.
struct PromiseRange
{
    std::int64_t first = 1;
    std::int64_t last = 0;
};
/// The same two for these promises alone, without the index: for when a page of it, or of some
/// promise, cannot be read.
std::vector<core::Promise> promises_to_look_at_among(Transaction& tx, const PromiseRange& among,
                                                     int count_max);
std::optional<Instant> next_look_at_among(Transaction& tx, const PromiseRange& among);
/// All that were ever made.
PromiseRange all_promises(Transaction& tx);
/// The same as far as the index of the open ones knows: it stands on other pages.
PromiseRange all_open_promises(Transaction& tx);

/// Ends it now. One that ends broken keeps or gets its `broken_at`, which is its due time.
void end_promise(Transaction& tx, const core::Promise& promise, core::PromiseState state);

/// After a look: what is climbed, and when to look next. Marks it broken at its due time if that
/// has passed.
void note_climb(Transaction& tx, const core::Promise& promise, bool broken,
                std::optional<Instant> look_again_at);

} // namespace heard::storage
