#include "site/staff_customer.hpp"

#include "desk/erase.hpp"
#include "desk/escalate.hpp"
#include "desk/reply.hpp"
#include "tests/site/staff_shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::site;
using namespace std::chrono_literals;

namespace {

/// A shop in which Anna answers and Tomasz writes.
struct Counter : StaffShop
{
    Person anna = hires("Anna");

    std::string tomasz_writes(const std::string& dislikes,
                              const std::string& contact = "+49 151 2345678",
                              const std::string& invoice = "")
    {
        core::Submission said;
        said.dislikes = dislikes;
        said.name = "Tomasz";
        said.contact = contact;
        said.invoice = invoice;
        const auto reference = writes(said);
        tend_search();
        return reference;
    }

    void answer(const std::string& reference, const std::string& text, const std::string& done = "")
    {
        desk::Reply reply;
        reply.writer = anna.staff;
        reply.reference = reference;
        reply.text = text;
        reply.done = done;
        reply.repeated = true;
        reply.seen = thread(reference).ticket.newest_entry;
        in_database([&](storage::Transaction& tx) {
            REQUIRE(desk::answer(tx, house, reply).has_value());
            return 0;
        });
        tend_search();
    }

    http::Response page_of(const std::string& reference) { return look(ticket(reference), anna); }
};

} // namespace

TEST_CASE("whether a customer is a regular shows once they have their answer, not before")
{
    Counter shop;
    const auto first = shop.tomasz_writes("The soup was cold.");
    shop.answer(first, "Sorry about that.");
    const auto second = shop.tomasz_writes("Bread is dear.", "0151 2345678");

    const auto before = shop.page_of(second);
    CHECK(says(before, "shown once you have answered"));
    CHECK_FALSE(says(before, first));
    CHECK_FALSE(says(before, "They have written"));
    CHECK_FALSE(says(before, "promises to them"));

    shop.clock.advance(25h);
    shop.answer(second, "We looked at the prices.");
    const auto after = shop.page_of(second);
    CHECK(says(after, "They have written once before."));
    CHECK(says(after, "Of our promises to them 1 was kept and 1 was broken."));
    CHECK(says(after, "In the last 90 days: 2 tickets,"));
    CHECK(says(after, "2 replies of ours."));
    CHECK(says(after, first));
    CHECK(says(after, "The soup was cold."));

    shop.clock.advance(24h * 91);
    const auto later = shop.hires("Ben"); // Anna's session is over.
    CHECK(says(shop.look(ticket(second), later), "In the last 90 days: 0 tickets,"));
}

TEST_CASE("who writes for the first time is told as that, after the answer")
{
    Counter shop;
    const auto reference = shop.tomasz_writes("The soup was cold.");
    CHECK_FALSE(says(shop.page_of(reference), "first time"));
    shop.answer(reference, "Sorry about that.");
    CHECK(says(shop.page_of(reference), "They write for the first time."));
}

TEST_CASE(
    "what belongs to the same matter shows before the answer: what we owe them, and the invoice")
{
    Counter shop;
    const auto owed = shop.tomasz_writes("The soup was cold.", "Tom@Example.com");
    const auto same = shop.tomasz_writes("I said: cold!", "tom@example.com", "INV-77");
    const auto page = shop.page_of(same);
    CHECK(says(page, "Of the same matter"));
    CHECK(says(page, owed));
    CHECK_FALSE(says(page, "They have written"));

    shop.answer(owed, "Sorry about that.");
    CHECK_FALSE(says(shop.page_of(same), owed));
    const auto about_invoice = shop.tomasz_writes("And the bill?", "", "INV-77");
    shop.answer(same, "Sorry again.");
    CHECK(says(shop.page_of(about_invoice), same));
}

TEST_CASE("another branch's tickets are not told of, nor counted")
{
    Counter shop;
    const auto norbert = shop.hires("Norbert", core::Role::staff, "norwalk");
    core::Submission said;
    said.dislikes = "In Danbury it was cold.";
    said.contact = "tom@example.com";
    said.branch = "danbury";
    const auto theirs = shop.writes(said);
    said.dislikes = "In Norwalk it was hot.";
    said.branch = "norwalk";
    const auto ours = shop.writes(said);
    shop.tend_search();
    shop.answer(ours, "We opened a window.");
    const auto page = shop.look(ticket(ours), norbert);
    CHECK(says(page, "They write for the first time."));
    CHECK_FALSE(says(page, theirs));
    CHECK(says(shop.page_of(ours), "They have written once before."));
}

TEST_CASE("a note about a customer stands beside every ticket of theirs, until somebody removes it")
{
    Counter shop;
    const auto first = shop.tomasz_writes("The soup was cold.");
    const auto saved =
        shop.send(ticket(first, "customer-note"), {{"text", "Speaks <Polish>."}}, shop.anna);
    CHECK(saved.status == 303);
    shop.send(ticket(first, "customer-note"), {{"text", "Speaks <Polish>."}}, shop.anna);
    const auto second = shop.tomasz_writes("Bread is dear.", "0151/2345678");
    const auto page = shop.page_of(second);
    CHECK(says(page, "Speaks &lt;Polish&gt;."));
    CHECK(says(page, "Anna, "));
    CHECK(says(shop.page_of(first), "noted something about the customer, Anna"));
    const auto stranger = shop.tomasz_writes("Hello.", "0151 7654321");
    CHECK_FALSE(says(shop.page_of(stranger), "Polish"));

    const auto number = between(page.body, "name=\"note\" value=\"", "\"");
    // By the ticket of somebody else nothing is removed.
    shop.send(ticket(stranger, "forget-customer-note"), {{"note", number}}, shop.anna);
    CHECK(says(shop.page_of(second), "Polish"));
    CHECK(shop.page_of(second).body.find("Polish") == shop.page_of(second).body.rfind("Polish"));
    shop.send(ticket(second, "forget-customer-note"), {{"note", number}}, shop.anna);
    CHECK_FALSE(says(shop.page_of(first), "Polish"));
}

