#include "desk/handle.hpp"

#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

using namespace heard;

TEST_CASE("letters that wait when a link is made void go out with the new one, as the same letters")
{
    Shop shop;
    const auto ticket =
        shop.customer_says({.dislikes = "Sour milk.", .contact = "ann@example.com"});
    shop.staff_holds(ticket, "We look into it.", shop.clock.now() + 30h);
    const auto before = shop.letters_to("ann@example.com");
    REQUIRE(before.size() == 2);
    const auto old = ticket.status_token;
    shop.clock.advance(1h);
    shop.in_transaction([&](storage::Transaction& tx) {
            return desk::void_link(tx, shop.house, {shop.mary, ticket.reference}, 0);
        })
        .value();

    const auto after = shop.letters_to("ann@example.com");
    REQUIRE(after.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        CAPTURE(i);
        CHECK(before[i].says(old));
        CHECK_FALSE(after[i].says(old));
        CHECK(after[i].says("https://dairy.example/t/"));
        CHECK(after[i].header("Message-ID") == before[i].header("Message-ID"));
        CHECK(after[i].header("Date") == before[i].header("Date"));
        CHECK(after[i].subject() == before[i].subject());
    }
    CHECK(after[1].says("You will hear from us again by Tuesday 24 November 2026, 15:00 CET."));
}

TEST_CASE("a letter that cannot be written as it was is withdrawn with its link")
{
    Shop shop;
    const auto ticket =
        shop.customer_says({.dislikes = "Sour milk.", .contact = "ann@example.com"});
    shop.customer_settles(ticket);
    shop.in_transaction([&](storage::Transaction& tx) {
            return desk::void_link(tx, shop.house, {shop.mary, ticket.reference}, 0);
        })
        .value();
    CHECK(shop.letters_to("ann@example.com").at(0).what == "withdrawn");
}
