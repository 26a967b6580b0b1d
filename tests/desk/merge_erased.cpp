#include "storage/draft.hpp"
#include "storage/promise.hpp"
#include "tests/desk/matter.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace heard;
using desk::test::count_of;
using desk::test::Matter;

TEST_CASE("one customer erases their words, and the other's stay, and are answered")
{
    Matter matter;
    REQUIRE(matter.merge(matter.bob, matter.ann));
    matter.shop.let_pass(23h);
    matter.erase(matter.ann);
    CHECK(matter.staffs(matter.ann).open_promise());
    CHECK(matter.customers(matter.bob).said.dislikes == "The door is stuck.");
    CHECK(matter.problems().empty());

    REQUIRE(matter.answer("Mended.", 99));
    CHECK(matter.shop.letters_to("bob@example.com").size() == 2);
    matter.erase(matter.bob);
    CHECK_FALSE(matter.staffs(matter.ann).open_promise());
    CHECK(matter.problems().empty());
    CHECK_FALSE(matter.merge(matter.shop.mary, matter.ann.reference,
                             matter.shop.customer_says({.likes = "Milk."}).reference));
}

TEST_CASE(
    "a warning that waits to go out is written anew when one of two customers erases their words")
{
    Matter matter;
    REQUIRE(matter.merge(matter.bob, matter.ann));
    matter.shop.let_pass(24h);
    matter.erase(matter.ann);
    const auto to_owner = matter.shop.letters_to(matter.shop.owner);
    REQUIRE(to_owner.size() == 1);
    CHECK(to_owner[0].what == "escalation");
    CHECK(to_owner[0].says("The door is stuck."));
    CHECK_FALSE(to_owner[0].says("The door sticks."));
    CHECK(to_owner[0].header("Message-ID") == to_owner[0].message_id);
    matter.erase(matter.bob);
    CHECK(matter.shop.letters_to(matter.shop.owner).at(0).mime.empty());
    CHECK(matter.problems().empty());
}

TEST_CASE("whoever erased their words hears no more of it, though theirs is the ticket that stays")
{
    for (const bool settles : {true, false}) {
        CAPTURE(settles);
        Matter matter;
        REQUIRE(matter.merge(matter.bob, matter.ann));
        matter.shop.clock.advance(1h);
        matter.erase(matter.ann);
        const auto until = matter.shop.clock.now() + 48h;
        REQUIRE(matter.answer("Dear Bob, the joiner comes.", 99, until));

        CHECK(count_of(matter.customers(matter.ann), "Dear Bob, the joiner comes.") == 0);
        CHECK_FALSE(matter.customers(matter.ann).open_promise());
        CHECK(matter.customers(matter.ann).ticket.settled_at);
        CHECK(count_of(matter.customers(matter.bob), "Dear Bob, the joiner comes.") == 1);
        CHECK(matter.customers(matter.bob).open_promise()->due_at == until);
        CHECK(count_of(matter.staffs(matter.ann), "Dear Bob, the joiner comes.") == 1);
        CHECK(matter.problems().empty());

        matter.shop.let_pass(49h);
        const auto to_owner = matter.shop.letters_to(matter.shop.owner);
        REQUIRE_FALSE(to_owner.empty());
        CHECK(to_owner[0].says("The door is stuck."));
        if (settles)
            matter.shop.customer_settles(matter.bob);
        else
            matter.erase(matter.bob);
        CHECK_FALSE(matter.staffs(matter.ann).open_promise());
        CHECK(matter.problems().empty());
    }
}

TEST_CASE("when all have erased their words, nothing is written or promised to any of them")
{
    Matter matter;
    REQUIRE(matter.merge(matter.bob, matter.ann));
    matter.erase(matter.ann);
    matter.erase(matter.bob);
    const auto until = matter.shop.clock.now() + 48h;
    CHECK(matter.answer("Until soon.", 99, until).error().phrase == "problem.nobody_reads");
    for (const auto& customer : {matter.ann, matter.bob})
        CHECK_FALSE(matter.customers(customer).open_promise());
    CHECK(count_of(matter.staffs(matter.ann), "Until soon.") == 0);
    CHECK(matter.problems().empty());

    matter.shop.customer_adds(matter.bob, "One more thing.");
    REQUIRE(matter.answer("Until soon.", 99, until));
    CHECK(count_of(matter.customers(matter.ann), "Until soon.") == 0);
    CHECK(count_of(matter.customers(matter.bob), "Until soon.") == 1);
    // Nobody else waits for it.
    CHECK(matter.customers(matter.bob).open_promise());
    matter.shop.customer_settles(matter.bob);
    CHECK_FALSE(matter.staffs(matter.ann).open_promise());
    CHECK(matter.problems().empty());
}

