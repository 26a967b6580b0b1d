#include "site/staff_presence.hpp"

#include "tests/support/site_shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::site;
using namespace std::chrono_literals;

namespace {

core::Ticket ticket_of(std::int64_t id, const std::string& reference,
                       const std::string& branch = "")
{
    core::Ticket ticket;
    ticket.id = core::TicketId{id};
    ticket.reference = reference;
    ticket.branch = branch;
    return ticket;
}

core::Staff person(std::int64_t id, const std::string& name, const std::string& branch = "")
{
    core::Staff staff;
    staff.id = core::StaffId{id};
    staff.name = name;
    staff.branch = branch;
    return staff;
}

struct Room
{
    http::Bell bell;
    ShopClock clock;
    Presence presence{bell, clock};
    core::Ticket sour = ticket_of(1, "H-SOUR00");
    core::Ticket hard = ticket_of(2, "H-HARD00", "norwalk");
    core::Staff anna = person(1, "Anna");
    core::Staff diana = person(2, "Diana", "danbury");
};

} // namespace

TEST_CASE("somebody with two pages of a ticket is there once, until the last is closed")
{
    Room room;
    auto first =
        std::make_unique<Presence::Looking>(room.presence, room.anna, std::vector{room.sour});
    auto second =
        std::make_unique<Presence::Looking>(room.presence, room.anna, std::vector{room.sour});
    CHECK(room.presence.newest() == 1);
    REQUIRE(room.presence.at(room.sour.id).size() == 1);
    first.reset();
    CHECK(room.presence.at(room.sour.id).size() == 1);
    second.reset();
    CHECK(room.presence.at(room.sour.id).empty());
    CHECK(room.presence.newest() == 2);
}

TEST_CASE("whoever writes is said to write for half a minute after the last word")
{
    Room room;
    const Presence::Looking looking{room.presence, room.anna, {room.sour}};
    room.presence.writes(room.sour, room.anna);
    const auto begun = room.presence.newest();
    room.clock.advance(20s);
    room.presence.writes(room.sour, room.anna);
    CHECK(room.presence.newest() == begun); // Nothing new for the others.
    CHECK(room.presence.drop_silent_writers() == time::Micros{30s});
    CHECK(room.presence.at(room.sour.id)[0].writes_until);

    room.clock.advance(30s);
    CHECK_FALSE(room.presence.drop_silent_writers());
    CHECK_FALSE(room.presence.at(room.sour.id)[0].writes_until);
    CHECK(room.presence.newest() == begun + 1);
}

TEST_CASE(
    "somebody who writes without a page that listens is there while they write, and then gone")
{
    Room room;
    room.presence.writes(room.sour, room.anna);
    CHECK(room.presence.at(room.sour.id).size() == 1);
    room.clock.advance(31s);
    room.presence.drop_silent_writers();
    CHECK(room.presence.at(room.sour.id).empty());
}

TEST_CASE("changes are told once, and only on tickets that one may see")
{
    Room room;
    const Presence::Looking looking{room.presence, room.anna, {room.sour, room.hard}};
    room.presence.writes(room.sour, room.anna);
    CHECK(room.presence.since(0, room.anna).references ==
          std::vector<std::string>{"H-HARD00", "H-SOUR00"});
    CHECK(room.presence.since(0, room.diana).references == std::vector<std::string>{"H-SOUR00"});
    CHECK(room.presence.since(2, room.anna).references == std::vector<std::string>{"H-SOUR00"});
    CHECK(room.presence.since(3, room.anna).references.empty());
    CHECK_FALSE(room.presence.since(3, room.anna).everywhere);
}

TEST_CASE(
    "who has missed more than is remembered, or comes from before a restart, looks at everything")
{
    Room room;
    CHECK(room.presence.since(7, room.anna).everywhere);
    for (int i = 0; i < 300; ++i)
        const Presence::Looking looking{room.presence, room.anna, {room.sour}};
    CHECK(room.presence.since(0, room.anna).everywhere);
    CHECK_FALSE(room.presence.since(500, room.anna).everywhere);
    room.presence.note_everywhere();
    CHECK(room.presence.since(600, room.anna).everywhere);
}
