#include "desk/handle.hpp"

#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

using namespace heard;

namespace {

/// A shop with one complaint, and somebody who does something about it.
struct Counter
{
    Shop shop{};
    desk::Receipt ticket = shop.customer_says(
        {.dislikes = "The shoes came apart.", .contact = "ann@example.com", .branch = "danbury"});
    core::Staff bob = shop.hire("Bob");

    template <class Verb, class... More>
    auto does(const core::Staff& staff, Verb verb, const More&... more)
    {
        return shop.in_transaction([&](storage::Transaction& tx) {
            return verb(tx, shop.house, desk::Handling{staff, ticket.reference}, more...);
        });
    }

    core::Ticket now() { return shop.thread(ticket).ticket; }
};

} // namespace

TEST_CASE("a note is for staff, and neither keeps nor moves a promise")
{
    Counter counter;
    REQUIRE(counter.does(counter.shop.mary, desk::note, "Called the maker."));
    const auto thread = counter.shop.thread(counter.ticket);
    CHECK(thread.entries[0].what == core::EntryKind::note);
    CHECK(thread.entries[0].text == "Called the maker.");
    CHECK(thread.name_of(thread.entries[0].staff) == "Mary");
    CHECK(thread.open_promise()->due_at == counter.shop.clock.now() + 24h);
    CHECK(counter.shop.letters().size() == 1);
    CHECK(counter.does(counter.shop.mary, desk::note, "").error().field == "note");
}

TEST_CASE("what one has taken, a colleague is told to talk about")
{
    Counter counter;
    REQUIRE(counter.does(counter.shop.mary, desk::claim, true));
    CHECK(counter.does(counter.shop.mary, desk::claim, true));
    CHECK(counter.now().assignee == counter.shop.mary.id);

    const auto refused = counter.does(counter.bob, desk::claim, true);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == core::ProblemKind::conflict);
    CHECK(refused.error().fillings[0].second == "Mary");
    CHECK(counter.now().assignee == counter.shop.mary.id);
}

TEST_CASE("what one has taken can be given back, by whoever has it")
{
    Counter counter;
    REQUIRE(counter.does(counter.shop.mary, desk::claim, true));
    CHECK(counter.does(counter.bob, desk::claim, false));
    CHECK(counter.now().assignee == counter.shop.mary.id);
    CHECK(counter.does(counter.shop.mary, desk::claim, false));
    CHECK_FALSE(counter.now().assignee);
    CHECK(counter.does(counter.bob, desk::claim, true));
    CHECK(counter.shop.book(counter.ticket) ==
          std::vector<std::string>{"submitted", "promised", "claimed", "given back", "claimed"});
}

TEST_CASE("a ticket is handed to a colleague who may see it and is still here")
{
    Counter counter;
    counter.shop.hire("Nina", core::Role::staff, "norwalk");
    counter.shop.dismiss(counter.shop.hire("Gus"));
    CHECK(counter.does(counter.shop.mary, desk::assign, "Nina").error().phrase ==
          "problem.no_such_staff");
    CHECK(counter.does(counter.shop.mary, desk::assign, "Gus").error().phrase ==
          "problem.no_such_staff");
    CHECK(counter.does(counter.shop.mary, desk::assign, "Nobody").error().phrase ==
          "problem.no_such_staff");
    CHECK_FALSE(counter.now().assignee);

    REQUIRE(counter.does(counter.shop.mary, desk::assign, "bob"));
    CHECK(counter.now().assignee == counter.bob.id);
}

TEST_CASE("staff correct what kind it is")
{
    Counter counter;
    REQUIRE(counter.does(counter.shop.mary, desk::correct_kind, "praise"));
    CHECK(counter.now().kind == core::Kind::praise);
    CHECK(counter.does(counter.shop.mary, desk::correct_kind, "spam").error().phrase ==
          "problem.no_such_kind");
    CHECK(counter.now().kind == core::Kind::praise);
}

TEST_CASE("a ticket cannot be settled unanswered")
{
    Counter counter;
    const auto refused = counter.does(counter.shop.mary, desk::settle);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().phrase == "problem.promise_open");
    CHECK_FALSE(counter.now().settled_at);

    counter.shop.staff_answers(counter.ticket, "A new pair is on its way.");
    REQUIRE(counter.does(counter.shop.mary, desk::settle));
    CHECK(counter.now().settled_at == counter.shop.clock.now());
    CHECK(counter.shop.book(counter.ticket).back() == "settled");
}

TEST_CASE("a ticket with the next date promised cannot be settled either")
{
    Counter counter;
    counter.shop.staff_holds(counter.ticket, "On it.", counter.shop.clock.now() + 24h);
    CHECK_FALSE(counter.does(counter.shop.mary, desk::settle));
}