TEST_CASE("a reply goes to those who wait for one, and to all when nobody does")
{
    Matter matter;
    REQUIRE(matter.merge(matter.bob, matter.ann));
    REQUIRE(matter.answer("The door is mended.", 99));
    matter.shop.customer_settles(matter.ann);
    matter.shop.clock.advance(1h);
    matter.shop.customer_adds(matter.bob, "My coat was torn.");
    const auto anns = matter.customers(matter.ann).entries.size();
    const auto seen = matter.staffs(matter.ann).ticket.newest_entry;

    const auto until = matter.shop.clock.now() + 48h;
    REQUIRE(matter.answer("Bob, we pay for your coat.", seen, until));
    CHECK(matter.customers(matter.ann).entries.size() == anns);
    CHECK(matter.customers(matter.ann).ticket.settled_at);
    CHECK_FALSE(matter.customers(matter.ann).open_promise());
    CHECK(matter.shop.letters_to("ann@example.com").size() == 2);
    CHECK(matter.customers(matter.bob).open_promise()->due_at == until);
    CHECK(matter.shop.letters_to("bob@example.com").back().says("Bob, we pay for your coat."));
    CHECK(matter.problems().empty());

    // A second click on the button.
    REQUIRE(matter.answer("Bob, we pay for your coat.", seen, until));
    CHECK(count_of(matter.staffs(matter.ann), "Bob, we pay for your coat.") == 1);

    matter.shop.let_pass(49h);
    REQUIRE(matter.answer("It is paid.", 99));
    CHECK(matter.shop.in_transaction([](storage::Transaction& tx) {
        return storage::promise_numbers(tx).answered_late;
    }) == 1);
    CHECK(matter.customers(matter.ann).entries.size() == anns);

    REQUIRE(matter.answer("The door is new.", 99));
    CHECK(count_of(matter.customers(matter.ann), "The door is new.") == 1);
    CHECK(count_of(matter.customers(matter.bob), "The door is new.") == 1);
    CHECK(count_of(matter.staffs(matter.ann), "The door is new.") == 1);
    CHECK(matter.problems().empty());
}

TEST_CASE("a reply to two who wait stands once on the page of staff, though a third one stays")
{
    Matter matter;
    const auto carl =
        matter.shop.customer_says({.dislikes = "That door!", .contact = "carl@example.com"});
    REQUIRE(matter.merge(matter.bob, matter.ann));
    REQUIRE(matter.merge(carl, matter.ann));
    matter.shop.customer_settles(matter.ann);
    REQUIRE(matter.answer("The door is mended.", 99));
    CHECK(count_of(matter.customers(matter.ann), "The door is mended.") == 0);
    CHECK(count_of(matter.customers(matter.bob), "The door is mended.") == 1);
    CHECK(count_of(matter.customers(carl), "The door is mended.") == 1);
    CHECK(count_of(matter.staffs(carl), "The door is mended.") == 1);
    CHECK(matter.problems().empty());
}

TEST_CASE("a reply that was about to leave, and what is begun, outlive one customer's erasure "
          "while another one waits")
{
    Matter matter;
    matter.shop.house.undo_for = 15s;
    const auto nina = matter.shop.hire("Nina");
    REQUIRE(matter.merge(matter.bob, matter.ann));
    REQUIRE(matter.answer("Dear both, it is mended.", 99));
    matter.shop.in_transaction([&](storage::Transaction& tx) {
        storage::save_draft(tx,
                            {.ticket = matter.ann.ticket, .staff = nina.id, .text = "The joiner"});
        return desk::Done{};
    });
    const auto drafts = [&] {
        return matter.shop.in_transaction(
            [&](storage::Transaction& tx) { return storage::drafts_of(tx, matter.ann.ticket); });
    };
    matter.erase(matter.ann);
    REQUIRE(drafts().size() == 2);
    CHECK(std::ranges::count(drafts(), "Dear both, it is mended.", &storage::Draft::text) == 1);
    matter.shop.let_pass(1min);
    CHECK(matter.shop.letters_to("bob@example.com").size() == 1);
    CHECK(matter.problems().empty());

    matter.erase(matter.bob);
    CHECK(drafts().empty());
    CHECK(matter.problems().empty());
}

TEST_CASE("a reply to whoever erases their words goes to nobody else")
{
    Matter matter;
    matter.shop.house.undo_for = 15s;
    REQUIRE(matter.merge(matter.bob, matter.ann));
    matter.shop.customer_settles(matter.ann);
    REQUIRE(matter.answer("Bob, we pay for your coat.", 99));
    matter.erase(matter.bob);
    matter.shop.let_pass(1min);
    CHECK(count_of(matter.staffs(matter.ann), "Bob, we pay for your coat.") == 0);
    CHECK(matter.shop.letters_to("ann@example.com").size() == 1);
    CHECK(matter.problems().empty());
}
