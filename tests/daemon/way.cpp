#include "daemon/way.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::daemon;
using namespace std::chrono_literals;

namespace {

const mail::Delivery refused{mail::Verdict::later, "Connection refused", true};
const mail::Delivery mailbox_full{mail::Verdict::later, "452 mailbox full"};
const time::Instant noon = time::from_number(1'795'262'400'000'000);

} // namespace

TEST_CASE("a relay that is down is left in peace for longer and longer, at most a minute")
{
    Way way;
    CHECK(way.has_room(noon, 100));
    CHECK(way.note(refused, noon) == Way::Change::went_down);
    auto now = noon;
    for (const auto rest : {5s, 10s, 20s, 40s, 60s, 60s, 60s}) {
        CHECK(way.rests_until(now) == now + rest);
        CHECK_FALSE(way.has_room(now + rest - 1s, 0));
        now += rest;
        CHECK(way.has_room(now, 0));
        CHECK_FALSE(way.has_room(now, 1)); // One letter tries it.
        CHECK(way.note(refused, now) == Way::Change::none);
    }
    CHECK(way.trouble() == "Connection refused");
}

TEST_CASE("letters that were under way together when it went down are one failure")
{
    Way way;
    for (int i = 0; i < 4; ++i)
        way.note(refused, noon);
    CHECK(way.rests_until(noon) == noon + 5s);
}

TEST_CASE("whatever it says of a letter shows that it is back")
{
    Way way;
    way.note(refused, noon);
    CHECK(way.note(mailbox_full, noon + 5s) == Way::Change::came_back);
    CHECK(way.has_room(noon + 5s, 100));
    CHECK(way.trouble().empty());
    CHECK(way.note(mailbox_full, noon + 6s) == Way::Change::none);
}

TEST_CASE("a letter that no server was asked to take says nothing of the relay")
{
    const mail::Delivery no_address{
        .verdict = mail::Verdict::never, .detail = "no address", .not_asked = true};
    Way way;
    way.note(refused, noon);
    CHECK(way.note(no_address, noon + 5s) == Way::Change::none);
    CHECK(way.trouble() == "Connection refused");
    CHECK_FALSE(way.has_room(noon + 5s, 1));
    // The rest after the next failure is the second one.
    way.note(refused, noon + 5s);
    CHECK(way.rests_until(noon + 5s) == noon + 15s);
}

TEST_CASE("a clock that was set back by a day does not let it rest for a day")
{
    Way way;
    way.note(refused, noon);
    CHECK_FALSE(way.rests_until(noon - 24h));
    CHECK(way.has_room(noon - 24h, 0));
}

TEST_CASE("new settings are tried at once")
{
    Way way;
    way.note(refused, noon);
    way.try_now();
    CHECK(way.has_room(noon, 0));
}
