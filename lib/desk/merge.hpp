// Two tickets about one matter are put together. How it is modelled, and why:
// one ticket stays, the other goes along with it, and every ticket keeps its own entries, its link
// and its letters. So no customer's page can show what another one said: it reads one ticket. The
// one that stays is the one whose promise is due first: its promise is the one for all, no due time
// moves, nothing climbs twice, and no promise has to be made; the other's is released. A reply is
// written down on the ticket of each customer who waits for one, in their own language and letters:
// what is meant for one of them does not reach those who have their answer. Only staff see all of
// it, on one page.
#pragma once

#include "desk/handle.hpp"
#include "desk/thread.hpp"

#include <string_view>

namespace heard::desk {

/// What a merge does, or would do.
struct Merging
{
    core::Ticket stays;                    ///< In the queue, with its promise.
    core::Ticket goes;                     ///< Along with it.
    std::optional<core::Promise> promise;  ///< For both, if one is open.
    std::optional<core::Promise> released; ///< That of the ticket that goes, if it was open.
};

/// What would become of it if this ticket and `into` were put together; writes nothing. `into` is
/// the reference of the other one, as somebody typed it; one that went along with another stands
/// for that one. With no promise open, `into` stays. Problems: not_found; invalid (no such ticket,
/// the same one, one whose words were erased, or one of another branch).
std::expected<Merging, core::Problem> look_at_merge(storage::Transaction& tx, const House& house,
                                                    const Handling& handling,
                                                    std::string_view into);

/// Does it. A ticket that is set aside comes back with one that is not. There is no way back.
/// Problems: as above.
std::expected<Merging, core::Problem> merge(storage::Transaction& tx, const House& house,
                                            const Handling& handling, std::string_view into);

/// The tickets that a reply to the one that stays would reach now: of whoever waits for a word from
/// us; if nobody does, of all whose customers did not erase their words. None if all did.
std::vector<core::Ticket> reached_by_reply(storage::Transaction& tx, const core::Ticket& ticket);
/// What was written down last on any of the tickets; of a reply that reached several, the first.
std::optional<core::Entry> newest_entry_of_matter(storage::Transaction& tx,
                                                  const core::Ticket& ticket);

/// The ticket as its own customer may see it: with the promises that were made to them since it was
/// merged, without those that others wait for, and without what we wrote after they erased their
/// words.
Thread customer_thread_of(storage::Transaction& tx, const core::Ticket& ticket);
/// The ticket as staff see it, with everything that went along with it: the entries in the order in
/// which they came to this page, those that stand on several tickets once, and numbered for all.
Thread staff_thread_of(storage::Transaction& tx, const core::Ticket& ticket);

} // namespace heard::desk
