#include "desk/house.hpp"

#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

using namespace heard;

TEST_CASE("links are built on the address the settings give")
{
    Shop shop;
    const auto ticket = shop.customer_says({.likes = "The bread."});
    CHECK(shop.house.ticket_link(ticket.reference) ==
          "https://dairy.example/staff/tickets/" + ticket.reference);
    CHECK(shop.house.status_link(shop.thread(ticket).ticket) ==
          "https://dairy.example/t/" + ticket.status_token);
}

TEST_CASE("a house speaks each of its languages, and its own where it does not know one")
{
    Shop shop;
    const auto house = desk::in_languages(shop.house, {"de", "ar", "en"});
    CHECK(house.words.language() == "de");
    CHECK(house.speaking("ar").words.language() == "ar");
    CHECK(house.speaking("ar").business == house.business);
    CHECK(house.speaking("ar").languages == house.languages);
    CHECK(house.speaking("de").words.language() == "de");
    CHECK(house.speaking("tlh").words.language() == "de");
    CHECK(&house.speaking("tlh") == &house);
}

TEST_CASE("a branch is known by its code, and no branch has none")
{
    const Shop shop;
    REQUIRE(shop.house.find_branch("norwalk"));
    CHECK(shop.house.find_branch("norwalk")->name == "Norwalk");
    CHECK(shop.house.find_branch("NORWALK"));
    CHECK_FALSE(shop.house.find_branch("nor"));
    CHECK_FALSE(shop.house.find_branch(""));
}
