#include "site/staff_queue.hpp"

#include "core/spoken_time.hpp"
#include "site/site.hpp"
#include "site/staff_page.hpp"
#include "site/staff_search.hpp"
#include "site/staff_sent.hpp"
#include "site/staff_session.hpp"
#include "site/staff_urgency.hpp"
#include "storage/book.hpp"
#include "storage/draft.hpp"
#include "storage/report.hpp"
#include "storage/staff.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <array>

namespace heard::site {

namespace {

using storage::View;

constexpr int rows_max = 50;
// As much as reads as one line at a till.
constexpr std::size_t words_shown = 120;

struct Asked
{
    View view = View::due;
    std::string sent;
    bool still = false;
};

struct Found
{
    storage::QueueCounts counts;
    std::vector<storage::QueueRow> rows;
    std::vector<std::vector<storage::DraftWriter>> writers; ///< Of each row.
    std::vector<Sent> sent;
    std::int64_t book = 0; ///< Its newest line.
    std::vector<core::Staff> colleagues;
};

Asked asked_in(const std::string& query)
{
    const auto value = [&](std::string_view name) {
        return text::repaired(http::query_value(query, name).value_or(""));
    };
    return {storage::view_from(value("view")).value_or(View::due), value("sent"),
            value("still") == "yes"};
}

/// Where the queue with this view is; `still` stays as it was.
std::string path_of(View view, bool still)
{
    return "/staff?view=" + std::string{to_text(view)} + (still ? "&still=yes" : "");
}

/// Why nothing is open. Every ticket begins with a promise: one that ended, and neither the
/// customer settled nor erased it, was answered.
std::string ended_told(const text::Words& words, const storage::QueueRow& row)
{
    if (row.settled)
        return words.say("queue.settled");
    return words.say(row.erased_at ? "queue.no_promise" : "queue.answered");
}

/// What the eye takes from a row: how urgent it is, in words, and when.
void set_time_left(text::Data& shown, const desk::House& house, const storage::QueueRow& row,
                   time::Instant now)
{
    const auto& words = house.words;
    if (!row.due_at) {
        shown.set("urgency", "none");
        shown.set("left", ended_told(words, row));
        const auto opened = core::moment_in_short(words, house.zone(), row.opened_at, now);
        shown.set("when", words.say("queue.opened", {{"at", opened}}));
        return;
    }
    const auto urgency = std::string{to_text(urgency_of(*row.due_at, now))};
    shown.set("urgency", urgency);
    shown.set("left", core::time_left_in_words(words, *row.due_at, now));
    const auto due = core::moment_in_short(words, house.zone(), *row.due_at, now);
    shown.set("when", words.say("queue.due", {{"at", due}}));
}

std::string holder_of(const desk::House& house, const storage::QueueRow& row,
                      const core::Staff& staff, time::Instant now)
{
    const auto& words = house.words;
    if (row.assignee.empty())
        return words.say("queue.with_nobody");
    if (row.assignee == staff.name)
        return words.say("queue.with_you");
    if (row.assignee_away_until && *row.assignee_away_until > now) {
        const auto until =
            core::moment_in_short(words, house.zone(), *row.assignee_away_until, now);
        return words.say("queue.with_away", {{"name", row.assignee}, {"until", until}});
    }
    return words.say("queue.with", {{"name", row.assignee}});
}

std::string erased_told(const desk::House& house, time::Instant at, time::Instant now)
{
    const auto moment = core::moment_in_short(house.words, house.zone(), at, now);
    return house.words.say("ticket.erased", {{"at", moment}});
}

text::Data row_data(const desk::House& house, const storage::QueueRow& row,
                    const core::Staff& staff, time::Instant now)
{
    text::Data shown;
    shown.set("reference", row.reference);
    shown.set("words", row.words.empty() && row.erased_at
                           ? erased_told(house, *row.erased_at, now)
                           : text::first_words(row.words, words_shown));
    shown.set("customer", row.customer);
    shown.set("has_customer", !row.customer.empty());
    shown.set("kind", house.words.say("staff.kind." + std::string{core::to_text(row.kind)}));
    shown.set("branch", branch_name(house, row.branch));
    shown.set("has_branch", !row.branch.empty());
    shown.set("holder", holder_of(house, row, staff, now));
    shown.set("mine", row.assignee == staff.name);
    shown.set("assignee", row.assignee);
    shown.set("is_open", row.due_at.has_value());
    shown.set("can_claim", row.assignee.empty());
    shown.set("set_aside", row.set_aside);
    shown.set("promised_by_us", row.promised_by_staff);
    set_time_left(shown, house, row, now);
    return shown;
}

text::DataList tabs(const text::Words& words, const Asked& asked,
                    const storage::QueueCounts& counts)
{
    constexpr std::array views = {View::due,    View::mine,  View::promised,
                                  View::praise, View::check, View::all};
    text::DataList list;
    for (const auto view : views) {
        text::Data tab;
        tab.set("path", path_of(view, asked.still));
        tab.set("name", words.say("queue.view." + std::string{to_text(view)}));
        tab.set("is_current", view == asked.view);
        const auto count = view == View::due     ? counts.open
                           : view == View::check ? counts.to_check
                                                 : 0;
        tab.set("has_count", count > 0);
        tab.set("count", std::to_string(count));
        list.push_back(tab);
    }
    return list;
}

void set_lead(text::Data& page, const text::Words& words, const storage::QueueCounts& counts)
{
    page.set("lead", counts.open == 0 ? words.say("queue.lead_none")
                                      : words.count("queue.lead_open", counts.open));
    page.set("has_late", counts.late > 0);
    page.set("late", counts.late > 0 ? words.count("queue.lead_late", counts.late) : "");
}

void set_rows(text::Data& page, const desk::House& house, const Asked& asked,
              const text::DataList& rows, bool more)
{
    const auto& words = house.words;
    const auto size = static_cast<long long>(rows.size());
    page.set("rows", rows);
    page.set("is_empty", rows.empty());
    page.set("empty", words.say("queue.empty." + std::string{to_text(asked.view)}));
    page.set("has_more", more);
    page.set("more", more ? words.count("queue.first_only", size) : "");
}

// Without scripts the page can only reload as a whole. That must not happen under somebody who is
// searching, and everybody can switch it off (WCAG 2.2, 2.2.1).
void set_refresh(text::Data& page, const Asked& asked)
{
    page.set("refresh", asked.still ? text::Data{false} : text::Data{path_of(asked.view, false)});
    page.set("still", asked.still);
    page.set("other_pace", path_of(asked.view, !asked.still));
}

void set_trouble(text::Data& page, const text::Words& words, const Health& health,
                 const core::Staff& staff)
{
    page.set("disk_full", health.disk_full);
    page.set("letters_stuck", health.letters_stuck == 0
                                  ? text::Data{false}
                                  : words.count("staff.letters_stuck", health.letters_stuck));
    page.set("letters_given_up",
             health.letters_given_up == 0
                 ? text::Data{false}
                 : words.count("staff.letters_given_up", health.letters_given_up));
    text::DataList references;
    for (const auto& letter : health.letters) {
        if (letter.reference.empty() || !core::may_see(staff, letter.branch))
            continue;
        text::Data link;
        link.set("reference", letter.reference);
        link.set("about", words.say("staff.letter_about", {{"reference", letter.reference}}));
        if (!letter.detail.empty())
            link.set("said", words.say("staff.mail_said", {{"detail", letter.detail}}));
        references.push_back(link);
    }
    page.set("troubled", references);
    page.set("has_trouble",
             health.disk_full || health.letters_stuck > 0 || health.letters_given_up > 0);
}

/// One more row than is shown tells whether there are more.
http::Awaitable<Found> find_tickets(Site& site, core::Staff staff, Asked asked)
{
    auto find = [house = site.parts.house(), staff = std::move(staff),
                 asked = std::move(asked)](storage::Transaction& tx) {
        Found found{storage::queue_counts(tx, staff.branch),
                    storage::queue(tx, {asked.view, staff.id, staff.branch, rows_max + 1}),
                    {},
                    sent_by(tx, *house, staff, asked.sent),
                    storage::book_head(tx).number,
                    storage::staff_for(tx, staff.branch)};
        for (const auto& row : found.rows)
            found.writers.push_back(storage::draft_writers(tx, row.ticket));
        return found;
    };
    co_return co_await site.parts.store.read(std::move(find));
}

/// Who is there and who has begun an answer; of somebody who writes at this moment only that.
std::string people_at(const text::Words& words, const std::vector<Presence::Person>& there,
                      const std::vector<storage::DraftWriter>& writers, const core::Staff& reader)
{
    auto told = people_told(words, there, reader);
    for (const auto& writer : writers) {
        const bool mine = writer.id == reader.id;
        const auto writes = [&](const Presence::Person& person) {
            return person.id == writer.id && person.writes_until;
        };
        if (!mine && std::ranges::any_of(there, writes))
            continue;
        told += told.empty() ? "" : " · ";
        told +=
            mine ? words.say("queue.you_began") : words.say("queue.began", {{"name", writer.name}});
    }
    return told;
}

text::DataList rows_of(const Site& site, const desk::House& house, const core::Staff& staff,
                       const Found& found)
{
    text::DataList rows;
    for (std::size_t at = 0; at < found.rows.size() && at < rows_max; ++at) {
        const auto& row = found.rows[at];
        auto shown = row_data(house, row, staff, site.parts.clock.now());
        const auto people =
            people_at(house.words, site.parts.presence.at(row.ticket), found.writers[at], staff);
        shown.set("people", people.empty() ? text::Data{false} : text::Data{people});
        rows.push_back(shown);
    }
    return rows;
}

/// Where the page asks for itself again.
std::string path_of(const Asked& asked)
{
    return path_of(asked.view, asked.still);
}

} // namespace

http::Awaitable<http::Response> get_queue(Site& site, core::Staff staff, http::Request request)
{
    if (asks_to_search(request)) {
        auto found = get_search(site, std::move(staff), std::move(request));
        co_return co_await std::move(found);
    }
    const auto house = site.parts.house();
    const auto asked = asked_in(request.query);
    auto question = asked;
    auto asking = staff;
    const auto found = co_await find_tickets(site, std::move(asking), std::move(question));

    const auto& words = house->words;
    const Reader reader{staff, found.sent, site.parts.clock.now()};
    auto page = staff_frame(*house, reader, words.say("queue.title"), "/staff");
    set_lead(page, words, found.counts);
    page.set("tabs", tabs(words, asked, found.counts));
    const auto rows = rows_of(site, *house, staff, found);
    set_rows(page, *house, asked, rows, found.rows.size() > rows.size());
    page.set("back", path_of(asked));
    page.set("colleagues", colleagues_told(*house, found.colleagues, {{}, site.parts.clock.now()}));
    set_refresh(page, asked);
    if (!asked.still)
        set_live(page, {path_of(asked), found.book, site.parts.presence.newest()});
    set_trouble(page, words, site.parts.health(), staff);
    co_return http::page(200, text::render("pages/staff_queue.html", words, page));
}

} // namespace heard::site
