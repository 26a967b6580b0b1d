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
    auth::Throttle by_pair{3, 15min, 100};
    SignInTurns turns{{by_address, by_name, by_pair}};
    time::Instant now = time::from_number(1'795'262'400'000'000);

    bool tries(const std::string& address, const std::string& name)
    {
        return turns.take(sign_in_key(address, name), now) == time::Micros{0};
    }

    bool signs_in(const std::string& address, const std::string& name)
    {
        const auto key = sign_in_key(address, name);
        if (turns.take(key, now) != time::Micros{0})
            return false;
        turns.give_back(key);
        turns.remember(key);
        return true;
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
    for (int i = 0; i < 20; ++i)
        REQUIRE(door.signs_in("192.0.2.1", "clerk " + std::to_string(i)));
}

TEST_CASE("good sign-ins do not save up for a night of guessing")
{
    Door door;
    for (int i = 0; i < 20; ++i)
        REQUIRE(door.signs_in("192.0.2.1", "Anna"));
    int guesses = 0;
    while (door.tries("192.0.2.1", "Anna"))
        REQUIRE(++guesses <= 3);
}

TEST_CASE("strangers who try a name do not lock out who has signed in with it from their own place")
{
    Door door;
    REQUIRE(door.signs_in("192.0.2.1", "Klara"));
    for (int i = 0; i < 23; ++i)
        door.tries("198.51.100." + std::to_string(i), "Klara");
    CHECK_FALSE(door.tries("198.51.100.99", "Klara"));
    CHECK(door.signs_in("192.0.2.1", "klara"));
    for (const auto* const name : {"Zoe", "Yan", "Xena", "Will"})
        door.tries("192.0.2.1", name);
    CHECK(door.signs_in("192.0.2.1", "Klara"));
}

TEST_CASE("where somebody has signed in, their name is still not to be guessed at without end")
{
    Door door;
    REQUIRE(door.signs_in("192.0.2.1", "Klara"));
    CHECK(door.tries("192.0.2.1", "Klara"));
    CHECK(door.tries("192.0.2.1", "Klara"));
    CHECK(door.tries("192.0.2.1", "Klara"));
    CHECK_FALSE(door.tries("192.0.2.1", "Klara"));
    door.now += 5min;
    CHECK(door.signs_in("192.0.2.1", "Klara"));
}
