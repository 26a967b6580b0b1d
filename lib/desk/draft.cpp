#include "desk/draft.hpp"

#include "desk/merge.hpp"
#include "desk/thread.hpp"
#include "storage/draft.hpp"
#include "storage/sending.hpp"
#include "storage/ticket.hpp"

namespace heard::desk {

namespace {

using core::Problem;
using core::ProblemKind;

/// The words of `draft`, or more: a draft that was on its way while its last words were sent.
bool goes_on_from(std::string_view sent, const Reply& draft)
{
    return !draft.text.empty() && sent.starts_with(draft.text);
}

bool is_sent(storage::Transaction& tx, const core::Ticket& ticket, const Reply& draft,
             core::EntryKind what)
{
    const auto leaving = storage::find_sending(tx, ticket.id);
    if (leaving && leaving->staff == draft.writer.id && leaving->what == what)
        return goes_on_from(leaving->text, draft);
    // Who has seen their own reply in the thread writes another one.
    if (draft.seen >= ticket.newest_entry)
        return false;
    const auto newest = newest_entry_of_matter(tx, ticket);
    return newest && newest->staff == draft.writer.id && newest->what == what &&
           goes_on_from(newest->text, draft);
}

} // namespace

std::expected<Done, Problem> keep_draft(storage::Transaction& tx, const House& house,
                                        const Reply& draft, core::EntryKind what)
{
    const auto ticket = find_for_staff(tx, house, draft.writer, draft.reference);
    if (!ticket)
        return std::unexpected{Problem{ProblemKind::not_found, "problem.not_found", ""}};
    const storage::Draft kept{ticket->id, draft.writer.id, what,      draft.text,
                              draft.done, draft.until,     draft.seen};
    if (draft.text.empty() && draft.done.empty()) {
        storage::remove_draft(tx, kept);
        return Done{};
    }
    for (const auto& [words, field] : {std::pair{draft.text, "text"}, {draft.done, "done"}})
        if (auto problem = core::problem_with_words(words, field); !words.empty() && problem)
            return std::unexpected{std::move(*problem)};
    if (!is_sent(tx, *ticket, draft, what))
        storage::save_draft(tx, kept);
    return Done{};
}

} // namespace heard::desk
