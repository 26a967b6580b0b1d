#include "site/staff_merge.hpp"

#include "core/spoken_time.hpp"
#include "desk/merge.hpp"
#include "site/faults.hpp"
#include "site/photo_list.hpp"
#include "site/site.hpp"
#include "site/staff_page.hpp"
#include "site/staff_ticket.hpp"
#include "storage/promise.hpp"
#include "storage/ticket.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <iterator>

namespace heard::site {

namespace {

// Enough to know whose words they are.
constexpr std::size_t words_shown = 120;
// What one can look through; for all others there is the search.
constexpr std::size_t choices_max = 6;

/// What a merge does, or would do, and what the two customers said.
struct Looked
{
    desk::Merging merging;
    core::Submission stays;
    core::Submission goes;
    std::vector<Sent> sent = {}; ///< By whoever asks.
};
using Result = std::expected<Looked, core::Problem>;

struct Wanted
{
    desk::Handling handling;
    std::string into;
    bool sure = false;
};

Wanted wanted_in(core::Staff staff, const http::Request& request, const http::Form& form)
{
    // Whoever types a reference means that one, though a choice above it is still pressed.
    const auto typed = text::tidied(form.get("other"));
    return {{std::move(staff), std::string{request.param("reference")}},
            typed.empty() ? text::tidied(form.get("into")) : typed,
            form.get("sure") == "yes"};
}

http::Awaitable<Result> try_it(Site& site, Wanted wanted)
{
    const auto house = site.parts.house();
    const bool sure = wanted.sure;
    auto job = [house, wanted = std::move(wanted)](storage::Transaction& tx) -> Result {
        const auto verb = wanted.sure ? desk::merge : desk::look_at_merge;
        auto merging = verb(tx, *house, wanted.handling, wanted.into);
        if (!merging)
            return std::unexpected{std::move(merging.error())};
        auto stays = storage::get_submission(tx, merging->stays.id);
        auto goes = storage::get_submission(tx, merging->goes.id);
        return Looked{std::move(*merging), std::move(stays), std::move(goes),
                      sent_by(tx, *house, wanted.handling.staff)};
    };
    if (sure)
        co_return co_await site.parts.store.write(std::move(job));
    co_return co_await site.parts.store.read(std::move(job));
}

/// What happens to the promises, in words.
std::string promises_told(const desk::House& house, const desk::Merging& merging, time::Instant now)
{
    const auto& words = house.words;
    if (!merging.promise)
        return words.say("merge.no_promise");
    const auto due = core::moment_in_short(words, house.zone(), merging.promise->due_at, now);
    const auto* const key = merging.released ? "merge.earlier" : "merge.one_promise";
    return words.say(key, {{"due", due}});
}

/// Who wrote that ticket, how it begins and whether they have had an answer: a wrong reference is
/// seen before it is too late.
text::Data one_of_both(const desk::House& house, const core::Ticket& ticket,
                       const core::Submission& said, time::Instant now)
{
    const auto& words = house.words;
    text::Data data;
    data.set("who", said.name.empty() ? words.say("staff.a_customer") : said.name);
    data.set("which", ticket.reference);
    data.set("words", text::first_words(core::all_words(said), words_shown));
    const auto answered = [&](time::Instant at) {
        return words.say("ticket.answered",
                         {{"at", core::moment_in_short(words, house.zone(), at, now)}});
    };
    data.set("state",
             ticket.answered_at ? answered(*ticket.answered_at) : words.say("merge.unanswered"));
    return data;
}

http::Response question(const desk::House& house, const Wanted& wanted, const Looked& looked,
                        time::Instant now)
{
    const auto& words = house.words;
    const auto& merging = looked.merging;
    auto page = staff_frame(house, {wanted.handling.staff, looked.sent, now},
                            words.say("merge.title"), "/staff/tickets");
    const auto& stays = merging.stays.reference;
    const auto& goes = merging.goes.reference;
    page.set("stays", words.say("merge.stays", {{"stays", stays}, {"goes", goes}}));
    text::DataList both;
    both.push_back(one_of_both(house, merging.stays, looked.stays, now));
    both.push_back(one_of_both(house, merging.goes, looked.goes, now));
    page.set("both", both);
    page.set("promises", promises_told(house, merging, now));
    page.set("reference", wanted.handling.reference);
    page.set("into", wanted.into);
    return http::page(200, text::render("pages/staff_merge.html", words, page));
}

void set_if_any(text::Data& data, const std::string& name, const std::string& value)
{
    data.set("has_" + name, !value.empty());
    data.set(name, value);
}

/// One that went along, with what its customer said first.
text::Data along_data(const TicketPage& page, const desk::Along& along)
{
    const auto& words = page.house.words;
    const auto& said = along.said;
    const auto moment = [&](time::Instant at) {
        return core::moment_in_short(words, page.house.zone(), at, page.now);
    };
    const auto name = said.name.empty() ? words.say("staff.a_customer") : said.name;
    text::Data data;
    data.set("along_reference", along.ticket.reference);
    data.set("said", words.say("ticket.said", {{"name", name}}));
    const auto channel = words.say("staff.channel." + std::string{core::to_text(said.channel)});
    data.set("came_in", words.say("ticket.came_in",
                                  {{"at", moment(along.ticket.opened_at)}, {"channel", channel}}));
    data.set("since", words.say("merge.since",
                                {{"reference", along.ticket.reference}, {"at", moment(along.at)}}));
    set_if_any(data, "likes", said.likes);
    set_if_any(data, "dislikes", said.dislikes);
    set_if_any(data, "wishes", said.wishes);
    set_if_any(data, "contact", said.contact);
    set_if_any(data, "invoice", said.invoice);
    data.set("erased",
             along.ticket.erased_at
                 ? text::Data{words.say("ticket.erased", {{"at", moment(*along.ticket.erased_at)}})}
                 : text::Data{false});
    data.set("has_photos", false); // Else those of the page would show here again.
    add_photos(data, words,
               {along.photos, "/staff/tickets/" + along.ticket.reference + "/photos",
                "ticket.photo_alt", name});
    data.set("link_reference", along.ticket.reference);
    data.set("generation", std::to_string(along.ticket.link_generation));
    const bool is_new = along.ticket.link_generation != along.ticket.root_generation;
    data.set("new_link",
             is_new ? text::Data{page.house.status_link(along.ticket)} : text::Data{false});
    return data;
}

/// In the order in which they are offered; one may be there twice.
std::vector<std::string> references_to_offer(const TicketView& view)
{
    std::vector<std::string> references;
    for (const auto& other : view.acquaintance.same_matter)
        references.push_back(other.reference);
    if (view.acquaintance.known)
        for (const auto& other : view.acquaintance.known->earlier)
            if (other.due_at)
                references.push_back(other.reference);
    for (const auto& like : view.like.waiting)
        references.push_back(like.reference);
    for (const auto& like : view.like.answered)
        references.push_back(like.reference);
    return references;
}

void set_choices(text::Data& data, const TicketPage& page)
{
    const auto& words = page.house.words;
    const auto moment = [&](time::Instant at) {
        return core::moment_in_short(words, page.house.zone(), at, page.now);
    };
    text::DataList list;
    for (const auto& choice : page.view.merge_choices) {
        text::Data shown;
        shown.set("choice", choice.reference);
        shown.set("who", choice.said.name);
        shown.set("has_who", !choice.said.name.empty());
        shown.set("words", text::first_words(core::all_words(choice.said), words_shown));
        const auto opened = moment(choice.opened_at);
        shown.set("when", choice.due_at
                              ? words.say("customer.open",
                                          {{"at", opened}, {"due", moment(*choice.due_at)}})
                              : opened);
        list.push_back(shown);
    }
    data.set("has_choices", !list.empty());
    data.set("choices", list);
}

/// "Bob (H-7K3M9Q)", each whom a reply reaches.
std::string reached_in_a_row(const TicketPage& page)
{
    const auto& thread = page.view.thread;
    std::string all;
    for (const auto& ticket : page.view.reached) {
        core::Entry theirs;
        theirs.ticket = ticket.id;
        const auto& name = thread.customer_of(theirs);
        all += all.empty() ? "" : ", ";
        all += name.empty() ? page.house.words.say("staff.a_customer") : name;
        all += " (" + ticket.reference + ")";
    }
    return all;
}

std::string reach_told(const TicketPage& page)
{
    const auto& words = page.house.words;
    const auto& reached = page.view.reached;
    if (reached.size() <= page.view.thread.along.size())
        return words.say("merge.reach_only", {{"names", reached_in_a_row(page)}});
    return words.count("merge.reach", std::ssize(reached));
}

} // namespace

http::Awaitable<http::Response> post_merge(Site& site, core::Staff staff, http::Request request)
{
    const auto house = site.parts.house();
    const auto form = form_of(request);
    auto wanted = wanted_in(std::move(staff), request, form);
    auto fault = fault_in(form);
    if (!fault) {
        auto asked = wanted;
        const auto looked = co_await try_it(site, std::move(asked));
        if (looked && wanted.sure)
            co_return http::see_other(ticket_path(looked->merging.stays.reference) + "#merged");
        if (looked)
            co_return question(*house, wanted, *looked, site.parts.clock.now());
        fault = fault_of(looked.error());
    }
    Draft draft{Draft::Form::merge, wanted.into, "", "", {}};
    Refused refused{std::move(wanted.handling.reference), std::move(*fault), std::move(draft)};
    co_return co_await page_again(site, std::move(wanted.handling.staff), std::move(refused));
}

std::vector<MergeChoice> merge_choices_for(storage::Transaction& tx, const desk::House& house,
                                           const desk::Handling& handling, const TicketView& view)
{
    std::vector<MergeChoice> choices;
    for (const auto& reference : references_to_offer(view)) {
        if (choices.size() == choices_max)
            break;
        const auto merging = desk::look_at_merge(tx, house, handling, reference);
        if (!merging)
            continue;
        const auto& ticket =
            merging->stays.id == view.thread.ticket.id ? merging->goes : merging->stays;
        if (std::ranges::count(choices, ticket.reference, &MergeChoice::reference) > 0)
            continue;
        const auto promise = storage::find_open_promise(tx, ticket.id);
        choices.push_back({ticket.reference, storage::get_submission(tx, ticket.id),
                           ticket.opened_at,
                           promise ? std::optional{promise->due_at} : std::nullopt});
    }
    return choices;
}

void set_merge(text::Data& data, const TicketPage& page, const Draft& draft)
{
    text::DataList all;
    for (const auto& along : page.view.thread.along)
        all.push_back(along_data(page, along));
    data.set("has_along", !all.empty());
    if (!page.view.reached.empty())
        data.set("reach", reach_told(page));
    data.set("along", all);
    data.set("link_reference", page.view.thread.ticket.reference);
    set_choices(data, page);
    const bool refused = draft.form == Draft::Form::merge;
    data.set("into", refused ? draft.text : "");
    data.set("merge_open", refused);
}

} // namespace heard::site
