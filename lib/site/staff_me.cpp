#include "site/staff_me.hpp"

#include "core/spoken_time.hpp"
#include "desk/me.hpp"
#include "site/faults.hpp"
#include "site/problems.hpp"
#include "site/site.hpp"
#include "site/staff_page.hpp"
#include "site/staff_until.hpp"
#include "storage/report.hpp"
#include "text/utf8.hpp"

#include <utility>

namespace heard::site {

namespace {

constexpr auto path = "/staff/me";
// More than anybody can hold, and a page can show.
constexpr int held_max = 200;
// Enough to know it again.
constexpr std::size_t words_shown = 80;

/// What the page knows of its reader.
struct Mine
{
    std::vector<Sent> sent;
    std::vector<storage::QueueRow> held; ///< Due before they are back, what is due first on top.
};

http::Awaitable<Mine> read_mine(Site& site, core::Staff staff)
{
    auto read = [house = site.parts.house(), staff = std::move(staff)](storage::Transaction& tx) {
        Mine mine{sent_by(tx, *house, staff), {}};
        if (!core::is_away(staff, tx.now()))
            return mine;
        mine.held = storage::queue(tx, {storage::View::mine, staff.id, staff.branch, held_max});
        std::erase_if(mine.held,
                      [&](const storage::QueueRow& row) { return row.due_at > staff.away_until; });
        return mine;
    };
    co_return co_await site.parts.store.read(std::move(read));
}

struct MePage
{
    const desk::House& house;
    const core::Staff& staff;
    const Mine& mine;
    time::Instant now;
};

/// Nobody else will see to these while they are away.
void set_held(text::Data& page, const MePage& me)
{
    const auto& words = me.house.words;
    text::DataList held;
    for (const auto& row : me.mine.held) {
        text::Data shown;
        shown.set("reference", row.reference);
        shown.set("customer", row.customer);
        shown.set("has_customer", !row.customer.empty());
        shown.set("words",
                  row.words.empty() ? row.reference : text::first_words(row.words, words_shown));
        const auto due = core::moment_in_short(words, me.house.zone(), *row.due_at, me.now);
        shown.set("when", words.say("queue.due", {{"at", due}}));
        held.push_back(shown);
    }
    page.set("has_held", !held.empty());
    page.set("held_told", words.count("me.held", static_cast<long long>(held.size())));
    page.set("held", held);
}

text::Data page_data(const MePage& me)
{
    const auto& [house, staff, mine, now] = me;
    const auto& words = house.words;
    auto page = staff_frame(house, {staff, mine.sent, now},
                            words.say("me.title", {{"name", staff.name}}), path);
    page.set("is_away", core::is_away(staff, now));
    if (core::is_away(staff, now)) {
        const auto until = core::moment_in_short(words, house.zone(), *staff.away_until, now);
        page.set("away", words.say("me.is_away", {{"until", until}}));
    }
    set_held(page, me);
    const auto local = house.zone().at(now);
    page.set("until_min", until_text(local.wall));
    page.set("until_hint",
             words.say("ticket.hold_until_hint",
                       {{"zone", house.zone().name()}, {"abbreviation", local.abbreviation}}));
    page.set("single_keys", staff.single_keys);
    return page;
}

http::Response rendered(const desk::House& house, int status, const text::Data& page)
{
    return http::page(status, text::render("pages/staff_me.html", house.words, page));
}

/// What was not done, and the date that came with it.
struct Refused
{
    Fault fault;
    std::string until = {};
};

http::Awaitable<http::Response> page_again(Site& site, core::Staff staff, Refused refused)
{
    const auto house = site.parts.house();
    auto asking = staff;
    const auto mine = co_await read_mine(site, std::move(asking));
    auto page = page_data({*house, staff, mine, site.parts.clock.now()});
    page.set("until", refused.until);
    add_problems(page, house->words, {refused.fault.problem});
    co_return rendered(*house, refused.fault.status, page);
}

/// Nothing for somebody who is back.
std::expected<std::optional<time::Instant>, Fault> away_in(const http::Form& form,
                                                           const time::Zone& zone)
{
    if (auto fault = fault_in(form))
        return std::unexpected{std::move(*fault)};
    if (form.get("back") == "yes")
        return std::nullopt;
    const auto text = text::tidied(form.get("until"));
    const auto until = parse_until(text, zone);
    if (!until)
        return std::unexpected{fault_of(
            {core::ProblemKind::invalid,
             text.empty() ? "problem.away_without_date" : "ticket.hold_unclear", "until"})};
    return until;
}

} // namespace

http::Awaitable<http::Response> get_me(Site& site, core::Staff staff, http::Request)
{
    const auto house = site.parts.house();
    auto asking = staff;
    const auto mine = co_await read_mine(site, std::move(asking));
    co_return rendered(*house, 200, page_data({*house, staff, mine, site.parts.clock.now()}));
}

http::Awaitable<http::Response> post_away(Site& site, core::Staff staff, http::Request request)
{
    const auto house = site.parts.house();
    const auto form = form_of(request);
    const auto until = away_in(form, house->zone());
    const auto written = text::tidied(form.get("until"));
    if (!until) {
        Refused refused{until.error(), written};
        co_return co_await page_again(site, std::move(staff), std::move(refused));
    }
    auto job = [staff, until = *until](storage::Transaction& tx) {
        return desk::be_away(tx, staff, until);
    };
    auto done = co_await site.parts.store.write(std::move(job));
    if (!done) {
        Refused refused{fault_of(std::move(done.error())), written};
        co_return co_await page_again(site, std::move(staff), std::move(refused));
    }
    site.parts.presence.note_everywhere();
    co_return http::see_other(*until ? std::string{path} : std::string{path} + "#is-back");
}

http::Awaitable<http::Response> post_keys(Site& site, core::Staff staff, http::Request request)
{
    const auto form = form_of(request);
    if (auto fault = fault_in(form)) {
        Refused refused{std::move(*fault)};
        co_return co_await page_again(site, std::move(staff), std::move(refused));
    }
    auto job = [staff, use = form.get("single") != "no"](storage::Transaction& tx) {
        return desk::use_single_keys(tx, staff, use);
    };
    auto done = co_await site.parts.store.write(std::move(job));
    if (!done) {
        Refused refused{fault_of(std::move(done.error()))};
        co_return co_await page_again(site, std::move(staff), std::move(refused));
    }
    co_return http::see_other(path);
}

} // namespace heard::site
