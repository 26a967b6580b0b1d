#include "desk/praise.hpp"
#include "storage/draft.hpp"
#include "storage/ticket.hpp"
#include "tests/desk/matter.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace heard;
using desk::test::Matter;

TEST_CASE(
    "of two tickets that are put together the one that is due first stays, whichever was named")
{
    for (const bool from_ann : {true, false}) {
        Matter matter;
        const auto merging =
            from_ann ? matter.merge(matter.ann, matter.bob) : matter.merge(matter.bob, matter.ann);
        REQUIRE(merging);
        CHECK(merging->stays.reference == matter.ann.reference);
        CHECK(merging->goes.reference == matter.bob.reference);

        const auto rows = matter.queue();
        REQUIRE(rows.size() == 1);
        CHECK(rows[0].reference == matter.ann.reference);
        CHECK(rows[0].due_at == matter.anns_due);
        CHECK(matter.shop.book(matter.bob).back() == "merged");
        CHECK(matter.shop.book(matter.ann).back() == "merged in");
        CHECK(matter.problems().empty());
    }
}

TEST_CASE("each customer is promised the earlier time, once, and sees nothing of the other")
{
    Matter matter;
    REQUIRE(matter.merge(matter.bob, matter.ann));
    const auto bobs = matter.customers(matter.bob);
    REQUIRE(bobs.promises.size() == 2);
    CHECK(bobs.promises[0].state == core::PromiseState::released);
    CHECK(bobs.open_promise()->due_at == matter.anns_due);
    CHECK(bobs.said.dislikes == "The door is stuck.");
    CHECK(matter.customers(matter.ann).promises.size() == 1);

    matter.shop.customer_adds(matter.ann, "And it is cold.");
    CHECK(matter.customers(matter.bob).entries.empty());
    CHECK(matter.customers(matter.ann).entries.size() == 1);
    CHECK(matter.problems().empty());
}

TEST_CASE("an answer reaches both customers, each in a letter and a conversation of their own")
{
    Matter matter;
    REQUIRE(matter.merge(matter.bob, matter.ann));
    const auto seen = matter.staffs(matter.ann).ticket.newest_entry;
    REQUIRE(matter.answer("The door is mended.", seen));
    for (const auto& [ticket, address, own, other] :
         {std::tuple{matter.ann, "ann@example.com", "The door sticks.", "The door is stuck."},
          std::tuple{matter.bob, "bob@example.com", "The door is stuck.", "The door sticks."}}) {
        CAPTURE(address);
        const auto letters = matter.shop.letters_to(address);
        REQUIRE(letters.size() == 2);
        CHECK(letters[1].says("The door is mended."));
        CHECK(letters[1].says(own));
        CHECK_FALSE(letters[1].says(other));
        CHECK(letters[1].says(ticket.status_token));
        CHECK(letters[1].header("References") == letters[0].message_id);
        const auto thread = matter.customers(ticket);
        CHECK_FALSE(thread.open_promise());
        REQUIRE(thread.entries.size() == 1);
        CHECK(thread.entries[0].text == "The door is mended.");
        CHECK(thread.ticket.answered_at == matter.shop.clock.now());
        CHECK(thread.promises.back().state == core::PromiseState::kept);
    }
    CHECK(matter.staffs(matter.ann).entries.size() == 1);
    CHECK(matter.problems().empty());
}

TEST_CASE("a holding reply promises both the next word")
{
    Matter matter;
    REQUIRE(matter.merge(matter.bob, matter.ann));
    const auto until = matter.shop.clock.now() + 48h;
    REQUIRE(matter.answer("The joiner comes.", 99, until));
    CHECK(matter.customers(matter.ann).open_promise()->due_at == until);
    CHECK(matter.customers(matter.bob).open_promise()->due_at == until);
    CHECK(matter.problems().empty());
}

TEST_CASE(
    "what either says afterwards reaches the ticket that stays, and is promised an answer there")
{
    Matter matter;
    REQUIRE(matter.merge(matter.bob, matter.ann));
    REQUIRE(matter.answer("The door is mended.", 99));
    matter.shop.clock.advance(1h);
    matter.shop.customer_adds(matter.bob, "It is stuck again.");

    const auto staffs = matter.staffs(matter.bob);
    CHECK(staffs.ticket.reference == matter.ann.reference);
    CHECK(staffs.open_promise()->due_at == matter.shop.clock.now() + 24h);
    REQUIRE(staffs.entries.size() == 2);
    CHECK(staffs.entries[1].text == "It is stuck again.");
    CHECK(staffs.customer_of(staffs.entries[1]) == "Bob");
    // Ann has her answer, and was promised nothing since.
    CHECK_FALSE(matter.customers(matter.ann).open_promise());
    CHECK(matter.customers(matter.ann).promises.size() == 1);
    CHECK(matter.customers(matter.bob).open_promise());
    CHECK(matter.problems().empty());

    REQUIRE(matter.answer("Mended again.", staffs.ticket.newest_entry));
    CHECK(matter.customers(matter.ann).promises.size() == 1);
    CHECK(matter.customers(matter.bob).promises.size() == 3);
    CHECK(matter.problems().empty());
}

