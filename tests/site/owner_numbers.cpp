#include "site/owner_numbers.hpp"

#include "desk/escalate.hpp"
#include "tests/site/staff_shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::site;
using namespace std::chrono_literals;

namespace {

std::string number_of(const http::Response& page, const std::string& name)
{
    return between(between(page.body, "<dt>" + name + "</dt>", "</dd>"), "<strong>", "</strong>");
}

} // namespace

TEST_CASE("the numbers are for the owner and managers, not for everybody")
{
    StaffShop shop;
    CHECK(shop.look("/owner", shop.hires("Stew", core::Role::owner)).status == 200);
    CHECK(shop.look("/owner", shop.hires("Mona", core::Role::manager)).status == 200);
    const auto anna = shop.hires("Anna");
    CHECK(shop.look("/owner", anna).status == 403);
    CHECK_FALSE(says(shop.look("/staff", anna), "href=\"/owner\""));
}

TEST_CASE("the owner sees what was kept, what was broken, and how late we were to say so")
{
    StaffShop shop;
    const auto stew = shop.hires("Stew", core::Role::owner);
    CHECK(number_of(shop.look("/owner", stew), "Share kept") == "none has ended yet");

    const auto kept = shop.customer_writes("One.");
    const auto late = shop.customer_writes("Two.");
    shop.customer_writes("Three.");
    shop.send(ticket(kept, "answer"), {{"text", "Done."}, {"seen", "0"}}, stew);
    shop.clock.advance(24h + 200ms);
    shop.in_database([&](storage::Transaction& tx) { return desk::escalate(tx, shop.house); });
    shop.send(ticket(late, "answer"), {{"text", "Sorry."}, {"seen", "0"}}, stew);

    const auto page = shop.look("/owner", stew);
    CHECK(number_of(page, "Open") == "1");
    CHECK(says(page, "1 of them late"));
    CHECK(number_of(page, "Kept") == "1");
    CHECK(number_of(page, "Broken") == "2");
    CHECK(says(page, "1 of them answered late"));
    CHECK(number_of(page, "Share kept") == "33 %");
    CHECK(says(page, "<td>0.2 s</td>"));
    CHECK(says(page, "Every e-mail is delivered or on its way."));
}

TEST_CASE("who manages a branch sees the numbers of that branch alone")
{
    StaffShop shop;
    const auto mona = shop.hires("Mona", core::Role::manager, "norwalk");
    const auto max = shop.hires("Max", core::Role::manager);
    shop.customer_writes("One.", "norwalk");
    shop.customer_writes("Two.", "danbury");
    shop.customer_writes("Three.");
    shop.clock.advance(25h);
    shop.in_database([&](storage::Transaction& tx) { return desk::escalate(tx, shop.house); });
    const auto monas = shop.look("/owner", mona);
    CHECK(number_of(monas, "Open") == "1");
    CHECK(number_of(monas, "Broken") == "1");
    CHECK(says(monas, "1 warning."));
    CHECK(says(monas, "Only those of the branch Norwalk."));
    const auto all = shop.look("/owner", max);
    CHECK(number_of(all, "Open") == "3");
    CHECK(says(all, "3 warnings."));
    CHECK_FALSE(says(all, "Only those"));
}

TEST_CASE("delays are said as small as they are")
{
    const auto words = text::Words::of("en");
    CHECK(delay_in_words(words, 0us) == "under 0.1 s");
    CHECK(delay_in_words(words, 99ms) == "under 0.1 s");
    CHECK(delay_in_words(words, 280ms) == "0.2 s");
    CHECK(delay_in_words(words, 9'999ms) == "9.9 s");
    CHECK(delay_in_words(words, 12'345ms) == "12 s");
    CHECK(delay_in_words(words, 3min + 5s) == "3 minutes");
    CHECK(delay_in_words(text::Words::of("de"), 280ms) == "0,2\u00A0s");
}
