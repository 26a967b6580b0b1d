#include "desk/submit.hpp"

#include "desk/customer.hpp"
#include "desk/letters.hpp"
#include "desk/promising.hpp"
#include "storage/book.hpp"
#include "storage/ticket.hpp"

namespace heard::desk {

namespace {

std::optional<core::Problem> problem_with(const House& house, const core::Submission& said)
{
    const auto problems = core::problems_with(said);
    if (!problems.empty())
        return problems.front();
    if (!said.branch.empty() && !house.find_branch(said.branch))
        return core::Problem{core::ProblemKind::invalid, "problem.unknown_branch", "branch"};
    return std::nullopt;
}

Receipt receipt_of(const House& house, const core::Ticket& ticket)
{
    return {ticket.reference, house.status_token(ticket)};
}

/// The form of an earlier ticket again. The same words are a second tap. Somebody who went back and
/// wrote more, or left an address after all, has said something further: nothing they wrote is
/// dropped.
Receipt take_again(storage::Transaction& tx, const House& house, const core::Ticket& ticket,
                   const core::Submission& said)
{
    const auto earlier = storage::get_submission(tx, ticket.id);
    if (said.name != earlier.name || said.contact != earlier.contact)
        storage::complete_sender(tx, ticket.id, said.name, said.contact);
    if (core::all_words(said) != core::all_words(earlier))
        add_message(tx, house, ticket.id, core::all_words(said));
    return receipt_of(house, ticket);
}

} // namespace

std::expected<Receipt, core::Problem> submit(storage::Transaction& tx, const House& house,
                                             const core::Submission& said)
{
    if (auto problem = problem_with(house, said))
        return std::unexpected{std::move(*problem)};
    if (const auto earlier = storage::find_ticket_by_form(tx, said.form_key))
        return take_again(tx, house, *earlier, said);

    const auto ticket = storage::add_ticket(tx, house.references, said);
    storage::write_book(tx, {"submitted", ticket.id});
    const auto due_at = core::due_after(house.promise, tx.now());
    make_promise(tx, house, ticket.id, due_at);
    // What is set aside may name a stranger's address: the letter goes out when a person has taken
    // it back.
    if (ticket.suspicion.empty() && letters::email_in(said.contact))
        storage::queue_letter(tx, letters::received(house, ticket, said, due_at));
    return receipt_of(house, ticket);
}

} // namespace heard::desk
