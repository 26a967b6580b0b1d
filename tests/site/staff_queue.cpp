#include "site/staff_queue.hpp"

#include "storage/promise.hpp"
#include "tests/site/staff_shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::site;
using namespace std::chrono_literals;

TEST_CASE("what is due first is on top, and the time left is said in words")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto first = shop.customer_writes("First: the milk was sour.");
    shop.clock.advance(22h);
    const auto second = shop.customer_writes("Second: the queue was long.");
    shop.clock.advance(3h);

    const auto page = shop.look("/staff", anna);
    REQUIRE(page.status == 200);
    CHECK(page.body.find(first) < page.body.find(second));
    CHECK(says(page, "2 promises are open."));
    CHECK(says(page, "1 of them is late."));
    CHECK(says(page, "1 hour late"));
    CHECK(says(page, "in 21 hours"));
    CHECK(says(page, "row-late"));
    CHECK(says(page, "row-calm"));
}

TEST_CASE("what customers write and are called is shown as text, never as a page of theirs")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna <b>");
    core::Submission said;
    said.dislikes = "<script>alert(1)</script> \"quoted\"";
    said.name = "<img src=x>";
    shop.writes(said);
    const auto page = shop.look("/staff?view=all", anna);
    CHECK_FALSE(says(page, "<script>"));
    CHECK_FALSE(says(page, "<img"));
    CHECK(says(page, "&lt;script&gt;alert(1)"));
    CHECK(says(page, "Anna &lt;b&gt;"));
}

TEST_CASE("staff of a branch see its tickets and everybody's, not another branch's")
{
    StaffShop shop;
    const auto norbert = shop.hires("Norbert", core::Role::staff, "norwalk");
    const auto theirs = shop.customer_writes("In Danbury it was cold.", "danbury");
    const auto ours = shop.customer_writes("In Norwalk it was hot.", "norwalk");
    const auto open = shop.customer_writes("It was loud everywhere.");
    for (const auto* const target : {"/staff", "/staff?view=all"}) {
        const auto page = shop.look(target, norbert);
        CHECK(says(page, ours));
        CHECK(says(page, open));
        CHECK_FALSE(says(page, theirs));
    }
    CHECK(says(shop.look("/staff", norbert), "2 promises are open."));
}

TEST_CASE("each view shows what its name says, and says so kindly when there is nothing")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    CHECK(says(shop.look("/staff", anna), "Nothing waits."));
    CHECK(says(shop.look("/staff?view=mine", anna), "Nothing is on your plate."));

    const auto taken = shop.customer_writes("The milk was sour.");
    const auto odd = shop.customer_writes("Buy pills", "", core::Suspicion::hidden_field);
    shop.send(ticket(taken, "claim"), {{"mine", "yes"}}, anna);
    CHECK(says(shop.look("/staff?view=mine", anna), taken));
    CHECK(says(shop.look("/staff?view=mine", anna), "you have it"));
    CHECK(says(shop.look("/staff?view=check", anna), odd));
    CHECK_FALSE(says(shop.look("/staff", anna), odd));
    CHECK(says(shop.look("/staff?view=nonsense", anna), taken));
    CHECK(says(shop.look("/staff?view=check", anna), "aria-current=\"page\">Set aside"));
}

TEST_CASE("a browser without scripts looks for news each minute, unless one wants the "
          "queue to keep still")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const std::string reloads =
        "<noscript><meta http-equiv=\"refresh\" content=\"60;url=/staff?view=mine\"";
    CHECK(says(shop.look("/staff?view=mine", anna), reloads));
    CHECK_FALSE(says(shop.look("/staff?still=yes", anna), "http-equiv"));
    CHECK_FALSE(says(shop.look("/staff?still=yes", anna), "data-news"));
}

