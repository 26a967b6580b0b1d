#include "tests/simulation/check_matter.hpp"

#include "desk/merge.hpp"
#include "storage/draft.hpp"
#include "storage/merge.hpp"
#include "storage/promise.hpp"
#include "storage/sending.hpp"
#include "storage/ticket.hpp"
#include "tests/simulation/about.hpp"

#include <algorithm>

namespace heard::simulation {

using core::EntryKind;
using core::PromiseState;
using storage::Transaction;

namespace {

constexpr auto* one_promise = "an open matter has exactly one open promise";
constexpr auto* own_words = "each customer's link shows only their own words";

core::TicketId id_of(Number ticket)
{
    return {static_cast<std::int64_t>(ticket)};
}

Number number_of(core::TicketId ticket)
{
    return static_cast<Number>(ticket.value);
}

/// From the entries alone, as anybody would read them.
bool waits_for_a_word(const std::vector<core::Entry>& entries)
{
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
        if (entry->what != EntryKind::note)
            return entry->what == EntryKind::message || entry->what == EntryKind::not_settled ||
                   entry->what == EntryKind::hold;
    return true;
}

bool was_erased_last(const std::vector<core::Entry>& entries)
{
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
        if (!entry->staff)
            return entry->what == EntryKind::erased;
    return false;
}

void check_who_goes_along(Transaction& tx, const Model& model, Number number)
{
    const About about{"ticket", number};
    const auto row = storage::find_ticket(tx, id_of(number)).value();
    about.same("what is one matter stays one", "the ticket it goes along with",
               row.merged_into ? number_of(*row.merged_into) : 0,
               model.ticket(number).goes_along_with);
    std::vector<Number> is{model.stays_of(number)};
    for (const auto& along : storage::merged_into(tx, id_of(is.front())))
        is.push_back(number_of(along.ticket.id));
    about.holds(is == model.matter_of(number), "what is one matter stays one");
    about.same("what is one matter stays one", "its newest entry",
               storage::newest_of_matter(tx, id_of(is.front())), model.newest_of(number));
}

/// By the due time of its open promise, or nowhere.
void check_place_in_queue(Transaction& tx, const Model& model, Number number)
{
    const auto read = [](storage::Row& row) {
        std::optional<Instant> at;
        row >> at;
        return at;
    };
    const auto is =
        tx.prepare("select due_at from ticket where id = ?1").first(read, id_of(number));
    const auto open = model.ticket(number).open_promise;
    const auto should = open ? std::optional{model.promise(open).due_at} : std::nullopt;
    About{"ticket", number}.same("the queue is in the order of due times", "its place", is.value(),
                                 should);
}

/// On the ticket that stays, as long as anybody waits and no longer.
void check_promise_of_matter(Transaction& tx, const Model& model, Number number)
{
    const About about{"the matter of ticket", number};
    std::size_t open = 0;
    bool anybody_waits = false;
    for (const auto one : model.matter_of(number)) {
        check_place_in_queue(tx, model, one);
        for (const auto& promise : storage::promises_of(tx, id_of(one))) {
            if (promise.state != PromiseState::open)
                continue;
            ++open;
            about.same(one_promise, "its ticket", one, model.stays_of(number));
            about.same(one_promise, "its number", static_cast<Number>(promise.id.value),
                       model.ticket(one).open_promise);
        }
        const auto entries = storage::entries_of(tx, id_of(one));
        const bool waits = waits_for_a_word(entries);
        anybody_waits = anybody_waits || waits;
        about.holds(!waits || was_erased_last(entries) ||
                        storage::find_open_promise(tx, id_of(one)),
                    one_promise);
    }
    about.same(one_promise, "how many are open", open,
               std::size_t{model.ticket(model.stays_of(number)).open_promise ? 1U : 0U});
    about.holds(open == 0 || anybody_waits, "a promise is open as long as somebody waits");
}

/// Their own words, all of them, and the promise that counts for them.
void check_page_of_customer(Transaction& tx, const Model& model, Number number)
{
    const About about{"the page of the customer of ticket", number};
    const auto row = storage::find_ticket(tx, id_of(number)).value();
    const auto thread = desk::customer_thread_of(tx, row);
    const auto own = [&](const core::Entry& entry) { return entry.ticket == id_of(number); };
    about.holds(std::ranges::all_of(thread.entries, own), own_words);
    about.same(own_words, "what they said", core::all_words(thread.said),
               core::all_words(model.ticket(number).said));
    about.holds(thread.along.empty(), own_words);
    const auto by_customer = [](const auto& entry) { return !entry.staff; };
    about.same(own_words, "how often they wrote",
               std::ranges::count_if(thread.entries, by_customer),
               std::ranges::count_if(model.ticket(number).entries, by_customer));
    const auto open =
        std::ranges::count(thread.promises, PromiseState::open, &core::Promise::state);
    if (model.matter_of(number).size() > 1)
        about.same("a customer sees the promise that is theirs", "open promises", open,
                   model.waits(number) ? 1 : 0);
    const auto first = storage::promises_of(tx, id_of(number)).front();
    const bool is_open = first.state == PromiseState::open; // Others may wait for it by now.
    about.holds(is_open || std::ranges::count(thread.promises, first.id, &core::Promise::id) == 1,
                "a customer sees what was promised to them");
}

/// What every customer of the matter wrote, once, each with a number of its own.
void check_page_of_staff(Transaction& tx, const Model& model, Number stays)
{
    const About about{"the page of staff of ticket", stays};
    const auto row = storage::find_ticket(tx, id_of(stays)).value();
    const auto thread = desk::staff_thread_of(tx, row);
    std::ptrdiff_t by_customers = 0;
    for (const auto one : model.matter_of(stays))
        by_customers += std::ranges::count(model.ticket(one).entries, 0U, &ModelEntry::staff);
    about.same("staff see all of a matter", "what customers wrote",
               std::ranges::count_if(thread.entries, [](const auto& one) { return !one.staff; }),
               by_customers);
    int before = 0;
    for (const auto& entry : thread.entries)
        about.holds(std::exchange(before, entry.number) < entry.number,
                    "staff see all of a matter");
    about.holds(before <= model.newest_of(stays), "staff see all of a matter");
}

std::string in_words_of(const ModelDraft& draft)
{
    return draft.text + "/" + draft.done + "/" + in_words(draft.until) + "/" +
           in_words(draft.seen) + "/" + draft.page;
}

} // namespace

void check_matter(Transaction& tx, const Model& model, Number number)
{
    check_who_goes_along(tx, model, number);
    check_promise_of_matter(tx, model, number);
    check_page_of_customer(tx, model, number);
    if (model.stays_of(number) == number)
        check_page_of_staff(tx, model, number);
}

void check_replies(Transaction& tx, const Model& model, Number number)
{
    const About about{"ticket", number};
    const auto& should = model.ticket(number);
    const auto leaving = storage::find_sending(tx, id_of(number));
    about.same("a reply leaves when it must", "one that is about to", leaving.has_value(),
               should.leaving.has_value());
    if (leaving) {
        about.same("a reply leaves when it must", "when", leaving->release_at,
                   should.leaving->release_at);
        about.same("no draft is lost", "what is about to leave", leaving->text + leaving->done,
                   should.leaving->reply.text + should.leaving->reply.done);
    }
    ModelDrafts is;
    for (const auto& draft : storage::drafts_of(tx, id_of(number)))
        is[{static_cast<Number>(draft.staff.value), draft.what}] = {
            draft.text, draft.done, draft.until, draft.seen, draft.page};
    about.same("no draft is lost", "the number of drafts", is.size(), should.drafts.size());
    for (const auto& [form, draft] : should.drafts)
        about.same("no draft is lost", "a draft", in_words_of(is[form]), in_words_of(draft));
}

std::vector<core::Entry> words_to_matter(Transaction& tx, const Model& model, Number number)
{
    std::vector<core::Entry> all;
    for (const auto one : model.matter_of(number))
        for (auto& entry : storage::entries_of(tx, id_of(one)))
            all.push_back(std::move(entry));
    return all;
}

} // namespace heard::simulation
