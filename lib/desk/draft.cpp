#include "desk/draft.hpp"

#include "desk/merge.hpp"
#include "desk/thread.hpp"
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

std::optional<Problem> problem_with(const Reply& draft)
{
    for (const auto& [words, field] : {std::pair{draft.text, "text"}, {draft.done, "done"}})
        if (auto problem = core::problem_with_words(words, field); !words.empty() && problem)
            return problem;
    return std::nullopt;
}

/// Whether all that is to be kept stands there already: a page may go away twice.
bool has_all_of(const storage::Draft& kept, const storage::Draft& words)
{
    return kept.text.contains(words.text) && kept.done.contains(words.done) &&
           (kept.until || !words.until);
}

/// Of neither is anything lost. What comes of it is new to every page that is still open.
void join(storage::Transaction& tx, const storage::Draft& kept, storage::Draft words)
{
    if (has_all_of(kept, words))
        return;
    words.page.clear();
    storage::save_before_draft(tx, std::move(words));
}

/// A page of a ticket that goes along with this one by now counts its own entries.
int seen_of(const House& house, const core::Ticket& ticket, const Reply& draft)
{
    return house.references.ticket(draft.reference) == ticket.id ? draft.seen : 0;
}

} // namespace

std::expected<std::optional<storage::Draft>, Problem> keep_draft(storage::Transaction& tx,
                                                                 const House& house,
                                                                 const Reply& draft,
                                                                 core::EntryKind what)
{
    const auto ticket = find_for_staff(tx, house, draft.writer, draft.reference);
    if (!ticket)
        return std::unexpected{Problem{ProblemKind::not_found, "problem.not_found", ""}};
    if (auto problem = problem_with(draft))
        return std::unexpected{std::move(*problem)};
    auto kept = storage::find_draft(tx, ticket->id, draft.writer.id, what);
    const bool is_new_here = kept && !knows(draft, *kept);
    if (is_new_here && !draft.last)
        return kept;
    const storage::Draft words{ticket->id,
                               draft.writer.id,
                               what,
                               draft.text,
                               draft.done,
                               draft.until,
                               seen_of(house, *ticket, draft),
                               draft.page};
    if (is_sent(tx, *ticket, draft, what))
        return std::nullopt;
    if (is_new_here)
        join(tx, *kept, words);
    else if (draft.text.empty() && draft.done.empty())
        storage::remove_draft(tx, words);
    else
        storage::save_draft(tx, words);
    return std::nullopt;
}

bool knows(const Reply& reply, const storage::Draft& kept)
{
    const bool same_page = !reply.page.empty() && reply.page == kept.page;
    const bool says_as_much = reply.text.starts_with(kept.text) &&
                              (kept.done.empty() || kept.done == reply.done) &&
                              (!kept.until || kept.until == reply.until);
    return same_page || reply.draft == kept.number || says_as_much;
}

} // namespace heard::desk