TEST_CASE(
    "a reply that has not seen what the other customer wrote, or the merge itself, is not sent")
{
    Matter matter;
    const auto before = matter.staffs(matter.ann).ticket.newest_entry;
    REQUIRE(matter.merge(matter.bob, matter.ann));
    CHECK(matter.answer("Mended.", before).error().phrase == "problem.newer_entry");
    const auto after = matter.staffs(matter.ann).ticket.newest_entry;
    matter.shop.customer_adds(matter.bob, "And the window.");
    CHECK(matter.answer("Mended.", after).error().phrase == "problem.newer_entry");
    const auto now = matter.staffs(matter.ann);
    CHECK(now.entries.back().number == now.ticket.newest_entry);
    CHECK(now.entries.back().number > after);
    CHECK(matter.answer("Mended.", now.ticket.newest_entry));
}

TEST_CASE("one customer's `settled` ends nothing that the other waits for")
{
    Matter matter;
    REQUIRE(matter.merge(matter.bob, matter.ann));
    matter.shop.customer_settles(matter.bob);
    CHECK(matter.staffs(matter.ann).open_promise());
    CHECK(matter.customers(matter.ann).open_promise());
    CHECK_FALSE(matter.customers(matter.bob).open_promise());
    CHECK(matter.problems().empty());
    matter.shop.customer_settles(matter.ann);
    CHECK_FALSE(matter.staffs(matter.ann).open_promise());
    CHECK(matter.problems().empty());

    matter.shop.customer_settles(matter.bob, false);
    CHECK(matter.staffs(matter.ann).open_promise());
    CHECK(matter.customers(matter.bob).open_promise());
    CHECK_FALSE(matter.customers(matter.ann).open_promise());
    CHECK(matter.problems().empty());
}

TEST_CASE("nothing climbs twice, and who is told reads the words of whoever waits")
{
    Matter matter;
    REQUIRE(matter.merge(matter.bob, matter.ann));
    matter.shop.let_pass(24h);
    const auto to_owner = matter.shop.letters_to(matter.shop.owner);
    REQUIRE(to_owner.size() == 1);
    CHECK(to_owner[0].says("The door sticks."));

    Matter other;
    REQUIRE(other.merge(other.bob, other.ann));
    other.shop.customer_settles(other.ann);
    other.shop.let_pass(24h);
    const auto about_bob = other.shop.letters_to(other.shop.owner);
    REQUIRE(about_bob.size() == 1);
    CHECK(about_bob[0].says("The door is stuck."));
    CHECK_FALSE(about_bob[0].says("The door sticks."));
    CHECK(other.problems().empty());
}

TEST_CASE("a promise that was broken before it was merged stays broken")
{
    Matter matter;
    matter.shop.let_pass(25h);
    REQUIRE(matter.merge(matter.bob, matter.ann));
    CHECK(matter.shop.promises(matter.bob).front().state == core::PromiseState::broken);
    CHECK(matter.problems().empty());
}

TEST_CASE(
    "a ticket is not put together with itself, with one that cannot be seen, or one that is erased")
{
    Matter matter;
    const auto phrase = [](const auto& result) { return result ? "" : result.error().phrase; };
    CHECK(phrase(matter.merge(matter.ann, matter.ann)) == "problem.merge_itself");
    CHECK(phrase(matter.merge(matter.shop.mary, matter.ann.reference, "H-000000")) ==
          "problem.no_such_ticket");
    CHECK(phrase(matter.merge(matter.shop.mary, matter.ann.reference, "milk")) ==
          "problem.no_such_ticket");
    CHECK(phrase(matter.merge(matter.shop.mary, "H-000000", matter.ann.reference)) ==
          "problem.not_found");

    const auto danbury = matter.shop.customer_says({.likes = "Milk.", .branch = "danbury"});
    const auto norwalk = matter.shop.customer_says({.likes = "Milk.", .branch = "norwalk"});
    const auto nina = matter.shop.hire("Nina", core::Role::manager, "norwalk");
    CHECK(phrase(matter.merge(nina, norwalk.reference, danbury.reference)) ==
          "problem.no_such_ticket");
    CHECK(phrase(matter.merge(nina, danbury.reference, norwalk.reference)) == "problem.not_found");
    CHECK(phrase(matter.merge(danbury, norwalk)) == "problem.merge_branches");
    matter.erase(matter.bob);
    CHECK(phrase(matter.merge(matter.bob, matter.ann)) == "problem.merge_erased");
    CHECK(phrase(matter.merge(matter.ann, matter.bob)) == "problem.merge_erased");
}

