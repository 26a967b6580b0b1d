#include "desk/merge.hpp"

#include "desk/promising.hpp"
#include "desk/release.hpp"
#include "storage/book.hpp"
#include "storage/draft.hpp"
#include "storage/merge.hpp"
#include "storage/promise.hpp"
#include "storage/staff.hpp"
#include "storage/ticket.hpp"

#include <algorithm>
#include <iterator>

namespace heard::desk {

namespace {

using core::Entry;
using core::EntryKind;
using core::Problem;
using core::ProblemKind;

std::unexpected<Problem> refuse(std::string phrase)
{
    return std::unexpected{Problem{ProblemKind::invalid, std::move(phrase), "into"}};
}

/// And nothing was written since.
bool is_erased(storage::Transaction& tx, const core::Ticket& ticket)
{
    return ticket.erased_at && !thread_of(tx, ticket).has_their_words();
}

bool are_of_two_branches(const core::Ticket& one, const core::Ticket& other)
{
    return !one.branch.empty() && !other.branch.empty() && one.branch != other.branch;
}

/// Whose promise is due first stays; with none, the one that was named.
Merging merging_of(storage::Transaction& tx, const core::Ticket& ticket, const core::Ticket& into)
{
    const auto own = storage::find_open_promise(tx, ticket.id);
    const auto others = storage::find_open_promise(tx, into.id);
    if (own && (!others || own->due_at < others->due_at))
        return {ticket, into, own, others};
    return {into, ticket, others, own};
}

/// Somebody who writes about a doubtful ticket what nobody doubts is no machine.
void take_back_either(storage::Transaction& tx, const House& house, const Handling& handling,
                      const Merging& merging)
{
    if (!merging.stays.suspicion.empty() && !merging.goes.suspicion.empty())
        return;
    for (const auto* const ticket : {&merging.stays, &merging.goes})
        take_back_from_check(tx, house, *ticket, handling.staff.id);
}

/// Unless they may not see the ticket that stays.
void hand_over(storage::Transaction& tx, const Handling& handling, const Merging& merging)
{
    if (merging.stays.assignee || !merging.goes.assignee)
        return;
    const auto holder = storage::find_staff(tx, *merging.goes.assignee).value();
    if (!core::may_see(holder, storage::find_ticket(tx, merging.stays.id).value().branch))
        return;
    storage::set_assignee(tx, merging.stays.id, holder.id);
    storage::write_book(tx, {"assigned", merging.stays.id, {}, handling.staff.id, {}, holder.name});
}

/// What a colleague has begun to write on the ticket that goes stands on the one that stays, before
/// what they have begun there. It was written without having seen that page.
void move_drafts(storage::Transaction& tx, const Merging& merging)
{
    for (const auto& begun : storage::drafts_of(tx, merging.goes.id)) {
        auto moved = begun;
        moved.ticket = merging.stays.id;
        moved.seen = 0;
        moved.page.clear();
        storage::save_before_draft(tx, std::move(moved));
        storage::remove_draft(tx, begun);
    }
}

void write_down(storage::Transaction& tx, const Handling& handling, const Merging& merging)
{
    for (const auto& along : storage::merged_into(tx, merging.goes.id))
        storage::write_book(
            tx, {"merged", along.ticket.id, {}, handling.staff.id, {}, merging.stays.reference});
    storage::write_book(
        tx, {"merged", merging.goes.id, {}, handling.staff.id, {}, merging.stays.reference});
    storage::write_book(
        tx, {"merged in", merging.stays.id, {}, handling.staff.id, {}, merging.goes.reference});
}

// ---- What each may see ----

/// Whether whoever said or heard this last waits for a word from us.
bool waits_after(EntryKind what)
{
    return what == EntryKind::message || what == EntryKind::hold || what == EntryKind::not_settled;
}

/// Whether the customer waited at some time from `from` to `to`, both included: much can happen in
/// one instant. What was written after the clock was set back came later all the same.
bool waited_between(const Thread& thread, core::Instant from, core::Instant to)
{
    bool waits = true;
    auto since = thread.ticket.opened_at;
    for (const auto& entry : thread.entries) {
        if (entry.what == EntryKind::note)
            continue;
        const auto at = std::max(since, entry.at);
        if (waits && since <= to && at >= from)
            return true;
        waits = waits_after(entry.what);
        since = at;
    }
    return waits && since <= to;
}

bool waits_now(const Thread& thread)
{
    const auto last = std::find_if(thread.entries.rbegin(), thread.entries.rend(),
                                   [](auto& entry) { return entry.what != EntryKind::note; });
    return last == thread.entries.rend() || waits_after(last->what);
}

/// Whether the promise was made to the customer of this thread, among others.
bool concerns(const Thread& thread, const core::Promise& promise)
{
    if (!promise.ended_at)
        return waits_now(thread);
    return waited_between(thread, promise.made_at, std::max(promise.made_at, *promise.ended_at));
}

/// A reply stands on every ticket that it reached, at the same instant.
bool stands_among(const std::vector<Entry>& entries, const Entry& reply)
{
    return reply.staff && std::ranges::any_of(entries, [&](const Entry& entry) {
               return entry.ticket != reply.ticket && entry.at == reply.at &&
                      entry.what == reply.what && entry.staff == reply.staff &&
                      entry.text == reply.text;
           });
}

/// Nobody reads there any more, unless they write again.
void leave_out_what_followed_erasure(std::vector<Entry>& entries)
{
    bool erased = false;
    std::erase_if(entries, [&](const Entry& entry) {
        if (!entry.staff)
            erased = entry.what == EntryKind::erased;
        return entry.staff && erased;
    });
}

/// An entry, and when it came to the page of the ticket that stays.
struct Arrived
{
    core::Instant at;
    Entry entry;
};

} // namespace

std::expected<Merging, Problem> look_at_merge(storage::Transaction& tx, const House& house,
                                              const Handling& handling, std::string_view into)
{
    const auto ticket = find_for_staff(tx, house, handling.staff, handling.reference);
    if (!ticket)
        return std::unexpected{Problem{ProblemKind::not_found, "problem.not_found", ""}};
    const auto other = find_for_staff(tx, house, handling.staff, into);
    if (!other)
        return refuse("problem.no_such_ticket");
    if (other->id == ticket->id)
        return refuse("problem.merge_itself");
    if (is_erased(tx, *ticket) || is_erased(tx, *other))
        return refuse("problem.merge_erased");
    if (are_of_two_branches(*ticket, *other))
        return refuse("problem.merge_branches");
    return merging_of(tx, *ticket, *other);
}

std::expected<Merging, Problem> merge(storage::Transaction& tx, const House& house,
                                      const Handling& handling, std::string_view into)
{
    auto merging = look_at_merge(tx, house, handling, into);
    if (!merging)
        return merging;
    // What is about to leave was written before it, and goes where it was meant to.
    release(tx, house, merging->goes.id);
    release(tx, house, merging->stays.id);
    merging = look_at_merge(tx, house, handling, into);
    move_drafts(tx, *merging);
    end_open_promise(tx, merging->goes.id, core::PromiseEnd::merged, handling.staff.id);
    write_down(tx, handling, *merging);
    storage::merge_ticket(tx, merging->goes.id, merging->stays.id);
    take_back_either(tx, house, handling, *merging);
    hand_over(tx, handling, *merging);
    return merging;
}

std::vector<core::Ticket> reached_by_reply(storage::Transaction& tx, const core::Ticket& ticket)
{
    std::vector<core::Ticket> all{ticket};
    for (auto& along : storage::merged_into(tx, ticket.id))
        all.push_back(std::move(along.ticket));
    std::erase_if(all, [&](const core::Ticket& one) { return is_erased(tx, one); });
    std::vector<core::Ticket> waiting;
    std::ranges::copy_if(all, std::back_inserter(waiting),
                         [&](const core::Ticket& one) { return storage::waits(tx, one.id); });
    return waiting.empty() ? all : waiting;
}

std::optional<Entry> newest_entry_of_matter(storage::Transaction& tx, const core::Ticket& ticket)
{
    auto entries = staff_thread_of(tx, ticket).entries;
    return entries.empty() ? std::nullopt : std::optional{std::move(entries.back())};
}

Thread customer_thread_of(storage::Transaction& tx, const core::Ticket& ticket)
{
    auto thread = thread_of(tx, ticket);
    thread.merged_at = storage::merges_of(tx, ticket.id);
    if (thread.merged_at.empty() && storage::merged_into(tx, ticket.id).empty())
        return thread;
    leave_out_what_followed_erasure(thread.entries);
    for (auto& promise : storage::promises_beside(tx, ticket.id)) {
        if (const auto maker =
                promise.made_by ? storage::find_staff(tx, *promise.made_by) : std::nullopt)
            thread.names.emplace(maker->id, maker->name);
        thread.promises.push_back(std::move(promise));
    }
    std::erase_if(thread.promises,
                  [&](const core::Promise& promise) { return !concerns(thread, promise); });
    return thread;
}

Thread staff_thread_of(storage::Transaction& tx, const core::Ticket& ticket)
{
    auto thread = thread_of(tx, ticket);
    const auto all_along = storage::merged_into(tx, ticket.id);
    if (all_along.empty())
        return thread;
    std::vector<Arrived> arrived;
    for (const auto& entry : thread.entries)
        arrived.push_back({entry.at, entry});
    for (const auto& along : all_along) {
        auto other = thread_of(tx, along.ticket);
        for (const auto& entry : other.entries)
            arrived.push_back({std::max(entry.at, along.at), entry});
        thread.names.merge(other.names);
        thread.lines += other.lines;
        thread.along.push_back(
            {std::move(other.ticket), std::move(other.said), std::move(other.photos), along.at});
    }
    std::ranges::stable_sort(arrived, {}, &Arrived::at);

    thread.entries.clear();
    int number = 0;
    auto next = all_along.begin();
    for (auto& [at, entry] : arrived) {
        // A merge has a number, too: whoever writes without having seen it is told.
        for (; next != all_along.end() && next->at <= at; ++next)
            ++number;
        entry.number = ++number;
        if (!stands_among(thread.entries, entry))
            thread.entries.push_back(std::move(entry));
    }
    return thread;
}

} // namespace heard::desk
