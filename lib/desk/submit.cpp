#include "desk/submit.hpp"

#include "desk/customer.hpp"
#include "desk/promising.hpp"
#include "storage/photo.hpp"
#include "storage/ticket.hpp"

#include <algorithm>

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
    return {ticket.reference, house.status_token(ticket), ticket.id};
}

bool differ(const std::string& a, const std::string& b)
{
    return !a.empty() && !b.empty() && a != b;
}

/// Other words under another name or address: at a shared tablet the next person went back.
bool is_somebody_else(const core::Submission& said, const core::Submission& earlier)
{
    return core::all_words(said) != core::all_words(earlier) &&
           (differ(said.name, earlier.name) || differ(said.contact, earlier.contact));
}

/// What the form once led to is out of reach for whoever has the form: the words were erased, or
/// staff made the link void.
bool is_closed_off(const core::Ticket& ticket)
{
    return ticket.erased_at || ticket.link_generation != ticket.root_generation;
}

/// The form of an earlier ticket again. The same words are a second tap; a name or address in it
/// corrects the first; other words are something further. Nothing they wrote is dropped.
Receipt take_again(storage::Transaction& tx, const House& house, const core::Ticket& ticket,
                   const core::Submission& said, const core::Submission& earlier)
{
    storage::correct_sender(tx, ticket.id, said.name, said.contact);
    if (core::all_words(said) != core::all_words(earlier))
        add_message(tx, house, ticket.id, core::all_words(said));
    if (differ(said.contact, earlier.contact) || earlier.contact.empty())
        confirm_by_letter(tx, house, ticket, true);
    return receipt_of(house, ticket);
}

Receipt open_ticket(storage::Transaction& tx, const House& house, const core::Submission& said)
{
    const auto due_at = core::due_after(house.promise, tx.now());
    const auto ticket = storage::add_ticket(tx, {house.references, house.epoch, due_at}, said);
    make_promise(tx, house, ticket.id, due_at);
    if (!said.contact.empty())
        confirm_by_letter(tx, house, ticket);
    return receipt_of(house, ticket);
}

std::expected<Receipt, core::Problem> take_in(storage::Transaction& tx, const House& house,
                                              const core::Submission& said)
{
    if (auto problem = problem_with(house, said))
        return std::unexpected{std::move(*problem)};
    // A link that was printed in capitals means the same branch.
    if (const auto* branch = house.find_branch(said.branch);
        branch && branch->code != said.branch) {
        auto spelled = said;
        spelled.branch = branch->code;
        return take_in(tx, house, spelled);
    }
    const auto ticket = storage::find_ticket_by_form(tx, said.form_key);
    if (!ticket)
        return open_ticket(tx, house, said);

    const auto earlier = storage::get_submission(tx, ticket->id);
    if (!is_closed_off(*ticket) && !is_somebody_else(said, earlier))
        return take_again(tx, house, *ticket, said, earlier);
    auto own = said;
    own.form_key = own_form_key(house, said);
    return take_in(tx, house, own);
}

} // namespace

core::FormKey own_form_key(const House& house, const core::Submission& said)
{
    auto whole = std::string{said.form_key.begin(), said.form_key.end()};
    whole += said.name + '\0' + said.contact + '\0' + core::all_words(said);
    const auto mac = house.keys.form.sign(auth::bytes_of(whole));
    auto key = said.form_key;
    std::copy_n(mac.begin(), 10, key.begin() + 6); // The time in front stays.
    return key;
}

std::expected<Receipt, core::Problem> submit(storage::Transaction& tx, const House& house,
                                             const core::Submission& said)
{
    auto receipt = take_in(tx, house, said);
    if (receipt)
        storage::take_drafts(tx, said.form_key, receipt->ticket);
    return receipt;
}

} // namespace heard::desk