TEST_CASE(
    "what goes along goes along with whatever its ticket is put together with, never in a chain")
{
    Matter matter;
    REQUIRE(matter.merge(matter.bob, matter.ann));
    const auto carl =
        matter.shop.customer_says({.dislikes = "That door!", .contact = "carl@example.com"});
    // Bob's reference stands for Ann's ticket.
    REQUIRE(matter.merge(carl, matter.bob));
    CHECK(matter.staffs(carl).ticket.reference == matter.ann.reference);
    CHECK(matter.merge(matter.bob, carl).error().phrase == "problem.merge_itself");

    // An older promise than Ann's, of a ticket that is merged last.
    Matter other;
    const auto hold = other.shop.clock.now() + 2h;
    REQUIRE(other.merge(other.bob, other.ann));
    const auto dora =
        other.shop.customer_says({.dislikes = "Cold.", .contact = "dora@example.com"});
    other.shop.staff_holds(dora, "Soon.", hold);
    REQUIRE(other.merge(dora, other.ann));
    CHECK(other.staffs(other.bob).ticket.reference == dora.reference);
    CHECK(other.customers(other.bob).open_promise()->due_at == hold);
    CHECK(other.customers(other.ann).open_promise()->due_at == hold);
    CHECK(other.staffs(dora).along.size() == 2);

    // Whose ticket went along first, with a later promise than the one that counts.
    Matter third;
    const auto emil =
        third.shop.customer_says({.dislikes = "Stuck.", .contact = "emil@example.com"});
    REQUIRE(third.merge(emil, third.bob));
    REQUIRE(third.merge(third.bob, third.ann));
    REQUIRE(third.customers(emil).open_promise());
    CHECK(third.customers(emil).open_promise()->due_at == third.anns_due);
    CHECK(matter.problems().empty());
    CHECK(other.problems().empty());
}

TEST_CASE("a promise is on its customer's page, also when the clock was set back before it ended")
{
    Matter matter;
    REQUIRE(matter.merge(matter.bob, matter.ann));
    matter.shop.clock.advance(-3h);
    REQUIRE(matter.answer("The door is planed.", 1));
    const auto promises = matter.customers(matter.ann).promises;
    REQUIRE(promises.size() == 1);
    CHECK(promises[0].state == core::PromiseState::kept);
}

TEST_CASE("a doubtful ticket that is put together with a good one is doubtful no more")
{
    Matter matter;
    matter.shop.clock.advance(1h);
    const auto doubtful = matter.shop.customer_says({.dislikes = "Door.",
                                                     .contact = "carl@example.com",
                                                     .suspicion = core::Suspicion::too_fast});
    CHECK(matter.shop.letters_to("carl@example.com").empty());
    REQUIRE(matter.merge(doubtful, matter.ann));
    const auto letters = matter.shop.letters_to("carl@example.com");
    REQUIRE(letters.size() == 1);
    CHECK(
        letters[0].says("Tuesday 24 November 2026, 09:00 CET")); // Ann's time, which is theirs now.
}

namespace {

/// Carl's and Dora's, put together; nobody has taken either for a person's words yet.
struct Doubtful
{
    Shop shop{};
    desk::Receipt carl = says("carl@example.com");
    desk::Receipt dora = says("dora@example.com");
    desk::Handling handling{shop.mary, carl.reference};

    Doubtful()
    {
        shop.in_transaction([&](storage::Transaction& tx) {
                return desk::merge(tx, shop.house, handling, dora.reference);
            })
            .value();
    }

    desk::Receipt says(const std::string& contact)
    {
        return shop.customer_says({.dislikes = "The door sticks.",
                                   .contact = contact,
                                   .suspicion = core::Suspicion::too_fast});
    }
    void take_back()
    {
        shop.in_transaction(
                [&](storage::Transaction& tx) { return desk::take_back(tx, shop.house, handling); })
            .value();
    }
    std::string suspicion(const desk::Receipt& ticket)
    {
        return shop.in_transaction([&](storage::Transaction& tx) {
            return storage::find_ticket(tx, ticket.ticket).value().suspicion;
        });
    }
};

} // namespace

TEST_CASE("two doubtful tickets are taken back together, and both customers hear of their promise")
{
    Doubtful matter;
    CHECK(matter.shop.letters_to("carl@example.com").empty());
    matter.take_back();
    CHECK(matter.shop.letters_to("carl@example.com").size() == 1);
    CHECK(matter.shop.letters_to("dora@example.com").size() == 1);
}

