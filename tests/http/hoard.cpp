#include "http/hoard.hpp"

#include <doctest/doctest.h>

using namespace heard::http;

TEST_CASE("small is always free; large ones share, and give back at their end")
{
    Hoard hoard{.max = 100};
    HoardShare small(hoard);
    CHECK(small.cover(10, 10));
    CHECK(hoard.held == 0);
    {
        HoardShare body(hoard);
        CHECK(body.cover(60, 10));
        CHECK_FALSE(body.cover(101, 10));
        CHECK(body.cover(100, 10));
        CHECK(hoard.held == 100);
        CHECK_FALSE(small.cover(11, 10));
        CHECK(small.cover(10, 10));
    }
    CHECK(hoard.held == 0);
    CHECK(small.cover(100, 10));
}

TEST_CASE("what grows pays for its growth alone, and what shrinks keeps its part")
{
    Hoard hoard{.max = 100};
    HoardShare body(hoard);
    CHECK(body.cover(20, 10));
    CHECK(body.cover(50, 10));
    CHECK(body.cover(30, 10));
    CHECK(hoard.held == 50);
    body.give_back();
    CHECK(hoard.held == 0);
}
