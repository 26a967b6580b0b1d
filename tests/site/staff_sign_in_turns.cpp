#include "site/staff_sign_in_turns.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::site;
using namespace std::chrono_literals;

namespace {

struct Door
{
    auth::Throttle by_address{3, 15min, 100};
    auth::Throttle by_name{3, 15min, 100};
    SignInTurns turns{by_address, by_name};
    time::Instant now = time::from_number(1'795'262'400'000'000);

    bool tries(const std::string& address, const std::string& name)
    {
        return turns.take(sign_in_key(address, name), now) == time::Micros{0};
    }
};

} // namespace

TEST_CASE("three wrong passwords for one name, and it must wait, from wherever")
{
    Door door;
    CHECK(door.tries("192.0.2.1", "Anna"));
    CHECK(door.tries("192.0.2.2", "anna "));
    CHECK(door.tries("192.0.2.3", "ANNA"));
    CHECK_FALSE(door.tries("192.0.2.4", "Anna"));
    CHECK(door.tries("192.0.2.4", "Bert"));
    door.now += 5min;
    CHECK(door.tries("192.0.2.4", "Anna"));
}

TEST_CASE("three wrong passwords from one address, and it must wait, whoever is tried")
{
    Door door;
    CHECK(door.tries("192.0.2.1", "Anna"));
    CHECK(door.tries("192.0.2.1", "Bert"));
    CHECK(door.tries("192.0.2.1", "Carl"));
    CHECK_FALSE(door.tries("192.0.2.1", "Dora"));
    CHECK(door.tries("192.0.2.9", "Dora"));
}

TEST_CASE("a whole shop may sign in through one address: good sign-ins do not count")
{
    Door door;
    for (int i = 0; i < 20; ++i) {
        const auto name = "clerk " + std::to_string(i);
        REQUIRE(door.tries("192.0.2.1", name));
        door.turns.give_back(sign_in_key("192.0.2.1", name));
    }
}

TEST_CASE("good sign-ins do not save up for a night of guessing")
{
    Door door;
    for (int i = 0; i < 20; ++i) {
        REQUIRE(door.tries("192.0.2.1", "Anna"));
        door.turns.give_back(sign_in_key("192.0.2.1", "Anna"));
    }
    int guesses = 0;
    while (door.tries("192.0.2.1", "Anna"))
        REQUIRE(++guesses <= 3);
}
