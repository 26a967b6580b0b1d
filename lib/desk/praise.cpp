#include "desk/praise.hpp"

#include "desk/letters.hpp"
#include "desk/thread.hpp"
#include "storage/book.hpp"
#include "storage/merge.hpp"
#include "storage/praise.hpp"
#include "storage/staff.hpp"
#include "storage/ticket.hpp"

namespace heard::desk {

namespace {

std::unexpected<core::Problem> refuse(core::ProblemKind kind, std::string phrase, std::string field)
{
    return std::unexpected{core::Problem{kind, std::move(phrase), std::move(field)}};
}

struct Passing
{
    const core::Staff& by;
    const core::Staff& to;
};

/// False when nothing on that ticket is praise. Whoever has had it gets it no second time.
bool pass_on(storage::Transaction& tx, const House& house, const core::Ticket& ticket,
             const Passing& passing)
{
    const auto said = storage::get_submission(tx, ticket.id);
    const auto praise = praise_in(ticket, said);
    if (praise.empty())
        return false;
    if (!storage::add_kind_word(tx, {ticket.id, passing.to.id, passing.by.id}))
        return true;
    storage::write_book(tx,
                        {"praise passed on", ticket.id, {}, passing.by.id, {}, passing.to.name});
    storage::queue_letter(
        tx, letters::praise(house, {ticket, said, praise, passing.by.name, passing.to}, tx.now()));
    return true;
}

} // namespace

std::string praise_in(const core::Ticket& ticket, const core::Submission& said)
{
    if (!said.likes.empty() || ticket.kind != core::Kind::praise)
        return said.likes;
    return core::all_words(said);
}

std::expected<Done, core::Problem> pass_praise(storage::Transaction& tx, const House& house,
                                               const Handling& handling, std::string_view name)
{
    const auto ticket = find_for_staff(tx, house, handling.staff, handling.reference);
    if (!ticket)
        return refuse(core::ProblemKind::not_found, "problem.not_found", "");
    if (name.empty())
        return refuse(core::ProblemKind::invalid, "problem.nobody_chosen", "praised");
    const auto colleague = storage::find_staff(tx, name);
    if (!colleague || colleague->disabled)
        return refuse(core::ProblemKind::invalid, "problem.no_such_colleague", "praised");
    const Passing passing{handling.staff, *colleague};
    bool any = pass_on(tx, house, *ticket, passing);
    for (const auto& along : storage::merged_into(tx, ticket->id))
        any = pass_on(tx, house, along.ticket, passing) || any;
    if (!any)
        return refuse(core::ProblemKind::invalid, "problem.no_praise", "praised");
    return Done{};
}

} // namespace heard::desk
