#include "core/retry.hpp"

#include <doctest/doctest.h>

using namespace heard::core;
using namespace std::chrono_literals;

TEST_CASE("a letter is tried again after 1, 2, 5, 10, 20 and 30 minutes, then every hour")
{
    CHECK(wait_after(1, 0) == 1min);
    CHECK(wait_after(2, 0) == 2min);
    CHECK(wait_after(3, 0) == 5min);
    CHECK(wait_after(4, 0) == 10min);
    CHECK(wait_after(5, 0) == 20min);
    CHECK(wait_after(6, 0) == 30min);
    CHECK(wait_after(7, 0) == 60min);
    CHECK(wait_after(8, 0) == 60min);
    CHECK(wait_after(1'000'000, 0) == 60min);
}

TEST_CASE("jitter makes a wait longer by a tenth at most, never shorter")
{
    CHECK(wait_after(7, 0.5) == 63min);
    CHECK(wait_after(7, 0.999) < 66min);
    CHECK(wait_after(1, 0.5) == 63s);
}

TEST_CASE("a count that makes no sense waits as after the first failure")
{
    CHECK(wait_after(0, 0) == 1min);
    CHECK(wait_after(-3, 0) == 1min);
}

TEST_CASE("a letter is tried for a week, as RFC 5321 asks for at least four days")
{
    CHECK(give_up_after == 7 * 24h);
    CHECK(stuck_after == 15min);
}