TEST_CASE("whoever has settled theirs is promised nothing when it is taken back")
{
    Doubtful matter;
    matter.shop.customer_settles(matter.dora);
    matter.take_back();
    CHECK(matter.suspicion(matter.dora).empty());
    CHECK(matter.shop.letters_to("dora@example.com").empty());
    CHECK(matter.shop.letters_to("carl@example.com").size() == 1);
}

TEST_CASE("a reply shows that all of a matter is taken for people's words, whomever it reaches")
{
    for (const bool settled_by_carl : {true, false}) {
        Doubtful matter;
        matter.shop.customer_settles(settled_by_carl ? matter.carl : matter.dora);
        const desk::Reply reply{.writer = matter.shop.mary,
                                .reference = matter.carl.reference,
                                .text = "It is mended.",
                                .done = {},
                                .seen = 9,
                                .until = {}};
        REQUIRE(matter.shop.in_transaction(
            [&](storage::Transaction& tx) { return desk::answer(tx, matter.shop.house, reply); }));
        CHECK(matter.suspicion(matter.carl).empty());
        CHECK(matter.suspicion(matter.dora).empty());
    }
}

TEST_CASE("what a colleague has begun to write on the ticket that goes is not lost")
{
    Matter matter;
    const auto begin = [&](const desk::Receipt& ticket, const std::string& text) {
        matter.shop.in_transaction([&](storage::Transaction& tx) {
            storage::save_draft(
                tx, {.ticket = ticket.ticket, .staff = matter.shop.mary.id, .text = text});
            return desk::Done{};
        });
    };
    begin(matter.ann, "To Ann.");
    begin(matter.bob, "To Bob.");
    REQUIRE(matter.merge(matter.bob, matter.ann));
    const auto drafts = [&](const desk::Receipt& ticket) {
        return matter.shop.in_transaction(
            [&](storage::Transaction& tx) { return storage::drafts_of(tx, ticket.ticket); });
    };
    REQUIRE(drafts(matter.ann).size() == 1);
    CHECK(drafts(matter.ann)[0].text == "To Bob.\n\nTo Ann.");
    CHECK(drafts(matter.bob).empty());
}

TEST_CASE("whoever had the ticket that goes has the one that stays, if nobody else does")
{
    Matter matter;
    const auto nina = matter.shop.hire("Nina");
    matter.shop.staff_claims(matter.bob, nina);
    REQUIRE(matter.merge(matter.bob, matter.ann));
    CHECK(matter.staffs(matter.ann).ticket.assignee == nina.id);
}

TEST_CASE("a matter is of the branch that one of its tickets is of, for whoever has it, too")
{
    Matter matter;
    auto& shop = matter.shop;
    const auto norwalk = shop.customer_says({.dislikes = "That door!", .branch = "norwalk"});
    const auto dan = shop.hire("Dan", core::Role::staff, "danbury");
    shop.staff_claims(matter.ann, dan);
    REQUIRE(matter.merge(norwalk, matter.ann));
    const auto ticket = matter.staffs(norwalk).ticket;
    CHECK(ticket.reference == matter.ann.reference);
    CHECK(ticket.branch == "norwalk");
    CHECK_FALSE(core::may_see(dan, ticket.branch));
    shop.let_pass(21h);
    for (const auto& letter : shop.letters_to(dan.email)) // Bob's ticket is anybody's.
        CHECK_FALSE(letter.says("The door sticks."));
}

TEST_CASE("who may not see the ticket that stays does not get it")
{
    Matter matter;
    auto& shop = matter.shop;
    const auto norwalk = shop.customer_says({.dislikes = "That door!", .branch = "norwalk"});
    shop.clock.advance(1h);
    const auto later = shop.customer_says({.dislikes = "The door sticks."});
    const auto dan = shop.hire("Dan", core::Role::staff, "danbury");
    shop.staff_claims(later, dan);
    REQUIRE(matter.merge(later, norwalk));
    CHECK(matter.staffs(norwalk).ticket.reference == norwalk.reference);
    CHECK_FALSE(matter.staffs(norwalk).ticket.assignee);
}

TEST_CASE("praise on a ticket that went along is passed on from the one that stays")
{
    Matter matter;
    REQUIRE(matter.merge(matter.bob, matter.ann));
    REQUIRE(matter.shop.in_transaction([&](storage::Transaction& tx) {
        return desk::pass_praise(tx, matter.shop.house, {matter.shop.mary, matter.ann.reference},
                                 "Mary");
    }));
    CHECK(matter.shop.letters_to("mary@dairy.example").at(0).says("Mary helped me in."));
    matter.erase(matter.bob);
    CHECK(matter.shop.letters_to("mary@dairy.example").at(0).what == "withdrawn");
}
