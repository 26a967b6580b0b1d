#include "desk/handle.hpp"

#include "core/spoken_time.hpp"
#include "desk/new_link.hpp"
#include "desk/promising.hpp"
#include "desk/thread.hpp"
#include "storage/book.hpp"
#include "storage/merge.hpp"
#include "storage/promise.hpp"
#include "storage/staff.hpp"
#include "storage/ticket.hpp"

namespace heard::desk {

namespace {

using core::Problem;
using core::ProblemKind;
using Result = std::expected<Done, Problem>;

Result refuse(ProblemKind kind, std::string phrase, std::string field = {})
{
    return std::unexpected{Problem{kind, std::move(phrase), std::move(field)}};
}

Result no_such_ticket()
{
    return refuse(ProblemKind::not_found, "problem.not_found");
}

Problem away(const House& house, const core::Staff& colleague, core::Instant now)
{
    const auto until = core::moment_in_short(house.words, house.zone(), *colleague.away_until, now);
    return {ProblemKind::invalid,
            "problem.colleague_away",
            "name",
            {{"name", colleague.name}, {"until", until}}};
}

} // namespace

Result note(storage::Transaction& tx, const House& house, const Handling& handling,
            std::string_view text)
{
    const auto ticket = find_for_staff(tx, house, handling.staff, handling.reference);
    if (!ticket)
        return no_such_ticket();
    if (auto problem = core::problem_with_words(text, "note"))
        return std::unexpected{std::move(*problem)};
    // A second click on "save" is not a second note.
    const auto entries = storage::entries_of(tx, ticket->id);
    if (!entries.empty() && entries.back().what == core::EntryKind::note &&
        entries.back().staff == handling.staff.id && entries.back().text == text)
        return Done{};
    storage::add_entry(tx, {ticket->id, core::EntryKind::note, handling.staff.id, text});
    return Done{};
}

Result claim(storage::Transaction& tx, const House& house, const Handling& handling, bool mine)
{
    const auto ticket = find_for_staff(tx, house, handling.staff, handling.reference);
    if (!ticket)
        return no_such_ticket();
    const bool is_mine = ticket->assignee == handling.staff.id;
    if (is_mine == mine)
        return Done{};
    if (ticket->assignee && !is_mine) {
        const auto colleague = storage::find_staff(tx, *ticket->assignee);
        return std::unexpected{Problem{ProblemKind::conflict,
                                       "problem.colleague_has_it",
                                       "",
                                       {{"name", colleague ? colleague->name : ""}}}};
    }
    storage::set_assignee(tx, ticket->id, mine ? std::optional{handling.staff.id} : std::nullopt);
    storage::write_book(tx, {mine ? "claimed" : "given back", ticket->id, {}, handling.staff.id});
    return Done{};
}

Result assign(storage::Transaction& tx, const House& house, const Handling& handling,
              std::string_view name)
{
    const auto ticket = find_for_staff(tx, house, handling.staff, handling.reference);
    if (!ticket)
        return no_such_ticket();
    if (name.empty())
        return refuse(ProblemKind::invalid, "problem.nobody_chosen", "name");
    const auto colleague = storage::find_staff(tx, name);
    if (!colleague || colleague->disabled || !core::may_see(*colleague, ticket->branch))
        return refuse(ProblemKind::invalid, "problem.no_such_staff", "name");
    if (ticket->assignee == colleague->id)
        return Done{};
    if (core::is_away(*colleague, tx.now()))
        return std::unexpected{away(house, *colleague, tx.now())};
    storage::set_assignee(tx, ticket->id, colleague->id);
    storage::write_book(tx, {"assigned", ticket->id, {}, handling.staff.id, {}, colleague->name});
    return Done{};
}

Result correct_kind(storage::Transaction& tx, const House& house, const Handling& handling,
                    std::string_view kind)
{
    const auto ticket = find_for_staff(tx, house, handling.staff, handling.reference);
    if (!ticket)
        return no_such_ticket();
    const auto corrected = core::kind_from(kind);
    if (!corrected)
        return refuse(ProblemKind::invalid, "problem.no_such_kind", "kind");
    if (ticket->kind == *corrected)
        return Done{};
    storage::set_kind(tx, ticket->id, *corrected);
    storage::write_book(tx, {"kind corrected", ticket->id, {}, handling.staff.id, {}, kind});
    return Done{};
}

Result settle(storage::Transaction& tx, const House& house, const Handling& handling)
{
    const auto ticket = find_for_staff(tx, house, handling.staff, handling.reference);
    if (!ticket)
        return no_such_ticket();
    if (storage::find_open_promise(tx, ticket->id))
        return refuse(ProblemKind::conflict, "problem.promise_open");
    if (ticket->settled_at)
        return Done{};
    storage::set_settled(tx, ticket->id, true);
    storage::write_book(tx, {"settled", ticket->id, {}, handling.staff.id});
    return Done{};
}

Result void_link(storage::Transaction& tx, const House& house, const Handling& handling,
                 std::int64_t generation)
{
    const auto ticket = find_itself_for_staff(tx, house, handling.staff, handling.reference);
    if (!ticket)
        return no_such_ticket();
    if (ticket->link_generation != generation)
        return Done{};
    storage::void_link(tx, ticket->id);
    renew_waiting_letters(tx, house, ticket->id);
    storage::write_book(tx, {"link made void", ticket->id, {}, handling.staff.id});
    return Done{};
}

Result set_aside(storage::Transaction& tx, const House& house, const Handling& handling,
                 std::string_view reason)
{
    const auto ticket = find_for_staff(tx, house, handling.staff, handling.reference);
    if (!ticket)
        return no_such_ticket();
    if (!ticket->suspicion.empty())
        return Done{};
    if (auto problem = core::problem_with_words(reason, "reason"))
        return std::unexpected{std::move(*problem)};
    storage::set_suspicion(tx, ticket->id, to_text(core::Suspicion::by_staff));
    storage::write_book(tx, {"set aside", ticket->id, {}, handling.staff.id});
    storage::add_entry(tx, {ticket->id, core::EntryKind::note, handling.staff.id, reason});
    return Done{};
}

Result take_back(storage::Transaction& tx, const House& house, const Handling& handling)
{
    const auto ticket = find_for_staff(tx, house, handling.staff, handling.reference);
    if (!ticket)
        return no_such_ticket();
    take_back_from_check(tx, house, *ticket, handling.staff.id);
    for (const auto& along : storage::merged_into(tx, ticket->id))
        take_back_from_check(tx, house, along.ticket, handling.staff.id);
    return Done{};
}

} // namespace heard::desk
