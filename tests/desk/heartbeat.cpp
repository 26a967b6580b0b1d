#include "desk/heartbeat.hpp"

#include "desk/alarm.hpp"
#include "desk/daily.hpp"
#include "desk/deliver.hpp"
#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::desk;

namespace {

const std::string ann = "ann@example.com";
const std::string deputy = "deputy@dairy.example";

/// A shop with a running daemon, as far as waits go: mail is tried, and a care comes every 10 s.
/// Whom the mail server does not take now is `busy`.
struct Running : Shop
{
    Running() { house.daily_at = 7h + 30min; }

    Micros beat()
    {
        return in_transaction([&](auto& tx) { return note_heartbeat(tx, house); });
    }
    void set_clock_back(Micros by)
    {
        beat();
        clock.advance(-by);
        CHECK(beat() == by);
    }

    int mail_goes()
    {
        return in_transaction([&](auto& tx) {
            int tried = 0;
            for (const auto& letter : storage::letters_to_send(tx, 1000)) {
                const auto verdict = busy.empty() || letter.recipient != busy
                                         ? mail::Verdict::delivered
                                         : mail::Verdict::later;
                note_delivery(tx, letter, {verdict, "450 mailbox busy"});
                tried += letter.recipient == busy ? 1 : 0;
            }
            return tried;
        });
    }
    /// Gives how often the one was tried who is busy.
    int running_for(Micros span)
    {
        int tried = 0;
        for (Micros gone{0}; gone < span; gone += 10s) {
            clock.advance(10s);
            climb();
            tried += mail_goes();
            in_transaction([&](auto& tx) {
                CHECK(note_heartbeat(tx, house) == Micros{0});
                send_daily_letter(tx, house, {});
                raise_alarms(tx, house, "");
                return 0;
            });
            tried += mail_goes();
        }
        return tried;
    }

    std::size_t count(const std::string& recipient, const std::string& what)
    {
        auto found = letters_to(recipient);
        std::erase_if(found, [&](const Letter& one) { return one.what != what; });
        return found.size();
    }

    std::string busy;
};

} // namespace

TEST_CASE("a clock that goes on is nothing to note")
{
    Running shop;
    CHECK(shop.beat() == Micros{0});
    shop.clock.advance(10s);
    CHECK(shop.beat() == Micros{0});
    shop.clock.advance(72h);
    CHECK(shop.beat() == Micros{0});
}

TEST_CASE("after the clock was set back, a letter is tried again when it would have been")
{
    Running shop;
    shop.busy = ann;
    shop.customer_says({.dislikes = "Cold soup.", .contact = ann});
    CHECK(shop.running_for(10s) == 1);
    SUBCASE("by less than the longest wait")
    {
        shop.set_clock_back(40min);
    }
    SUBCASE("by much more")
    {
        shop.set_clock_back(72h);
    }
    CHECK(shop.running_for(40s) == 0);
    CHECK(shop.running_for(30s) == 1);
    shop.busy.clear();
    shop.running_for(3min);
    CHECK(shop.count(ann, "received") == 1);
    CHECK(shop.mail_goes() == 0);
}

TEST_CASE("a daemon that was down while the clock was set back starts with the waits it had")
{
    Running shop;
    shop.busy = ann;
    shop.customer_says({.dislikes = "Cold soup.", .contact = ann});
    shop.running_for(10s);
    shop.clock.advance(10min - 48h); // Down for ten minutes.
    CHECK(shop.beat() == 48h - 10min);
    CHECK(shop.running_for(2min) == 1);
}

TEST_CASE("after the clock was set back, an alarm comes five minutes after the escalation all the "
          "same, and once")
{
    Running shop;
    shop.busy = shop.owner;
    shop.house.ladder.rungs[2].quiet = {};
    shop.customer_says({.dislikes = "Sour milk."});
    shop.clock.advance(24h);
    shop.running_for(2min);
    REQUIRE(shop.count(shop.owner, "escalation") == 1);
    shop.set_clock_back(3h);
    shop.running_for(2min);
    CHECK(shop.count(deputy, "alarm") == 0);
    shop.running_for(2min);
    CHECK(shop.count(deputy, "alarm") == 1);
    shop.running_for(60min);
    CHECK(shop.count(deputy, "alarm") == 1);
}

TEST_CASE("a digest from before the clock was set back holds up no other")
{
    Running shop;
    shop.busy = shop.owner;
    shop.house.ladder.rungs[2].quiet = {};
    shop.customer_says({.dislikes = "Sour milk."});
    shop.clock.advance(3min);
    shop.customer_says({.dislikes = "Wet chairs."});
    shop.clock.advance(24h - 3min);
    shop.running_for(5min + 10s);
    REQUIRE(shop.count(deputy, "alarm") == 1);
    shop.set_clock_back(3h);
    shop.running_for(4min);
    CHECK(shop.count(deputy, "alarm") == 2);
}

TEST_CASE("the daily letter comes each morning, also after a clock that was days ahead, and never "
          "twice on one")
{
    Running shop;
    const auto mornings = [&] { return shop.count(shop.owner, "daily"); };
    shop.clock.set(berlin("2026-11-24 07:29"));
    shop.running_for(2min);
    REQUIRE(mornings() == 1);
    shop.clock.set(berlin("2026-11-27 09:00")); // By mistake.
    shop.running_for(1min);
    REQUIRE(mornings() == 2);
    shop.set_clock_back(73h);
    shop.running_for(1min);
    CHECK(mornings() == 2);
    for (const auto* morning : {"2026-11-25 07:29", "2026-11-26 07:29", "2026-11-27 07:29"}) {
        const auto before = mornings();
        shop.clock.set(berlin(morning));
        shop.running_for(5min);
        CHECK(mornings() == before + 1);
    }
    const auto letters = shop.letters_to(shop.owner);
    std::set<std::string> ids;
    for (const auto& letter : letters)
        ids.insert(letter.message_id);
    CHECK(ids.size() == letters.size());
}

TEST_CASE("a small correction of the clock sends no daily letter twice")
{
    Running shop;
    std::string_view time;
    SUBCASE("in the morning")
    {
        time = "2026-11-24 07:29";
    }
    SUBCASE("at midnight, so that the day comes twice")
    {
        shop.house.daily_at = 0min;
        time = "2026-11-23 23:59";
    }
    shop.clock.set(berlin(time));
    shop.running_for(70s);
    REQUIRE(shop.count(shop.owner, "daily") == 1);
    shop.set_clock_back(30s);
    shop.running_for(5min);
    CHECK(shop.count(shop.owner, "daily") == 1);
}