TEST_CASE(
    "a new message after an erasure is what the queue shows, and no longer that it was erased")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto path = shop.customer_says({{"dislikes", "The milk was sour."}});
    shop.post(path + "/erase", {{"sure", "yes"}});
    CHECK(says(shop.look("/staff?view=all", anna), "Erased by the customer"));
    shop.post(path + "/messages", {{"text", "The bread was hard."}});
    for (const auto* const view : {"/staff", "/staff?view=all"}) {
        const auto page = shop.look(view, anna);
        CHECK(says(page, "The bread was hard."));
        CHECK_FALSE(says(page, "Erased by the customer"));
    }
}

TEST_CASE("after a reply the queue says that it is done, and repeats no other words")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    const auto told = reference + ": your words are on the customer&#39;s page";
    CHECK_FALSE(says(shop.look("/staff?sent=" + reference, anna), told)); // Nothing was said yet.
    shop.send(ticket(reference, "answer"), {{"text", "Fresh milk."}, {"seen", "0"}}, anna);
    CHECK(says(shop.look("/staff?sent=" + reference, anna), told));
    const auto norbert = shop.hires("Norbert", core::Role::staff, "norwalk");
    const auto theirs = shop.customer_writes("In Danbury it was cold.", "danbury");
    CHECK_FALSE(says(shop.look("/staff?sent=" + theirs, norbert), theirs));
    CHECK_FALSE(says(shop.look("/staff?sent=Call+0900+1234", anna), "0900"));
}

TEST_CASE("the queue says who has begun an answer, to its writer and to everybody else")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto ben = shop.hires("Ben");
    const auto reference = shop.customer_writes("The milk was sour.");
    const Presence::Looking open{shop.presence, anna.staff, {shop.thread(reference).ticket}};
    shop.send(ticket(reference, "draft"), {{"form", "answer"}, {"text", "Here is"}, {"seen", "0"}},
              anna);
    const auto busy = shop.look("/staff", ben);
    CHECK(says(busy, "Anna is writing"));
    CHECK_FALSE(says(busy, "has begun")); // Once is enough.
    shop.clock.advance(std::chrono::minutes{5});
    shop.presence.drop_silent_writers();
    CHECK(says(shop.look("/staff", ben), "Anna has begun an answer"));
    CHECK(says(shop.look("/staff", anna), "you have begun an answer"));
    shop.send(ticket(reference, "draft"), {{"form", "answer"}, {"text", ""}}, anna);
    CHECK_FALSE(says(shop.look("/staff", ben), "has begun"));
}

TEST_CASE("after a reply the queue claims an e-mail only where one goes out")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto after_answer = [&](const std::string& contact) {
        core::Submission said;
        said.dislikes = "The milk was sour.";
        said.contact = contact;
        const auto sent = shop.send(ticket(shop.writes(said), "answer"),
                                    {{"text", "Fresh milk."}, {"seen", "0"}}, anna);
        return shop.look(header_in(sent, "Location"), anna);
    };
    CHECK(says(after_answer("lara@example.com"), "an e-mail with them goes to lara@example.com"));
    CHECK(says(after_answer("0171 <b>55"), "No e-mail goes out"));
    CHECK(says(after_answer("0171 <b>55"), "call 0171 &lt;b&gt;55"));
    CHECK(says(after_answer(""), "and only there, as they left no contact"));
}

TEST_CASE("letters that do not get through and a full disk are told on the queue")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    CHECK_FALSE(says(shop.look("/staff", anna), "class=\"trouble\""));
    shop.health.letters_stuck = 1;
    shop.health.letters_given_up = 2;
    shop.health.letters = {{"answer", "H-7K3M9Q", "550 no such user", true}};
    shop.health.disk_full = true;
    const auto page = shop.look("/staff", anna);
    CHECK(says(page, "1 e-mail has been waiting"));
    CHECK(says(page, "2 e-mails could not be delivered"));
    CHECK(says(page, "href=\"/staff/tickets/H-7K3M9Q\""));
    CHECK(says(page, "The disk is full"));
}
