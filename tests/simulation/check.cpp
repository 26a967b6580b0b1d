#include "tests/simulation/check.hpp"

#include "storage/book.hpp"
#include "storage/promise.hpp"
#include "storage/report.hpp"
#include "storage/ticket.hpp"
#include "tests/simulation/about.hpp"
#include "tests/simulation/check_letters.hpp"
#include "tests/simulation/check_matter.hpp"

#include <algorithm>
#include <map>

namespace heard::simulation {

using core::EntryKind;
using core::PromiseState;
using storage::Row;
using storage::Transaction;

namespace {

constexpr auto* books_agree = "the books say what happened";

Number number_of(const std::optional<core::StaffId>& staff)
{
    return staff ? static_cast<Number>(staff->value) : 0;
}

void check_entries(const About& about, const std::vector<core::Entry>& entries,
                   const ModelTicket& should)
{
    about.same("words are kept", "the number of entries", entries.size(), should.entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto& is = entries[i];
        const auto& be = should.entries[i];
        about.same("words are kept", "the number of an entry", is.number, static_cast<int>(i + 1));
        about.same("words are kept", "the kind of an entry", core::to_text(is.what),
                   core::to_text(be.what));
        about.same("words are kept", "an entry", is.text + "/" + is.done, be.text + "/" + be.done);
        about.same("words are kept", "who wrote an entry", number_of(is.staff), be.staff);
        about.same("words are kept", "when it was written", is.at, be.at);
    }
}

void check_promise(const core::Promise& is, const ModelPromise& should)
{
    const About about{"promise", static_cast<Number>(is.id.value)};
    about.same("nothing moves a due time", "due", is.due_at, should.due_at);
    about.same("nothing moves a due time", "made", is.made_at, should.made_at);
    about.same(books_agree, "made by", number_of(is.made_by), should.made_by);
    about.same(books_agree, "its state", core::to_text(is.state), core::to_text(should.state));
    about.same(books_agree, "broken", is.broken_at, should.broken_at);
    about.same(books_agree, "ended", is.ended_at, should.ended_at);
    about.same("silence climbs in time", "climbed until", is.climbed_until, should.climbed_until);
    about.same("silence climbs in time", "the next look", is.look_again_at, should.look_at);
}

/// Kept means answered in time, broken means late: read from the rows alone.
void check_how_it_ended(const core::Promise& is, const std::vector<core::Entry>& entries)
{
    const About about{"promise", static_cast<Number>(is.id.value)};
    const bool answered = std::any_of(entries.begin(), entries.end(), [&](const auto& entry) {
        return (entry.what == EntryKind::answer || entry.what == EntryKind::hold) &&
               entry.at == is.ended_at;
    });
    if (is.state == PromiseState::kept)
        about.holds(answered && *is.ended_at < is.due_at, "a kept promise was answered in time");
    if (is.state == PromiseState::broken)
        about.holds(is.broken_at == is.due_at, "a broken promise broke at its due time");
    if (is.state == PromiseState::released)
        about.holds(*is.ended_at < is.due_at && !is.broken_at,
                    "only a promise in time is released");
}

/// Without an open promise the customer must have had the last word answered, or settled or erased
/// it.
void check_closed_well(const About& about, const std::vector<core::Entry>& entries)
{
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        if (entry->what == EntryKind::answer || entry->what == EntryKind::settled ||
            entry->what == EntryKind::erased)
            return;
        if (entry->what != EntryKind::note)
            break;
    }
    about.holds(false, "nothing closes unanswered");
}

void check_numbers(Transaction& tx, const Model& model)
{
    const About shop{"the shop", 0};
    shop.same("what was acknowledged is kept", "the number of tickets",
              tx.prepare("select count(*) from ticket").value<std::int64_t>(),
              std::ssize(model.tickets));
    shop.same("what was acknowledged is kept", "the number of staff",
              tx.prepare("select count(*) from staff").value<std::int64_t>(),
              std::ssize(model.staff));
    const auto numbers = storage::promise_numbers(tx);
    const auto count = [&](PromiseState state) {
        return std::count_if(model.promises.begin(), model.promises.end(),
                             [&](const auto& promise) { return promise.state == state; });
    };
    shop.same("the books add up", "open promises", numbers.open, count(PromiseState::open));
    shop.same("the books add up", "kept promises", numbers.kept, count(PromiseState::kept));
    shop.same("the books add up", "answered late or settled late",
              numbers.open + numbers.kept + numbers.released + count(PromiseState::broken),
              static_cast<std::int64_t>(model.promises.size()));
}

} // namespace

void check_ticket(Transaction& tx, const Model& model, Number number)
{
    const About about{"ticket", number};
    const core::TicketId id{static_cast<std::int64_t>(number)};
    const auto row = storage::find_ticket(tx, id);
    about.holds(row.has_value(), "what was acknowledged is kept");
    const auto& should = model.ticket(number);
    const auto said = storage::get_submission(tx, id);
    const auto entries = storage::entries_of(tx, id);
    const auto promises = storage::promises_of(tx, id);
    about.same("words are kept", "what was said", core::all_words(said),
               core::all_words(should.said));
    about.same("words are kept", "who said it", said.name + "/" + said.contact,
               should.said.name + "/" + should.said.contact);
    about.same("words are kept", "the newest entry", row->newest_entry,
               static_cast<int>(entries.size()));
    check_entries(about, entries, should);
    about.same(books_agree, "its branch", row->branch, should.branch);
    about.same(books_agree, "its kind", core::to_text(row->kind), core::to_text(should.kind));
    about.same(books_agree, "its link", row->link_generation, std::int64_t{should.generation});
    about.same(books_agree, "its assignee", number_of(row->assignee), should.assignee);
    about.same(books_agree, "set aside", !row->suspicion.empty(), should.set_aside);
    about.same(books_agree, "answered", row->answered_at, should.answered_at);
    about.same(books_agree, "settled", row->settled_at, should.settled_at);
    about.same(books_agree, "erased", row->erased_at, should.erased_at);

    for (const auto& promise : promises) {
        check_promise(promise, model.promise(static_cast<Number>(promise.id.value)));
        check_how_it_ended(promise, words_to_matter(tx, model, number));
    }
    if (!storage::find_open_promise(tx, id))
        check_closed_well(about, entries);
    check_links(tx, model, number);
    check_replies(tx, model, number);
    check_matter(tx, model, number);

    const auto book = storage::book_of(tx, id);
    about.same("the book has every change", "its length", book.size(), should.book.size());
    for (std::size_t i = 0; i < book.size(); ++i)
        about.same("the book has every change", "a line", book[i].what, should.book[i]);
}

void check_everything(Transaction& tx, const Model& model)
{
    check_numbers(tx, model);
    for (Number number = 1; number <= model.tickets.size(); ++number)
        check_ticket(tx, model, number);
    check_all_letters(tx, model);
}

} // namespace heard::simulation
