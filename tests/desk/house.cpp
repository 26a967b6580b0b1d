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

TEST_CASE("a branch is known by its code, and no branch has none")
{
    const Shop shop;
    REQUIRE(shop.house.find_branch("norwalk"));
    CHECK(shop.house.find_branch("norwalk")->name == "Norwalk");
    CHECK(shop.house.find_branch("NORWALK"));
    CHECK_FALSE(shop.house.find_branch("nor"));
    CHECK_FALSE(shop.house.find_branch(""));
}
