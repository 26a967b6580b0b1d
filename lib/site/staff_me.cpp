#include "site/staff_me.hpp"

#include "core/spoken_time.hpp"
#include "desk/me.hpp"
#include "site/faults.hpp"
#include "site/problems.hpp"
#include "site/site.hpp"
#include "site/staff_page.hpp"
#include "site/staff_until.hpp"
#include "text/utf8.hpp"

#include <utility>

namespace heard::site {

namespace {

constexpr auto path = "/staff/me";

text::Data page_data(const desk::House& house, const core::Staff& staff, time::Instant now)
{
    const auto& words = house.words;
    auto page = staff_frame(house, staff, words.say("me.title", {{"name", staff.name}}), path);
    page.set("signed_in", name_told(house, staff, now));
    page.set("is_away", core::is_away(staff, now));
    if (core::is_away(staff, now)) {
        const auto until = core::moment_in_short(words, house.zone(), *staff.away_until, now);
        page.set("away", words.say("me.is_away", {{"until", until}}));
    }
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

http::Response page_again(const Site& site, const core::Staff& staff, const Fault& fault,
                          const std::string& until)
{
    const auto house = site.parts.house();
    auto page = page_data(*house, staff, site.parts.clock.now());
    page.set("until", until);
    add_problems(page, house->words, {fault.problem});
    return rendered(*house, fault.status, page);
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
    co_return rendered(*house, 200, page_data(*house, staff, site.parts.clock.now()));
}

http::Awaitable<http::Response> post_away(Site& site, core::Staff staff, http::Request request)
{
    const auto house = site.parts.house();
    const auto form = form_of(request);
    const auto until = away_in(form, house->zone());
    const auto written = text::tidied(form.get("until"));
    if (!until)
        co_return page_again(site, staff, until.error(), written);
    auto job = [staff, until = *until](storage::Transaction& tx) {
        return desk::be_away(tx, staff, until);
    };
    auto done = co_await site.parts.store.write(std::move(job));
    if (!done)
        co_return page_again(site, staff, fault_of(std::move(done.error())), written);
    site.parts.presence.note_everywhere();
    co_return http::see_other(*until ? std::string{path} : std::string{path} + "#is-back");
}

http::Awaitable<http::Response> post_keys(Site& site, core::Staff staff, http::Request request)
{
    const auto form = form_of(request);
    if (const auto fault = fault_in(form))
        co_return page_again(site, staff, *fault, "");
    auto job = [staff, use = form.get("single") != "no"](storage::Transaction& tx) {
        return desk::use_single_keys(tx, staff, use);
    };
    auto done = co_await site.parts.store.write(std::move(job));
    if (!done)
        co_return page_again(site, staff, fault_of(std::move(done.error())), "");
    co_return http::see_other(path);
}

} // namespace heard::site
