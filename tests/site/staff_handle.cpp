#include "site/staff_handle.hpp"

#include "tests/site/staff_shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::site;
using namespace std::chrono_literals;

TEST_CASE("taking a ticket, giving it back and handing it over lead back to it")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto bert = shop.hires("Bert");
    const auto reference = shop.customer_writes("The milk was sour.");
    const auto holder = [&] {
        const auto thread = shop.thread(reference);
        return thread.name_of(thread.ticket.assignee);
    };

    const auto taken = shop.send(ticket(reference, "claim"), {{"mine", "yes"}}, anna);
    CHECK(taken.status == 303);
    CHECK(header_in(taken, "Location") == ticket(reference));
    CHECK(holder() == "Anna");

    const auto refused = shop.send(ticket(reference, "claim"), {{"mine", "yes"}}, bert);
    CHECK(refused.status == 409);
    CHECK(says(refused, "Anna has taken this already"));

    CHECK(shop.send(ticket(reference, "assign"), {{"name", "Bert"}}, anna).status == 303);
    CHECK(holder() == "Bert");
    const auto page = shop.look(ticket(reference), anna);
    CHECK_FALSE(says(page, "<option value=\"Bert\"")); // He has it already.
    CHECK(says(page, "<option value=\"Anna\""));
    CHECK(shop.send(ticket(reference, "claim"), {{"mine", "no"}}, bert).status == 303);
    CHECK(holder().empty());
    CHECK(says(shop.look(ticket(reference), anna), "handed to Bert, Anna"));
}

TEST_CASE("a ticket is not handed to nobody, and not called what it cannot be")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    const auto nobody_there = shop.send(ticket(reference, "assign"), {{"name", "Zoe"}}, anna);
    CHECK(nobody_there.status == 422);
    CHECK(says(nobody_there, "href=\"#name\""));
    const auto unchosen = shop.send(ticket(reference, "assign"), {{"name", ""}}, anna);
    CHECK(unchosen.status == 422);
    CHECK(says(unchosen, "Nobody is chosen yet"));
    CHECK(shop.send(ticket(reference, "kind"), {{"kind", "urgent"}}, anna).status == 422);
    CHECK(shop.send(ticket(reference, "kind"), {{"kind", "praise"}}, anna).status == 303);
    CHECK(shop.thread(reference).ticket.kind == core::Kind::praise);
}

TEST_CASE("a note is for colleagues; an empty one is told so")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    CHECK(shop.send(ticket(reference, "note"), {{"text", "Call <her> first."}}, anna).status ==
          303);
    const auto page = shop.look(ticket(reference), anna);
    CHECK(says(page, "Internal note, not shown to the customer"));
    CHECK(says(page, "Call &lt;her&gt; first."));
    const auto empty = shop.send(ticket(reference, "note"), {{"text", " "}}, anna);
    CHECK(empty.status == 422);
    CHECK(says(empty, "id=\"note_text-error\""));
}

TEST_CASE("a ticket is not settled while we owe the customer a word")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    CHECK_FALSE(says(shop.look(ticket(reference), anna), "/settle\""));
    CHECK(shop.send(ticket(reference, "settle"), {}, anna).status == 409);
    shop.send(ticket(reference, "answer"), {{"text", "Fresh milk."}, {"seen", "0"}}, anna);
    CHECK(says(shop.look(ticket(reference), anna), "/settle\""));
    CHECK(shop.send(ticket(reference, "settle"), {}, anna).status == 303);
    CHECK(shop.thread(reference).ticket.settled_at);
}

TEST_CASE("what was set aside comes back into the queue when a person vouches for it")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("It was a person.", "", core::Suspicion::too_fast);
    CHECK(says(shop.look(ticket(reference), anna), "Set aside to check"));
    CHECK(shop.send(ticket(reference, "take-back"), {}, anna).status == 303);
    CHECK(says(shop.look("/staff", anna), reference));
    CHECK_FALSE(says(shop.look(ticket(reference), anna), "Set aside to check"));
}

TEST_CASE("what was done from the queue leads back to the same view of it, and nowhere else")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    const auto claim_from = [&](const std::string& back) {
        return header_in(
            shop.send(ticket(reference, "claim"), {{"mine", "yes"}, {"back", back}}, anna),
            "Location");
    };
    CHECK(claim_from("/staff?view=mine") == "/staff?view=mine");
    CHECK(claim_from("https://elsewhere.example/") == "/staff");
    CHECK(claim_from("") == ticket(reference));
    CHECK(says(shop.look("/staff?view=all", anna), "name=\"back\" value=\"/staff?view=all\""));
}
