#include "site/staff_praise.hpp"

#include "tests/site/staff_shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::site;

TEST_CASE("praise is passed on from the ticket, and read by whom it is for alone")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto bert = shop.hires("Bert", core::Role::staff, "danbury");
    shop.hires("Carla");
    core::Submission said;
    said.likes = "Bert <found> the boots.";
    said.dislikes = "The till was closed.";
    said.branch = "norwalk";
    const auto reference = shop.writes(said);
    CHECK(says(shop.look("/staff/kind-words", bert), "Nothing has been passed on"));

    const auto passed = shop.send(ticket(reference, "praise"), {{"name", "Bert"}}, anna);
    CHECK(passed.status == 303);
    CHECK(header_in(passed, "Location") == ticket(reference) + "#praise-passed");
    const auto page = shop.look(ticket(reference), anna);
    CHECK(says(page, "Passed on to Bert."));
    const auto choice = between(page.body, "id=\"praised\"", "</select>");
    CHECK(choice.find("Carla") != std::string::npos);
    CHECK(choice.find("Bert") == std::string::npos);
    CHECK(choice.find("Anna") == std::string::npos); // Nobody praises themselves.
    const auto unchosen = shop.send(ticket(reference, "praise"), {{"name", ""}}, anna);
    CHECK(unchosen.status == 422);
    CHECK(says(unchosen, "Nobody is chosen yet"));
    CHECK(says(page, "praise passed on to Bert, Anna"));

    const auto words = shop.look("/staff/kind-words", bert);
    CHECK(says(words, "Bert &lt;found&gt; the boots."));
    CHECK(says(words, "passed on by Anna"));
    CHECK_FALSE(says(words, "The till was closed."));
    CHECK_FALSE(says(words, ticket(reference))); // Another branch's: it would lead nowhere.
    CHECK_FALSE(says(shop.look("/staff/kind-words", anna), "found"));
}

TEST_CASE("praise for somebody who is not here says so beside the field")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    core::Submission said;
    said.likes = "The bread.";
    const auto reference = shop.writes(said);
    const auto refused = shop.send(ticket(reference, "praise"), {{"name", "Zoe"}}, anna);
    CHECK(refused.status == 422);
    CHECK(says(refused, "href=\"#praised\""));
    CHECK_FALSE(
        says(shop.look(ticket(shop.customer_writes("Sour milk.")), anna), "id=\"praised\""));
}

TEST_CASE("a ticket is set aside with a reason, which is kept when it is refused")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("Buy my watches.");
    const auto refused = shop.send(ticket(reference, "set-aside"), {{"text", " "}}, anna);
    CHECK(refused.status == 422);
    CHECK(says(refused, "href=\"#reason\""));
    CHECK(shop.send(ticket(reference, "set-aside"), {{"text", "An advertisement."}}, anna).status ==
          303);
    const auto page = shop.look(ticket(reference), anna);
    CHECK(says(page, "A colleague doubts it"));
    CHECK(says(page, "An advertisement."));
    CHECK_FALSE(says(page, "id=\"reason\""));
    CHECK_FALSE(says(shop.look("/staff", anna), reference));
    CHECK(says(shop.look("/staff?view=check", anna), reference));
    CHECK(shop.send(ticket(reference, "take-back"), {}, anna).status == 303);
    CHECK(says(shop.look("/staff", anna), reference));
}
