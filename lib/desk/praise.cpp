#include "desk/praise.hpp"

#include "desk/letters.hpp"
#include "desk/thread.hpp"
#include "storage/book.hpp"
#include "storage/praise.hpp"
#include "storage/staff.hpp"
#include "storage/ticket.hpp"

namespace heard::desk {

namespace {

std::unexpected<core::Problem> refuse(core::ProblemKind kind, std::string phrase, std::string field)
{
    return std::unexpected{core::Problem{kind, std::move(phrase), std::move(field)}};
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
    const auto colleague = storage::find_staff(tx, name);
    if (!colleague || colleague->disabled)
        return refuse(core::ProblemKind::invalid, "problem.no_such_colleague", "praised");
    const auto said = storage::get_submission(tx, ticket->id);
    const auto praise = praise_in(*ticket, said);
    if (praise.empty())
        return refuse(core::ProblemKind::invalid, "problem.no_praise", "praised");

    if (!storage::add_kind_word(tx, {ticket->id, colleague->id, handling.staff.id}))
        return Done{};
    storage::write_book(
        tx, {"praise passed on", ticket->id, {}, handling.staff.id, {}, colleague->name});
    storage::queue_letter(
        tx,
        letters::praise(house, {*ticket, said, praise, handling.staff.name, *colleague}, tx.now()));
    return Done{};
}

} // namespace heard::desk
