#include "http/hoard.hpp"

#include <doctest/doctest.h>

using namespace heard::http;

TEST_CASE("small is always free; large ones share, and give back at their end")
{
    Hoard hoard{.max = 100};
    HoardShare small(hoard);
    CHECK(small.take(10, 10));
    CHECK(hoard.held == 0);
    {
        HoardShare body(hoard);
        CHECK(body.take(60, 10));
        CHECK_FALSE(body.take(41, 10));
        CHECK(body.take(40, 10));
        CHECK(hoard.held == 100);
        CHECK_FALSE(small.take(11, 10));
        CHECK(small.take(10, 10));
    }
    CHECK(hoard.held == 0);
    CHECK(small.take(100, 10));
}
