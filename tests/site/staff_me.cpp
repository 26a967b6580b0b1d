#include "site/staff_me.hpp"

#include "tests/site/staff_shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::site;

namespace {

/// Tomorrow, by the shop's clock.
const Fields until_tomorrow = {{"until", "2026-11-22T18:00"}};

} // namespace

TEST_CASE("whoever is away is said to be in queue and ticket, until they are back")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto ben = shop.hires("Ben");
    const auto sour = shop.customer_writes("The milk was sour.");
    shop.send(ticket(sour, "claim"), {{"mine", "yes"}}, anna);
    CHECK_FALSE(says(shop.look("/staff", ben), "away until"));

    CHECK(shop.send("/staff/me/away", until_tomorrow, anna).status == 303);
    CHECK(says(shop.look("/staff/me", anna), "You are away until tomorrow, 18:00 CET."));
    CHECK(says(shop.look("/staff", ben), "with Anna, away until tomorrow, 18:00 CET"));
    CHECK(says(shop.look(ticket(sour), ben), "<bdi>Anna, away until tomorrow, 18:00 CET</bdi>"));

    shop.send("/staff/me/away", {{"back", "yes"}}, anna);
    CHECK_FALSE(says(shop.look("/staff", ben), "away until"));
    CHECK_FALSE(says(shop.look("/staff/me", anna), "You are away"));
}

TEST_CASE("every page of whoever is away says so, and which of their tickets are due meanwhile")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna", core::Role::owner);
    const auto sour = shop.customer_writes("The milk was sour.");
    const auto hard = shop.customer_writes("The bread was hard.");
    shop.send(ticket(sour, "claim"), {{"mine", "yes"}}, anna);
    shop.send(ticket(hard, "claim"), {{"mine", "yes"}}, anna);
    shop.send(ticket(hard, "hold"),
              {{"text", "We ask the baker."}, {"until", "2026-11-25T12:00"}, {"seen", "0"}}, anna);
    CHECK_FALSE(says(shop.look("/staff/me", anna), "due before you are back"));

    shop.send("/staff/me/away", until_tomorrow, anna);
    const auto me = shop.look("/staff/me", anna);
    CHECK(says(me, "1 ticket that you have is due before you are back"));
    CHECK(says(me, "The milk was sour."));
    CHECK(says(me, "href=\"" + ticket(sour) + "#name\""));
    CHECK_FALSE(says(me, "The bread was hard."));
    for (const auto* const page :
         {"/staff", "/staff/call", "/staff/kind-words", "/owner", "/staff?q=bread"}) {
        CAPTURE(page);
        CHECK(says(shop.look(page, anna), ">Anna, away until tomorrow, 18:00 CET</a>"));
    }
}

TEST_CASE("when the time is over somebody is back without having said so")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    shop.send("/staff/me/away", until_tomorrow, anna);
    shop.clock.advance(std::chrono::hours{48});
    CHECK_FALSE(says(shop.look("/staff/me", anna), "You are away"));
}

TEST_CASE("nobody can be handed a ticket while away, and the page says why")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto ben = shop.hires("Ben");
    const auto sour = shop.customer_writes("The milk was sour.");
    shop.send("/staff/me/away", until_tomorrow, anna);
    CHECK(says(shop.look(ticket(sour), ben),
               "<option value=\"Anna\" disabled>Anna, away until tomorrow"));
    const auto refused = shop.send(ticket(sour, "assign"), {{"name", "Anna"}}, ben);
    CHECK(refused.status == 422);
    CHECK(says(refused, "Anna is away until tomorrow, 18:00 CET."));
    CHECK_FALSE(shop.thread(sour).ticket.assignee);
}

TEST_CASE("a time that is over, or is none, is refused and stays in the field")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    CHECK(says(shop.send("/staff/me/away", {{"until", "2026-11-01T08:00"}}, anna),
               "That time is over"));
    CHECK(says(shop.send("/staff/me/away", {{"until", ""}}, anna), "Say until when"));
    const auto unclear = shop.send("/staff/me/away", {{"until", "Tuesday"}}, anna);
    CHECK(unclear.status == 422);
    CHECK(value_in(unclear.body, "until") == "Tuesday");
}

TEST_CASE("single keys are turned off for a person, on all their pages")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    CHECK_FALSE(says(shop.look("/staff", anna), "data-keys"));
    shop.send("/staff/me/keys", {{"single", "no"}}, anna);
    CHECK(says(shop.look("/staff", anna), "data-keys=\"no\""));
    CHECK_FALSE(says(shop.look("/staff", shop.hires("Ben")), "data-keys"));
    shop.send("/staff/me/keys", {{"single", "yes"}}, anna);
    CHECK_FALSE(says(shop.look("/staff", anna), "data-keys"));
}
