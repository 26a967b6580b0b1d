#include "site/staff_ticket.hpp"

#include "tests/site/staff_shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::site;
using namespace std::chrono_literals;

TEST_CASE("a ticket shows every word, who said it, how to reach them and what we promised")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    core::Submission said;
    said.likes = "The cheese.";
    said.dislikes = "The milk <b>was</b> sour.\nTwice.";
    said.wishes = "More cows.";
    said.name = "Marie";
    said.contact = "+49 30 1234";
    said.invoice = "2026-0815";
    said.channel = core::Channel::invoice;
    said.retired_key = true;
    said.branch = "norwalk";
    const auto reference = shop.writes(said);
    shop.clock.advance(20h);

    const auto page = shop.look(ticket(reference), anna);
    REQUIRE(page.status == 200);
    const auto heading =
        "Marie: The milk &lt;b&gt;was&lt;/b&gt; sour. Twice. The cheese. More cows. · " + reference;
    CHECK(says(page, "<title>" + heading));
    CHECK(says(page, ">" + heading + "</h1>"));
    CHECK(says(page, "The cheese."));
    CHECK(says(page, "The milk &lt;b&gt;was&lt;/b&gt; sour.\nTwice."));
    CHECK(says(page, "More cows."));
    CHECK(says(page, "Marie said"));
    CHECK(says(page, "+49 30 1234"));
    CHECK(says(page, "2026-0815"));
    CHECK(says(page, "a key that is no longer used"));
    CHECK(says(page, "Norwalk"));
    CHECK(says(page, "by the link on an invoice"));
    CHECK(says(page, "due-soon"));
    CHECK(says(page, "in 4 hours"));
    CHECK(says(page, "by today, 13:00 CET"));
    CHECK(says(page, "Promised on arrival."));
}

TEST_CASE("a ticket of another branch, and one that is not there, are the same: not found")
{
    StaffShop shop;
    const auto norbert = shop.hires("Norbert", core::Role::staff, "norwalk");
    const auto theirs = shop.customer_writes("In Danbury it was cold.", "danbury");
    CHECK(shop.look(ticket(theirs), norbert).status == 404);
    CHECK(shop.look(ticket("H-000000"), norbert).status == 404);
    CHECK(shop.look(ticket("milk"), norbert).status == 404);
    for (const auto* const verb :
         {"answer", "hold", "note", "claim", "assign", "kind", "settle", "take-back"}) {
        CAPTURE(verb);
        const Fields fields = {{"text", "Mine."},
                               {"seen", "0"},
                               {"name", "Norbert"},
                               {"kind", "praise"},
                               {"until", "2026-11-22T12:00"}};
        CHECK(shop.send(ticket(theirs, verb), fields, norbert).status == 404);
    }
    CHECK(shop.thread(theirs).entries.empty());
}

TEST_CASE("a ticket tells how it went, in plain words")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    shop.clock.advance(25h);
    const auto late = shop.look(ticket(reference), anna);
    CHECK(says(late, "due-late"));
    CHECK(says(late, "1 hour late"));
    shop.send(ticket(reference, "answer"),
              {{"text", "We changed the dairy."}, {"done", "New dairy."}, {"seen", "0"}}, anna);

    const auto page = shop.look(ticket(reference), anna);
    CHECK(says(page, "Anna answered"));
    CHECK(says(page, "We changed the dairy."));
    CHECK(says(page, "What we did: New dairy."));
    CHECK(says(page, "No promise is open"));
    CHECK(says(page, "broken, answered late today, 14:00 CET"));
    CHECK(says(page, "came in"));
}

TEST_CASE("staff read in words why a ticket was set aside")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    using enum core::Suspicion;
    const auto odd = shop.customer_writes("Buy pills", "", many_alike | many_from_address);
    const auto page = shop.look(ticket(odd), anna);
    CHECK(says(page, "Set aside to check"));
    CHECK(says(page, "<li>Many with nearly the same words came shortly before.</li>"));
    CHECK(says(page, "<li>Many came from the same connection that day.</li>"));
    CHECK_FALSE(says(page, "faster than a person"));

    const auto plain = shop.customer_writes("The milk was sour.");
    CHECK_FALSE(says(shop.look(ticket(plain), anna), "Set aside to check"));
}

TEST_CASE("who answers is told beside the words when no letter can take them")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto page_with = [&](const std::string& contact) {
        core::Submission said;
        said.dislikes = "The milk was sour.";
        said.contact = contact;
        return shop.look(ticket(shop.writes(said)), anna);
    };
    CHECK(says(page_with("0171 555"), "No e-mail address here: they read your answer on their "
                                      "status page, or you can call them on 0171 555."));
    CHECK_FALSE(says(page_with("lara@example.com"), "No e-mail address"));
    CHECK_FALSE(says(page_with(""), "No e-mail address"));
}