TEST_CASE("a note that cannot be kept stays in its form")
{
    Counter shop;
    const auto nameless = shop.tomasz_writes("The soup was cold.", "");
    CHECK_FALSE(says(shop.page_of(nameless), "customer-note"));
    const auto refused =
        shop.send(ticket(nameless, "customer-note"), {{"text", "Calm."}}, shop.anna);
    CHECK(refused.status == 422);
    CHECK(says(refused, "They left no contact"));
    const auto known = shop.tomasz_writes("The soup was cold.");
    const auto blank = shop.send(ticket(known, "customer-note"), {{"text", " "}}, shop.anna);
    CHECK(blank.status == 422);
    CHECK(says(blank, "error_customer_note") == false);
    CHECK(says(blank, "customer_note-error"));
    const auto norbert = shop.hires("Norbert", core::Role::staff, "norwalk");
    core::Submission said;
    said.dislikes = "Cold.";
    said.branch = "danbury";
    said.contact = "tom@example.com";
    const auto theirs = shop.writes(said);
    CHECK(shop.send(ticket(theirs, "customer-note"), {{"text", "x"}}, norbert).status == 404);
}

TEST_CASE("with the last of a customer's words the notes about them go")
{
    Counter shop;
    const auto erase = [&](const std::string& reference) {
        const auto token = shop.house.status_token(shop.thread(reference).ticket);
        CHECK(shop.in_database([&](storage::Transaction& tx) {
            return desk::erase_words(tx, shop.house, token).has_value();
        }));
        shop.tend_search();
    };
    const auto reference = shop.tomasz_writes("The soup was cold.");
    shop.send(ticket(reference, "customer-note"), {{"text", "Speaks Polish."}}, shop.anna);
    const auto other = shop.tomasz_writes("Bread is dear.");
    // A stranger who gave this address erases nothing of ours.
    erase(reference);
    CHECK(says(shop.page_of(other), "Polish"));

    erase(other);
    CHECK_FALSE(says(shop.page_of(shop.tomasz_writes("It is me again.")), "Polish"));
}

TEST_CASE("tickets like this one stand beside it with what we answered then")
{
    Counter shop;
    const auto like = shop.tomasz_writes("The zipper of the winter jacket broke.");
    shop.answer(like, "We sewed in a new <zipper>.", "Repaired for free.");
    const auto unlike = shop.tomasz_writes("The soup was cold.");
    shop.answer(unlike, "We bought a new stove.");
    const auto open = shop.tomasz_writes("My jacket: zipper stuck.");
    const auto page =
        shop.page_of(shop.tomasz_writes("A jacket whose zipper broke", "0151 7654321"));
    CHECK(says(page, "Like this one"));
    CHECK(says(page, "We sewed in a new &lt;zipper&gt;."));
    CHECK(says(page, "Repaired for free."));
    CHECK(says(page, like));
    CHECK_FALSE(says(page, "stove"));
    // Nothing to learn from yet; it may be of the same matter, though.
    CHECK_FALSE(says(page, "<a href=\"" + ticket(open)));
    CHECK(says(page, "name=\"into\" value=\"" + open));
}

TEST_CASE("of tickets like this one at most three are shown, and only what one may see")
{
    Counter shop;
    const auto norbert = shop.hires("Norbert", core::Role::staff, "norwalk");
    for (int i = 0; i < 5; ++i) {
        core::Submission said;
        said.dislikes = "The zipper of the jacket broke.";
        said.branch = i == 0 ? "norwalk" : "danbury";
        const auto reference = shop.writes(said);
        shop.answer(reference, "Answer number " + std::to_string(i));
    }
    core::Submission said;
    said.dislikes = "The jacket and its zipper";
    said.branch = "norwalk";
    const auto reference = shop.writes(said);
    shop.tend_search();
    const auto page = shop.page_of(reference);
    for (int i = 2; i < 5; ++i)
        CHECK(says(page, "Answer number " + std::to_string(i)));
    CHECK_FALSE(says(page, "Answer number 1"));
    const auto his = shop.look(ticket(reference), norbert);
    CHECK(says(his, "Answer number 0"));
    CHECK_FALSE(says(his, "Answer number 4"));
}

TEST_CASE("the history says what became of each promise, and who was told when")
{
    Counter shop;
    core::Rung owner_hears;
    owner_hears.to = {{core::RecipientKind::owner, ""}};
    shop.house.ladder.rungs = {owner_hears};
    const auto reference = shop.tomasz_writes("The soup was cold.");
    shop.clock.advance(25h);
    shop.in_database(
        [&](storage::Transaction& tx) { return desk::escalate(tx, shop.house).escalations; });
    shop.answer(reference, "Sorry.");
    const auto page = shop.page_of(reference);
    CHECK(says(page, "promised an answer by "));
    CHECK(says(page, " was broken: its time passed without an answer"));
    CHECK(says(page, "answered late: the promise for "));
    CHECK(says(page, "told " + shop.house.owner.email + " that it is due"));
}
