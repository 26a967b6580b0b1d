#include "desk/acquaintance.hpp"

#include "core/acquaintance.hpp"
#include "storage/book.hpp"
#include "storage/ticket.hpp"

#include <algorithm>

namespace heard::desk {

namespace {

// As many as one looks through beside a ticket.
constexpr int tickets_max = 20;

std::unexpected<core::Problem> refuse(core::ProblemKind kind, std::string phrase,
                                      std::string field = {})
{
    return std::unexpected{core::Problem{kind, std::move(phrase), std::move(field)}};
}

bool is_same_matter(const storage::OtherTicket& other, const core::Submission& said)
{
    return other.due_at || (!said.invoice.empty() && other.invoice == said.invoice);
}

} // namespace

Acquaintance acquaintance_with(storage::Transaction& tx, const core::Staff& staff,
                               const Thread& thread)
{
    Acquaintance acquaintance;
    const auto contact = core::contact_key(thread.said.contact);
    acquaintance.has_contact = contact.has_value();
    if (contact)
        acquaintance.notes = storage::customer_notes(tx, *contact);
    const storage::AcquaintanceQuestion question{
        core::acquaintance_keys(thread.said.contact, thread.said.invoice), staff.branch};
    if (question.keys.empty())
        return acquaintance;

    auto others = storage::tickets_of_customer(tx, question, tickets_max + 1);
    std::erase_if(others, [&](const auto& other) { return other.ticket == thread.ticket.id; });
    if (thread.ticket.answered_at) {
        acquaintance.known.emplace(std::move(others),
                                   storage::customer_numbers(tx, question, tx.now() - lately));
        return acquaintance;
    }
    std::erase_if(others, [&](const auto& other) { return !is_same_matter(other, thread.said); });
    acquaintance.same_matter = std::move(others);
    return acquaintance;
}

std::expected<Done, core::Problem> note_customer(storage::Transaction& tx, const House& house,
                                                 const Handling& handling, std::string_view text)
{
    const auto ticket = find_for_staff(tx, house, handling.staff, handling.reference);
    if (!ticket)
        return refuse(core::ProblemKind::not_found, "problem.not_found");
    if (auto problem = core::problem_with_words(text, "customer_note"))
        return std::unexpected{std::move(*problem)};
    const auto key = core::contact_key(storage::get_submission(tx, ticket->id).contact);
    if (!key)
        return refuse(core::ProblemKind::invalid, "problem.no_contact_for_note", "customer_note");
    // A second click on "save" is not a second note.
    const auto notes = storage::customer_notes(tx, *key);
    if (!notes.empty() && notes.back().text == text &&
        notes.back().staff_name == handling.staff.name)
        return Done{};
    storage::add_customer_note(tx, *key, handling.staff.id, text);
    storage::write_book(tx, {"customer noted", ticket->id, {}, handling.staff.id});
    return Done{};
}

std::expected<Done, core::Problem> forget_customer_note(storage::Transaction& tx,
                                                        const House& house,
                                                        const Handling& handling, std::int64_t note)
{
    const auto ticket = find_for_staff(tx, house, handling.staff, handling.reference);
    if (!ticket)
        return refuse(core::ProblemKind::not_found, "problem.not_found");
    const auto key = core::contact_key(storage::get_submission(tx, ticket->id).contact);
    if (key && storage::remove_customer_note(tx, *key, note))
        storage::write_book(tx, {"customer note removed", ticket->id, {}, handling.staff.id});
    return Done{};
}

} // namespace heard::desk
