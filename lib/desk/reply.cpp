#include "desk/reply.hpp"

#include "desk/letters.hpp"
#include "desk/merge.hpp"
#include "desk/promising.hpp"
#include "desk/thread.hpp"
#include "storage/promise.hpp"
#include "storage/ticket.hpp"

namespace heard::desk {

namespace {

using core::EntryKind;
using core::Problem;
using core::ProblemKind;

/// A second click on "send": the newest entry is this very reply, and its writer has not seen it.
/// Who has seen it and says the same again, perhaps with the next date, means it.
bool is_sent(storage::Transaction& tx, const core::Ticket& ticket, const Reply& reply,
             EntryKind what)
{
    if (reply.seen >= ticket.newest_entry)
        return false;
    const auto entries = storage::entries_of(tx, ticket.id);
    const auto promise = storage::find_open_promise(tx, ticket.id);
    return !entries.empty() && entries.back().what == what &&
           entries.back().staff == reply.writer.id && entries.back().text == reply.text &&
           entries.back().done == reply.done &&
           (what != EntryKind::hold || (promise && promise->due_at == reply.until));
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

void write_to_customer(storage::Transaction& tx, const House& house, const core::Ticket& ticket,
                       const Reply& reply, int entry)
{
    const auto said = storage::get_submission(tx, ticket.id);
    if (!letters::email_in(said.contact))
        return;
    const letters::Written written{ticket,     said,       reply.writer.name, entry,
                                   reply.text, reply.done, reply.until};
    storage::queue_letter(tx, letters::reply(house, written, tx.now()));
}

/// The same words stand on every ticket of the matter, and go to every customer (desk/merge).
void write_along(storage::Transaction& tx, const House& house, const core::Ticket& ticket,
                 const Reply& reply)
{
    for (const auto& along : answered_along(tx, ticket)) {
        const auto what = reply.until ? EntryKind::hold : EntryKind::answer;
        const auto entry =
            storage::add_entry(tx, {along.id, what, reply.writer.id, reply.text, reply.done});
        if (reply.until)
            storage::set_settled(tx, along.id, false);
        else
            storage::set_answered(tx, along.id);
        write_to_customer(tx, house, along, reply, entry);
    }
}

/// What answer and holding reply have in common, once nothing speaks against it.
void send(storage::Transaction& tx, const House& house, const core::Ticket& ticket,
          const Reply& reply)
{
    const auto what = reply.until ? EntryKind::hold : EntryKind::answer;
    const auto entry =
        storage::add_entry(tx, {ticket.id, what, reply.writer.id, reply.text, reply.done});
    // A reply shows that a person takes it for a person's words.
    storage::set_suspicion(tx, ticket.id, "");
    if (!ticket.assignee)
        storage::set_assignee(tx, ticket.id, reply.writer.id);
    end_open_promise(tx, ticket.id,
                     reply.until ? core::PromiseEnd::held : core::PromiseEnd::answered,
                     reply.writer.id);
    write_to_customer(tx, house, ticket, reply, entry);
    write_along(tx, house, ticket, reply);
}

Problem no_such_ticket()
{
    return {ProblemKind::not_found, "problem.not_found", ""};
}

} // namespace

std::expected<Done, Problem> answer(storage::Transaction& tx, const House& house,
                                    const Reply& reply)
{
    const auto ticket = find_for_staff(tx, house, reply.writer, reply.reference);
    if (!ticket)
        return std::unexpected{no_such_ticket()};
    if (is_sent(tx, *ticket, reply, EntryKind::answer))
        return Done{};
    if (auto problem = problem_with(*ticket, reply))
        return std::unexpected{std::move(*problem)};

    auto final_word = reply;
    final_word.until.reset();
    send(tx, house, *ticket, final_word);
    storage::set_answered(tx, ticket->id);
    return Done{};
}

std::expected<Done, Problem> hold(storage::Transaction& tx, const House& house, const Reply& reply)
{
    const auto ticket = find_for_staff(tx, house, reply.writer, reply.reference);
    if (!ticket)
        return std::unexpected{no_such_ticket()};
    if (is_sent(tx, *ticket, reply, EntryKind::hold))
        return Done{};
    if (auto problem = problem_with(*ticket, reply))
        return std::unexpected{std::move(*problem)};
    if (!reply.until)
        return std::unexpected{Problem{ProblemKind::invalid, "problem.hold_without_date", "until"}};
    if (auto problem = core::problem_with_hold(house.promise, *reply.until, tx.now()))
        return std::unexpected{std::move(*problem)};

    send(tx, house, *ticket, reply);
    make_promise(tx, house, ticket->id, *reply.until, reply.writer.id);
    storage::set_settled(tx, ticket->id, false);
    return Done{};
}

} // namespace heard::desk
