#include "site/staff_search.hpp"

#include "core/spoken_time.hpp"
#include "desk/search.hpp"
#include "site/site.hpp"
#include "site/staff_page.hpp"
#include "site/staff_ticket.hpp"
#include "site/staff_urgency.hpp"
#include "text/utf8.hpp"

namespace heard::site {

namespace {

using storage::FoundOrder;

constexpr std::size_t typed_max = 100;

std::string typed_in(const http::Request& request)
{
    const auto typed = http::query_value(request.query, "q").value_or("");
    return text::first_words(text::repaired(typed), typed_max);
}

FoundOrder order_in(const http::Request& request)
{
    return http::query_value(request.query, "by").value_or("") == "due" ? FoundOrder::due
                                                                        : FoundOrder::newest;
}

std::string along_told(const text::Words& words, const storage::FoundRow& row)
{
    return words.say("queue.goes_along", {{"reference", row.goes_along_with}});
}

/// Why nothing is open. Every ticket begins with a promise: one that ended, and neither the
/// customer settled nor erased it, was answered.
std::string ended_told(const text::Words& words, const storage::FoundRow& row)
{
    if (!row.goes_along_with.empty())
        return along_told(words, row);
    if (row.settled)
        return words.say("queue.settled");
    return words.say(row.erased_at ? "queue.no_promise" : "queue.answered");
}

/// When the matter is due, and which one it is; else what became of it, and when it began.
void set_time(text::Data& shown, const desk::House& house, const storage::FoundRow& row,
              time::Instant now)
{
    const auto& words = house.words;
    if (row.due_at) {
        shown.set("urgency", std::string{to_text(urgency_of(*row.due_at, now))});
        shown.set("left", core::time_left_in_words(words, *row.due_at, now));
    } else {
        shown.set("urgency", "none");
        shown.set("left", ended_told(words, row));
    }
    const auto opened = core::moment_in_short(words, house.zone(), row.opened_at, now);
    const bool waits_along = row.due_at && !row.goes_along_with.empty();
    shown.set("when",
              waits_along ? along_told(words, row) : words.say("queue.opened", {{"at", opened}}));
}

text::DataList pieces_of(const std::vector<text::Piece>& words)
{
    text::DataList pieces;
    for (const auto& piece : words) {
        text::Data shown;
        shown.set("is_match", piece.is_match);
        shown.set("text", piece.text);
        pieces.push_back(shown);
    }
    return pieces;
}

/// What stands where the customer's words were, if they are gone.
std::string erased_told(const desk::House& house, const desk::FoundTicket& found, time::Instant now)
{
    if (!found.row.erased_at || !found.words.empty())
        return {};
    const auto at = core::moment_in_short(house.words, house.zone(), *found.row.erased_at, now);
    return house.words.say("ticket.erased", {{"at", at}});
}

text::Data row_data(const desk::House& house, const desk::FoundTicket& found, time::Instant now)
{
    const auto& row = found.row;
    text::Data shown;
    shown.set("reference", row.reference);
    shown.set("erased", erased_told(house, found, now));
    shown.set("pieces", pieces_of(found.words));
    shown.set("customer", row.customer);
    shown.set("has_customer", !row.customer.empty());
    shown.set("kind", house.words.say("staff.kind." + std::string{core::to_text(row.kind)}));
    shown.set("branch", branch_name(house, row.branch));
    shown.set("has_branch", !row.branch.empty());
    shown.set("holder", row.assignee.empty()
                            ? std::string{}
                            : house.words.say("queue.with", {{"name", row.assignee}}));
    shown.set("set_aside", row.set_aside);
    set_time(shown, house, row, now);
    return shown;
}

text::DataList orders(const text::Words& words, FoundOrder chosen)
{
    text::DataList list;
    for (const auto order : {FoundOrder::newest, FoundOrder::due}) {
        const bool due = order == FoundOrder::due;
        text::Data choice;
        choice.set("value", due ? "due" : "newest");
        choice.set("name", words.say(due ? "search.by_due" : "search.by_newest"));
        choice.set("is_current", order == chosen);
        list.push_back(choice);
    }
    return list;
}

struct Found
{
    desk::Finding finding;
    std::vector<Sent> sent; ///< By whoever searches.
};

http::Awaitable<Found> find_for(Site& site, core::Staff staff, desk::SearchFor sought)
{
    auto find = [house = site.parts.house(), staff = std::move(staff),
                 sought = std::move(sought)](storage::Transaction& tx) {
        return Found{desk::find_tickets(tx, *house, staff, sought), sent_by(tx, *house, staff)};
    };
    co_return co_await site.parts.store.read(std::move(find));
}

} // namespace

bool asks_to_search(const http::Request& request)
{
    return !typed_in(request).empty();
}

http::Awaitable<http::Response> get_search(Site& site, core::Staff staff, http::Request request)
{
    const auto house = site.parts.house();
    const auto typed = typed_in(request);
    const auto order = order_in(request);
    auto asking = staff;
    desk::SearchFor sought{typed, order};
    const auto answer = co_await find_for(site, std::move(asking), std::move(sought));
    const auto& found = answer.finding;
    const auto now = site.parts.clock.now();
    if (!found.at_once.empty())
        co_return http::see_other(ticket_path(found.at_once));

    const auto& words = house->words;
    const Reader reader{staff, answer.sent, now};
    auto page =
        staff_frame(*house, reader, words.say("search.title", {{"words", typed}}), "/staff?q");
    text::DataList rows;
    for (const auto& ticket : found.tickets)
        rows.push_back(row_data(*house, ticket, now));
    const auto count = static_cast<long long>(rows.size());
    page.set("typed", typed);
    page.set("orders", orders(words, order));
    page.set("found", words.count("queue.found", count, {{"words", typed}}));
    page.set("has_more", found.more);
    page.set("more", found.more ? words.count("queue.first_only", count) : "");
    page.set("is_empty", count == 0);
    page.set("rows", rows);
    page.set("behind", found.behind);
    co_return http::page(200, text::render("pages/staff_search.html", words, page));
}

} // namespace heard::site
