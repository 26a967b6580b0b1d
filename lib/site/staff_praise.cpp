#include "site/staff_praise.hpp"

#include "core/spoken_time.hpp"
#include "desk/praise.hpp"
#include "site/site.hpp"
#include "site/staff_page.hpp"
#include "storage/praise.hpp"

namespace heard::site {

namespace {

// A year of a good shop; what is older has been read.
constexpr int rows_max = 200;

struct Found
{
    std::vector<storage::KindWordRow> rows;
    std::vector<Sent> sent;
};

text::Data row_data(const desk::House& house, const core::Staff& staff,
                    const storage::KindWordRow& row, time::Instant now)
{
    const auto& words = house.words;
    const auto customer = row.said.name.empty() ? words.say("staff.a_customer") : row.said.name;
    text::Data shown;
    shown.set("said", words.say("ticket.said", {{"name", customer}}));
    shown.set("words", desk::praise_in(row.ticket, row.said));
    shown.set("is_gone", desk::praise_in(row.ticket, row.said).empty());
    const auto at = core::moment_in_short(words, house.zone(), row.passed_at, now);
    shown.set("passed", words.say("kind_words.passed", {{"name", row.passed_by}, {"at", at}}));
    shown.set("reference", row.ticket.reference);
    shown.set("may_look", core::may_see(staff, row.ticket.branch));
    return shown;
}

} // namespace

http::Awaitable<http::Response> get_kind_words(Site& site, core::Staff staff, http::Request)
{
    const auto house = site.parts.house();
    auto look = [house, staff](storage::Transaction& tx) {
        return Found{storage::kind_words_for(tx, staff.id, rows_max), sent_by(tx, *house, staff)};
    };
    const auto found = co_await site.parts.store.read(std::move(look));
    const auto now = site.parts.clock.now();
    const Reader reader{staff, found.sent, now};
    auto page =
        staff_frame(*house, reader, house->words.say("kind_words.title"), "/staff/kind-words");
    text::DataList list;
    for (const auto& row : found.rows)
        list.push_back(row_data(*house, staff, row, now));
    page.set("is_empty", list.empty());
    page.set("rows", list);
    co_return http::page(200, text::render("pages/staff_kind_words.html", house->words, page));
}

} // namespace heard::site
