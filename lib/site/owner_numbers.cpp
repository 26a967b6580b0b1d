#include "site/owner_numbers.hpp"

#include "core/spoken_time.hpp"
#include "site/problems.hpp"
#include "site/site.hpp"
#include "site/staff_page.hpp"
#include "storage/report.hpp"
#include "storage/sentence.hpp"

namespace heard::site {

namespace {

using namespace std::chrono_literals;

constexpr auto escalations_since = std::chrono::days{30};
constexpr auto replies_since = std::chrono::days{30};

struct Numbers
{
    storage::PromiseNumbers promises;
    storage::Lateness lateness;
    storage::OwnWords replies;
    std::vector<Sent> sent; ///< By whoever asks.
};

/// Of their branch, or of all.
http::Awaitable<Numbers> count(Site& site, core::Staff staff)
{
    auto job = [house = site.parts.house(), staff = std::move(staff)](storage::Transaction& tx) {
        const auto& branch = staff.branch;
        return Numbers{storage::promise_numbers_of(tx, branch),
                       storage::escalation_lateness_of(tx, branch, tx.now() - escalations_since),
                       storage::own_words(tx, branch, tx.now() - replies_since),
                       sent_by(tx, *house, staff)};
    };
    co_return co_await site.parts.store.read(std::move(job));
}

/// Of the promises whose time is over: a promise that waits in time is neither kept nor broken.
std::string share_kept(const text::Words& words, const storage::PromiseNumbers& numbers)
{
    const auto over = numbers.kept + numbers.broken;
    if (over == 0)
        return words.say("owner.no_share");
    // Rounded down, so that 100 % means all of them.
    return words.say("owner.percent", {{"n", std::to_string(numbers.kept * 100 / over)}});
}

void set_promises(text::Data& page, const text::Words& words,
                  const storage::PromiseNumbers& numbers)
{
    page.set("open", std::to_string(numbers.open));
    page.set("open_late", words.say("owner.open_late", {{"n", std::to_string(numbers.open_late)}}));
    page.set("has_late", numbers.open_late > 0);
    page.set("kept", std::to_string(numbers.kept));
    page.set("broken", std::to_string(numbers.broken));
    page.set("answered_late",
             words.say("owner.answered_late", {{"n", std::to_string(numbers.answered_late)}}));
    page.set("released", std::to_string(numbers.released));
    page.set("share", share_kept(words, numbers));
}

void set_lateness(text::Data& page, const text::Words& words, const storage::Lateness& lateness)
{
    page.set("has_escalations", lateness.count > 0);
    page.set("escalations", words.count("owner.escalations_count", lateness.count));
    page.set("written_median", delay_in_words(words, lateness.written_median));
    page.set("written_worst", delay_in_words(words, lateness.written_worst));
    const bool delivered = lateness.undelivered < lateness.count;
    page.set("has_delivered", delivered);
    page.set("delivered_median", delay_in_words(words, lateness.delivered_median));
    page.set("delivered_worst", delay_in_words(words, lateness.delivered_worst));
    page.set("undelivered", lateness.undelivered == 0
                                ? text::Data{false}
                                : words.count("owner.undelivered", lateness.undelivered));
}

void set_replies(text::Data& page, const text::Words& words, const storage::OwnWords& replies)
{
    page.set("own_words", std::to_string(replies.own));
    page.set("own_words_of", words.count("owner.own_words_of", replies.replies));
}

void set_letters(text::Data& page, const text::Words& words, const Health& health)
{
    page.set("letters_fine", health.letters_stuck == 0 && health.letters_given_up == 0);
    page.set("letters_stuck", health.letters_stuck == 0
                                  ? text::Data{false}
                                  : words.count("staff.letters_stuck", health.letters_stuck));
    page.set("letters_given_up",
             health.letters_given_up == 0
                 ? text::Data{false}
                 : words.count("staff.letters_given_up", health.letters_given_up));
}

} // namespace

http::Awaitable<http::Response> get_numbers(Site& site, core::Staff staff, http::Request)
{
    const auto house = site.parts.house();
    if (!may_see_numbers(staff))
        co_return problem_page(*house, 403);
    auto asking = staff;
    const auto numbers = co_await count(site, std::move(asking));
    const auto& words = house->words;
    const Reader reader{staff, numbers.sent, site.parts.clock.now()};
    auto page = staff_frame(*house, reader, words.say("owner.title"), "/owner");
    page.set("lead", words.say("owner.lead", {{"business", house->business}}));
    if (!staff.branch.empty())
        page.set("only", words.say("owner.only", {{"branch", branch_name(*house, staff.branch)}}));
    set_promises(page, words, numbers.promises);
    set_lateness(page, words, numbers.lateness);
    set_replies(page, words, numbers.replies);
    set_letters(page, words, site.parts.health());
    co_return http::page(200, text::render("pages/owner_numbers.html", words, page));
}

std::string delay_in_words(const text::Words& words, time::Micros delay)
{
    if (delay < 100ms)
        return words.say("owner.under_tenth");
    if (delay >= 1min)
        return core::span_in_words(words, delay);
    const auto tenths = std::chrono::floor<std::chrono::milliseconds>(delay) / 100ms;
    auto number = std::to_string(tenths / 10);
    if (delay < 10s)
        number += words.say("number.decimal") + std::to_string(tenths % 10);
    return words.say("owner.seconds", {{"n", number}});
}

} // namespace heard::site
