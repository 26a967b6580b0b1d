#include "text/likeness.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace heard::text;

TEST_CASE("distance counts inserted, deleted, replaced and swapped letters")
{
    CHECK(distance("", "") == 0);
    CHECK(distance("", "abc") == 3);
    CHECK(distance("abc", "") == 3);
    CHECK(distance("listen", "listen") == 0);
    CHECK(distance("listen", "lsiten") == 1);
    CHECK(distance("lsten", "listen") == 1);
    CHECK(distance("llisten", "listen") == 1);
    CHECK(distance("lixten", "listen") == 1);
    CHECK(distance("kitten", "sitting") == 3);
    CHECK(distance("ab", "ba") == 1);
    CHECK(distance("saturday", "sunday") == 3);
}

TEST_CASE("a mistyped setting finds the one that was meant")
{
    constexpr std::array<std::string_view, 5> known = {"listen", "base_url", "metrics_listen", "at",
                                                       "to"};
    CHECK(nearest("lisen", known) == "listen");
    CHECK(nearest("baseurl", known) == "base_url");
    CHECK(nearest("base-url", known) == "base_url");
    CHECK(nearest("metric_listens", known) == "metrics_listen");
    CHECK(nearest("ta", known) == "at");
    CHECK(nearest("to", known) == "to");
}

TEST_CASE("nothing is suggested when nothing is near")
{
    constexpr std::array<std::string_view, 4> known = {"listen", "base_url", "at", "n"};
    CHECK(nearest("colour", known).empty());
    CHECK(nearest("x", known).empty()); // One change of one letter would fit anything.
    CHECK(nearest("", known).empty());
    CHECK(nearest("listen", {}).empty());
    CHECK(nearest("lstne", known).empty());
}

TEST_CASE("of two that are as near the first is taken")
{
    constexpr std::array<std::string_view, 2> known = {"port", "part"};
    CHECK(nearest("prt", known) == "port");
}
