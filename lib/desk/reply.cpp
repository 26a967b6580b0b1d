#include "desk/reply.hpp"

#include "desk/draft.hpp"
#include "desk/merge.hpp"
#include "desk/mirror.hpp"
#include "desk/release.hpp"
#include "desk/thread.hpp"
#include "storage/promise.hpp"
#include "storage/sending.hpp"
#include "storage/staff.hpp"
#include "storage/ticket.hpp"

#include <algorithm>
#include <chrono>

namespace heard::desk {

namespace {

using core::EntryKind;
using core::Problem;
using core::ProblemKind;

// A reply that would break the promise by waiting leaves this long before it is due: time enough
// for a round to wake up.
constexpr auto ahead_of_due = std::chrono::seconds{1};

Problem no_such_ticket()
{
    return {ProblemKind::not_found, "problem.not_found", ""};
}

/// A second click on "send": the newest entry is this very reply, and its writer has not seen it.
/// Who has seen it and says the same again, perhaps with the next date, means it.
bool is_sent(storage::Transaction& tx, const core::Ticket& ticket, const Reply& reply,
             EntryKind what)
{
    if (reply.seen >= ticket.newest_entry)
        return false;
    const auto newest = newest_entry_of_matter(tx, ticket);
    const auto promise = storage::find_open_promise(tx, ticket.id);
    return newest && newest->what == what && newest->staff == reply.writer.id &&
           newest->text == reply.text && newest->done == reply.done &&
           (what != EntryKind::hold || (promise && promise->due_at == reply.until));
}

/// The same while it is about to leave.
bool is_leaving(const storage::Sending& leaving, const Reply& reply, EntryKind what)
{
    return leaving.what == what && leaving.staff == reply.writer.id && leaving.text == reply.text &&
           leaving.done == reply.done && leaving.until == reply.until;
}

Problem somebody_was_faster(storage::Transaction& tx, const storage::Sending& leaving)
{
    const auto writer = storage::find_staff(tx, leaving.staff).value();
    return {ProblemKind::conflict, "problem.reply_leaves", "text", {{"name", writer.name}}};
}

std::optional<Problem> problem_with(const core::Ticket& ticket, const Reply& reply)
{
    if (auto problem = core::problem_with_words(reply.text, "text"))
        return problem;
    if (!reply.done.empty())
        if (auto problem = core::problem_with_words(reply.done, "done"))
            return problem;
    if (reply.seen < ticket.newest_entry)
        return Problem{ProblemKind::conflict, "problem.newer_entry", "text"};
    return std::nullopt;
}

std::optional<Problem> problem_with_date(storage::Transaction& tx, const House& house,
                                         const Reply& reply)
{
    if (!reply.until)
        return Problem{ProblemKind::invalid, "problem.hold_without_date", "until"};
    return core::problem_with_hold(house.promise, *reply.until, tx.now());
}

/// Its writer may think better of it until then; the promise and the reply's own date come first.
Instant leaves_at(storage::Transaction& tx, const House& house, const core::Ticket& ticket,
                  const Reply& reply)
{
    auto at = tx.now() + house.undo_for;
    const auto promise = storage::find_open_promise(tx, ticket.id);
    if (promise && promise->due_at > tx.now())
        at = std::min(at, promise->due_at - ahead_of_due);
    if (reply.until)
        at = std::min(at, *reply.until - ahead_of_due);
    return std::max(at, tx.now());
}

/// From here on nothing speaks against it.
void accept(storage::Transaction& tx, const House& house, const core::Ticket& ticket,
            const Reply& reply)
{
    const auto what = reply.until ? EntryKind::hold : EntryKind::answer;
    const storage::Sending sending{
        ticket.id,  what,        reply.writer.id, reply.text,
        reply.done, reply.until, reply.seen,      leaves_at(tx, house, ticket, reply)};
    // What they have begun on another page meanwhile stays.
    if (const auto kept = storage::find_draft(tx, ticket.id, reply.writer.id, what);
        kept && knows(reply, *kept))
        storage::remove_draft(tx, *kept);
    storage::add_sending(tx, sending);
    release_when_due(tx, house, ticket.id);
}

std::expected<Done, Problem> take_in(storage::Transaction& tx, const House& house,
                                     const Reply& reply, EntryKind what)
{
    const auto ticket = find_for_staff(tx, house, reply.writer, reply.reference);
    if (!ticket)
        return std::unexpected{no_such_ticket()};
    const auto leaving = storage::find_sending(tx, ticket->id);
    if (leaving ? is_leaving(*leaving, reply, what) : is_sent(tx, *ticket, reply, what))
        return Done{};
    if (reached_by_reply(tx, *ticket).empty())
        return std::unexpected{Problem{ProblemKind::conflict, "problem.nobody_reads", "text"}};
    if (auto problem = problem_with(*ticket, reply))
        return std::unexpected{std::move(*problem)};
    if (what == EntryKind::hold)
        if (auto problem = problem_with_date(tx, house, reply))
            return std::unexpected{std::move(*problem)};
    if (leaving)
        return std::unexpected{somebody_was_faster(tx, *leaving)};
    if (!reply.repeated && !repeated_in(tx, reply.writer, ticket->id, reply.text).empty())
        return std::unexpected{Problem{ProblemKind::conflict, "problem.repeated", "text"}};
    accept(tx, house, *ticket, reply);
    return Done{};
}

} // namespace

std::expected<Done, Problem> answer(storage::Transaction& tx, const House& house,
                                    const Reply& reply)
{
    auto final_word = reply;
    final_word.until.reset();
    return take_in(tx, house, final_word, EntryKind::answer);
}

std::expected<Done, Problem> hold(storage::Transaction& tx, const House& house, const Reply& reply)
{
    return take_in(tx, house, reply, EntryKind::hold);
}

std::expected<Done, Problem> undo(storage::Transaction& tx, const House& house,
                                  const core::Staff& staff, std::string_view reference)
{
    const auto ticket = find_for_staff(tx, house, staff, reference);
    if (!ticket)
        return std::unexpected{no_such_ticket()};
    if (take_back_reply(tx, ticket->id))
        return Done{};
    // A second click: the words are in the form already.
    const auto drafts = storage::drafts_of(tx, ticket->id);
    if (std::ranges::find(drafts, staff.id, &storage::Draft::staff) != drafts.end())
        return Done{};
    return std::unexpected{Problem{ProblemKind::conflict, "problem.reply_has_left", ""}};
}

} // namespace heard::desk