TEST_CASE("a person who was set aside is taken back, and gets the letter that was held back")
{
    Shop shop;
    const auto ticket = shop.customer_says({.likes = "The bread.",
                                            .contact = "ann@example.com",
                                            .suspicion = core::Suspicion::too_fast});
    shop.clock.advance(2h);
    const auto take_back = [&] {
        return shop.in_transaction([&](storage::Transaction& tx) {
            return desk::take_back(tx, shop.house, {shop.mary, ticket.reference});
        });
    };
    REQUIRE(take_back());
    CHECK(take_back());
    CHECK(shop.thread(ticket).ticket.suspicion.empty());

    const auto letters = shop.letters_to("ann@example.com");
    REQUIRE(letters.size() == 1);
    CHECK(letters[0].says("We promise you an answer by Tuesday 24 November 2026, 09:00 CET."));
}

TEST_CASE("nobody handles a ticket of another branch, or one that is none")
{
    Counter counter;
    const auto nina = counter.shop.hire("Nina", core::Role::manager, "norwalk");
    CHECK(counter.does(nina, desk::claim, true).error().kind == core::ProblemKind::not_found);
    CHECK(counter.does(nina, desk::note, "Hm.").error().kind == core::ProblemKind::not_found);
    CHECK(counter.does(nina, desk::assign, "Bob").error().kind == core::ProblemKind::not_found);
    CHECK(counter.does(nina, desk::correct_kind, "other").error().kind ==
          core::ProblemKind::not_found);
    CHECK(counter.does(nina, desk::settle).error().kind == core::ProblemKind::not_found);
    CHECK(counter.does(nina, desk::take_back).error().kind == core::ProblemKind::not_found);
    counter.ticket.reference = "H-000000";
    CHECK(counter.does(counter.bob, desk::claim, true).error().phrase == "problem.not_found");
}

TEST_CASE("a link that was made void says so, the next one works, and a second press voids nothing")
{
    Counter counter;
    const auto open = [&](std::string_view token) {
        return counter.shop.in_transaction([&](storage::Transaction& tx) {
            return desk::find_by_status_token(tx, counter.shop.house, token);
        });
    };
    const auto before = counter.now();
    const auto old = counter.ticket.status_token;
    REQUIRE(counter.does(counter.shop.mary, desk::void_link, before.link_generation));
    CHECK(open(old).error().kind == core::ProblemKind::gone);
    CHECK(open(old).error().phrase == "problem.link_void");

    auto after = before;
    after.link_generation = 1;
    counter.ticket.status_token = counter.shop.house.status_token(after);
    CHECK(open(counter.ticket.status_token)->reference == before.reference);
    REQUIRE(counter.does(counter.shop.mary, desk::void_link, before.link_generation));
    CHECK(open(counter.ticket.status_token));
    CHECK(counter.shop.book(counter.ticket).back() == "link made void");

    // Letters have the new link, and still belong to the conversation.
    const auto root = counter.shop.letters_to("ann@example.com").at(0).message_id;
    counter.shop.staff_answers(counter.ticket, "A new pair is on its way.");
    const auto answer = counter.shop.letters_to("ann@example.com").at(1);
    CHECK(answer.says(counter.ticket.status_token));
    CHECK_FALSE(answer.says(old));
    CHECK(answer.header("References") == root);
}

TEST_CASE("who has the form of a ticket whose link was made void gets no link to it")
{
    Counter counter;
    core::Submission said{.dislikes = "Sour milk."};
    said.form_key[0] = 77;
    counter.ticket = counter.shop.customer_says(said);
    REQUIRE(counter.does(counter.shop.mary, desk::void_link, counter.now().link_generation));
    const auto again = counter.shop.customer_says(said);
    CHECK(again.reference != counter.ticket.reference);
    CHECK(counter.shop.customer_says(said).reference == again.reference);
}

TEST_CASE("staff of another branch make no link void")
{
    Counter counter;
    const auto stranger = counter.shop.hire("Nora", core::Role::staff, "norwalk");
    CHECK_FALSE(counter.does(stranger, desk::void_link, std::int64_t{0}));
    CHECK(counter.now().link_generation == 0);
}

TEST_CASE("a doubtful ticket is set aside with a reason, and keeps its promise")
{
    Counter counter;
    const auto due = counter.shop.thread(counter.ticket).open_promise()->due_at;
    CHECK(counter.does(counter.bob, desk::set_aside, " ").error().field == "reason");
    REQUIRE(counter.does(counter.bob, desk::set_aside, "Nobody bought shoes that day."));
    REQUIRE(counter.does(counter.bob, desk::set_aside, "Nobody bought shoes that day."));
    const auto thread = counter.shop.thread(counter.ticket);
    CHECK(core::signs_in(thread.ticket.suspicion) == std::vector<std::string>{"by_staff"});
    REQUIRE(thread.entries.size() == 1);
    CHECK(thread.entries[0].what == core::EntryKind::note);
    CHECK(thread.entries[0].text == "Nobody bought shoes that day.");
    CHECK(thread.open_promise()->due_at == due);

    REQUIRE(counter.does(counter.shop.mary, desk::take_back));
    CHECK(counter.now().suspicion.empty());
    CHECK(counter.shop.letters_to("ann@example.com").size() == 1);
    CHECK(counter.shop.book(counter.ticket) ==
          std::vector<std::string>{"submitted", "promised", "set aside", "note", "taken back"});
}
