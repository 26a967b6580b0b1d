#include "desk/alarm.hpp"

#include "desk/customer.hpp"
#include "desk/deliver.hpp"
#include "storage/audit.hpp"
#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace heard;
using namespace heard::desk;

namespace {

const std::string deputy = "deputy@dairy.example";
const std::string mary = "mary@dairy.example";

/// A shop whose outbox is looked after as the daemon does it: whom the mail server does not take is
/// in `verdicts`.
struct Outage : Shop
{
    Outage()
    {
        house.ladder.rungs[0].quiet = {};
        house.ladder.rungs[2].quiet = {};
    }

    void relay_says(const std::string& recipient, mail::Verdict verdict)
    {
        verdicts[recipient] = verdict;
    }

    /// The mail server is asked for everything that is due.
    void mail_goes()
    {
        in_transaction([&](auto& tx) {
            for (const auto& letter : storage::letters_to_send(tx, 100'000)) {
                const auto found = verdicts.find(letter.recipient);
                const auto verdict =
                    found == verdicts.end() ? mail::Verdict::delivered : found->second;
                note_delivery(tx, letter, {verdict, "450 mailbox busy"});
            }
            return Done{};
        });
    }

    void care()
    {
        while (in_transaction([&](auto& tx) { return raise_alarms(tx, house, ""); }).more)
            ;
    }

    /// As the daemon does it: mail is tried, and a round of care comes every 10 s.
    void minutes_pass(int minutes)
    {
        for (int tenth = 0; tenth < minutes * 6; ++tenth) {
            clock.advance(10s);
            climb();
            mail_goes();
            care();
            mail_goes();
        }
    }

    std::vector<Letter> alarms_to(const std::string& recipient)
    {
        auto found = letters_to(recipient);
        std::erase_if(found, [](const Letter& one) { return one.what != "alarm"; });
        return found;
    }

    std::map<std::string, mail::Verdict> verdicts;
};

} // namespace

TEST_CASE(
    "an escalation that cannot be delivered for five minutes goes to the ladder's next person, "
    "once, and says why")
{
    Outage shop;
    shop.relay_says(shop.owner, mail::Verdict::later);
    const auto ticket = shop.customer_says({.dislikes = "Sour milk."});
    shop.clock.advance(24h);
    shop.minutes_pass(4);
    CHECK(shop.alarms_to(deputy).empty());

    shop.minutes_pass(2);
    REQUIRE(shop.alarms_to(deputy).size() == 1);
    const auto alarm = shop.alarms_to(deputy)[0];
    CHECK(alarm.subject().starts_with("[" + ticket.reference + "] 5 min late: \"Sour milk."));
    CHECK(alarm.says("This could not be delivered to Stew Leonard for 5 minutes: 450 mailbox "
                     "busy"));
    CHECK(alarm.says("> Sour milk."));

    shop.minutes_pass(60);
    CHECK(shop.alarms_to(deputy).size() == 1);
    CHECK(shop.alarms_to(mary).empty());
}

TEST_CASE("an escalation that was refused for good goes on at once")
{
    Outage shop;
    shop.relay_says(shop.owner, mail::Verdict::never);
    shop.customer_says({.dislikes = "Sour milk."});
    shop.clock.advance(24h);
    shop.minutes_pass(1);
    REQUIRE(shop.alarms_to(deputy).size() == 1);
    CHECK(shop.alarms_to(deputy)[0].says(
        "This could not be delivered to Stew Leonard: 450 mailbox busy"));
}

TEST_CASE("a letter that got through in time, or a promise that was answered, alarms nobody")
{
    Outage shop;
    shop.relay_says(shop.owner, mail::Verdict::later);
    const auto ticket = shop.customer_says({.dislikes = "Sour milk."});
    shop.clock.advance(24h);
    shop.minutes_pass(3);
    SUBCASE("delivered with the second try")
    {
        shop.verdicts.clear();
    }
    SUBCASE("answered")
    {
        shop.staff_answers(ticket, "We are sorry.");
    }
    shop.minutes_pass(60);
    CHECK(shop.alarms_to(deputy).empty());
    CHECK(shop.alarms_to(mary).empty());
}

TEST_CASE("a warning that reaches nobody climbs person by person, and the owner comes last")
{
    Outage shop;
    shop.house.ladder.rungs[1].to = {{core::RecipientKind::address, deputy}};
    shop.relay_says(mary, mail::Verdict::later);
    shop.relay_says(deputy, mail::Verdict::later);
    shop.customer_says({.dislikes = "Sour milk."});
    shop.clock.advance(20h);
    shop.minutes_pass(6);
    CHECK(shop.alarms_to(deputy).size() == 1);
    CHECK(shop.alarms_to(shop.owner).empty());
    shop.minutes_pass(5);
    CHECK(shop.alarms_to(deputy).size() == 1);
    REQUIRE(shop.alarms_to(shop.owner).size() == 1);
    CHECK(shop.alarms_to(shop.owner)[0].says("This could not be delivered to Mary"));
}

TEST_CASE("when nobody is left, the same person is told by the second way, if there is one")
{
    Outage shop;
    shop.house.ladder.rungs = {{0h, {{core::RecipientKind::owner, ""}}, {}, {}}};
    SUBCASE("there is one")
    {
        shop.house.alarm.second_way = true;
    }
    SUBCASE("there is none") {}
    shop.relay_says(shop.owner, mail::Verdict::later);
    shop.customer_says({.dislikes = "Sour milk."});
    shop.clock.advance(24h);
    shop.minutes_pass(30);
    CHECK(shop.alarms_to(shop.owner).size() == (shop.house.alarm.second_way ? 1 : 0));
}

TEST_CASE("an outage is one letter to each and not one for each promise, with a number and a table")
{
    Outage shop;
    shop.house.alarm.webhook = true;
    constexpr int promises = 1200;
    // One after the other, so that each has a letter of its own.
    for (int i = 0; i < promises; ++i) {
        shop.customer_says({.dislikes = "Sour milk."});
        shop.clock.advance(1s);
    }
    for (const auto& recipient : {shop.owner, deputy, std::string{"webhook"}})
        shop.relay_says(recipient, mail::Verdict::later);
    shop.clock.advance(24h - 20min);
    for (int i = 0; i < promises; ++i) {
        shop.clock.advance(1s);
        shop.climb();
    }
    REQUIRE(shop.letters_to(shop.owner).size() == promises);
    shop.minutes_pass(60);
    CHECK(shop.alarms_to(deputy).size() == 1);
    CHECK(storage::audit(shop.database) == std::vector<std::string>{});
    const auto calls = shop.letters_to("webhook");
    REQUIRE(calls.size() == 1);

    SUBCASE("once mail goes again, what came late is told with the next digest")
    {
        shop.verdicts.erase(deputy);
        shop.verdicts.erase("webhook");
        shop.minutes_pass(10);
        const auto alarms = shop.alarms_to(deputy);
        CHECK(alarms.size() >= 2);
        CHECK(alarms.size() < 5);
        CHECK(alarms.back().subject().find(" promises need somebody") != std::string::npos);
        CHECK(alarms.back().says(" more, in the queue."));
        const auto told = shop.letters_to("webhook");
        REQUIRE(told.size() == 2);
        CHECK(told[1].mime.find("late promises could not be told by e-mail") != std::string::npos);
        CHECK(told[1].mime.find("Sour") == std::string::npos);
    }
}

TEST_CASE("a promise of which several people could not be told is one promise in the digest")
{
    Outage shop;
    shop.house.ladder.rungs[1].to.push_back({core::RecipientKind::address, "boss@dairy.example"});
    shop.house.alarm.webhook = true;
    shop.relay_says(shop.owner, mail::Verdict::never);
    shop.relay_says("boss@dairy.example", mail::Verdict::never);
    for (const auto* said : {"Sour milk.", "Wet chairs."}) {
        shop.customer_says({.dislikes = said});
        shop.clock.advance(1s);
    }
    shop.clock.advance(24h);
    shop.minutes_pass(30);
    const auto calls = shop.letters_to("webhook");
    REQUIRE(!calls.empty());
    CHECK(calls[0].mime.find("\"count\":2") != std::string::npos);
    REQUIRE(shop.alarms_to(deputy).size() == 1);
    const auto text = shop.alarms_to(deputy)[0].text();
    CHECK(shop.alarms_to(deputy)[0].subject() == "Stew's Dairy: 2 promises need somebody");
    CHECK(text.find("Sour milk.") == text.rfind("Sour milk."));
    CHECK(text.find("Wet chairs.") == text.rfind("Wet chairs."));
}

TEST_CASE("whoever was only warned hears that the owner could not be told")
{
    Outage shop;
    shop.house.ladder.rungs.resize(2);
    shop.house.ladder.rungs.push_back({2h, {{core::RecipientKind::staff, ""}}, {}, {}});
    shop.relay_says(shop.owner, mail::Verdict::never);
    shop.customer_says({.dislikes = "Sour milk."});
    shop.clock.advance(20h);
    shop.minutes_pass(1);
    CHECK(shop.letters_to(mary).size() == 1);
    shop.clock.advance(4h);
    shop.minutes_pass(1);
    CHECK(shop.alarms_to(mary).size() == 1);
}

TEST_CASE("however many did not hear of a promise, it climbs one step at a time")
{
    Outage shop;
    for (const auto* name : {"Bob", "Carl"})
        shop.hire(name);
    for (const auto* address : {"mary@dairy.example", "bob@dairy.example", "carl@dairy.example"})
        shop.relay_says(address, mail::Verdict::later);
    shop.customer_says({.dislikes = "Sour milk."});
    shop.clock.advance(20h);
    shop.minutes_pass(30);
    CHECK(shop.alarms_to(shop.owner).size() == 1);
    CHECK(shop.alarms_to(deputy).empty());
}

TEST_CASE("when one of several people is reached after all, who else is told does not wait again")
{
    Outage shop;
    shop.house.ladder.rungs[1].to.push_back({core::RecipientKind::address, "boss@dairy.example"});
    for (const auto& recipient : {shop.owner, std::string{"boss@dairy.example"}, deputy})
        shop.relay_says(recipient, mail::Verdict::later);
    shop.customer_says({.dislikes = "Sour milk."});
    shop.clock.advance(5min);
    shop.customer_says({.dislikes = "Wet chairs."});
    shop.clock.advance(23h + 55min);
    shop.minutes_pass(5);
    // The deputy's letter about the milk is on its way while the chairs have their five minutes.
    shop.minutes_pass(8);
    REQUIRE(shop.alarms_to(deputy).size() == 1);
    shop.verdicts.erase("boss@dairy.example");
    shop.verdicts.erase(deputy);
    shop.minutes_pass(1);
    shop.clock.advance(20s);
    shop.mail_goes();
    shop.care();
    const auto told = shop.alarms_to(deputy);
    REQUIRE(told.size() == 2);
    CHECK(told[1].says("> Wet chairs."));
}

TEST_CASE("a rung with nobody left above it keeps nobody from hearing of a later rung")
{
    Outage shop;
    using enum core::RecipientKind;
    const std::string zoe = "zoe@dairy.example";
    shop.house.ladder.rungs = {{0s, {{staff, ""}, {owner, ""}}, 4h, {}},
                               {4h, {{address, zoe}}, {}, {}}};
    shop.relay_says(mary, mail::Verdict::later);
    shop.relay_says(zoe, mail::Verdict::later);
    shop.customer_says({.dislikes = "Sour milk."});
    shop.clock.advance(24h);
    shop.minutes_pass(30);
    CHECK(shop.alarms_to(shop.owner).empty());
    shop.clock.advance(3h + 30min);
    shop.minutes_pass(6);
    CHECK(shop.alarms_to(shop.owner).size() == 1);
}
