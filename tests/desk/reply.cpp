#include "desk/reply.hpp"

#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using core::PromiseState;

namespace {

const core::Submission a_complaint{
    .dislikes = "The shoes came apart.", .name = "Ann", .contact = "ann@example.com"};

desk::Reply reply_to(const desk::Receipt& ticket, const core::Staff& writer, std::string text)
{
    return {.writer = writer,
            .reference = ticket.reference,
            .text = std::move(text),
            .done = {},
            .seen = 0,
            .until = {}};
}

auto try_to_answer(Shop& shop, const desk::Reply& reply)
{
    return shop.in_transaction(
        [&](storage::Transaction& tx) { return desk::answer(tx, shop.house, reply); });
}

auto try_to_hold(Shop& shop, const desk::Reply& reply)
{
    return shop.in_transaction(
        [&](storage::Transaction& tx) { return desk::hold(tx, shop.house, reply); });
}

} // namespace

TEST_CASE("an answer in time keeps the promise, and nobody is told of it any more")
{
    Shop shop;
    const auto ticket = shop.customer_says(a_complaint);
    shop.let_pass(3h);
    shop.staff_answers(ticket, "A new pair is on its way.");

    const auto promise = shop.promises(ticket)[0];
    CHECK(promise.state == PromiseState::kept);
    CHECK(promise.ended_at == shop.clock.now());
    CHECK_FALSE(promise.broken_at);
    CHECK(shop.thread(ticket).ticket.answered_at == shop.clock.now());
    shop.let_pass(72h);
    CHECK(shop.letters_to(shop.owner).empty());
    CHECK(shop.letters_to(shop.mary.email).empty());
    CHECK(shop.book(ticket) == std::vector<std::string>{"submitted", "promised", "answer", "kept"});
}

TEST_CASE("a promise answered after its due time stays broken, and is answered late")
{
    Shop shop;
    const auto ticket = shop.customer_says(a_complaint);
    shop.let_pass(25h);
    shop.staff_answers(ticket, "A new pair is on its way, with our apology.");

    const auto promise = shop.promises(ticket)[0];
    CHECK(promise.state == PromiseState::broken);
    CHECK(promise.broken_at == promise.due_at);
    CHECK(promise.ended_at == shop.clock.now());
    CHECK(shop.letters_to(shop.owner).size() == 1);
    CHECK(shop.book(ticket).back() == "answered late");
}

TEST_CASE("a promise is broken at its due time, even if no round has looked since")
{
    Shop shop;
    const auto ticket = shop.customer_says(a_complaint);
    shop.clock.advance(24h);
    shop.staff_answers(ticket, "Sorry.");
    CHECK(shop.promises(ticket)[0].state == PromiseState::broken);
    CHECK(shop.promises(ticket)[0].broken_at == shop.promises(ticket)[0].due_at);
}

TEST_CASE("an answer is a person's letter in the customer's conversation")
{
    Shop shop;
    const auto ticket = shop.customer_says(a_complaint);
    auto reply = reply_to(ticket, shop.mary, "We are sorry.\nA new pair is on its way.");
    reply.done = "We spoke with the maker.";
    REQUIRE(try_to_answer(shop, reply));

    const auto letters = shop.letters_to("ann@example.com");
    REQUIRE(letters.size() == 2);
    const auto& letter = letters[1];
    CHECK(letter.what == "answer");
    CHECK(letter.subject() == "[" + ticket.reference + "] Stew's Dairy answers you");
    CHECK(letter.header("From") == "\"Mary at Stew's Dairy\" <hello@dairy.example>");
    CHECK(letter.header("Auto-Submitted").empty());
    CHECK(letter.header("References") == letters[0].message_id);
    CHECK(letter.header("In-Reply-To") == letters[0].message_id);
    CHECK(letter.message_id != letters[0].message_id);
    CHECK(letter.says("We are sorry.\nA new pair is on its way."));
    CHECK(letter.says("What we did: We spoke with the maker."));
    CHECK(letter.says("https://dairy.example/t/" + ticket.status_token));
}

TEST_CASE("an answer to somebody without an address stands on their page")
{
    Shop shop;
    const auto ticket = shop.customer_says({.likes = "The bread."});
    shop.staff_answers(ticket, "The baker says thank you.");
    CHECK(shop.letters().empty());
    CHECK(shop.thread(ticket).entries[0].what == core::EntryKind::answer);
    CHECK(shop.thread(ticket).entries[0].text == "The baker says thank you.");
}

TEST_CASE("a holding reply keeps the promise and makes the next, dated one")
{
    Shop shop;
    const auto ticket = shop.customer_says(a_complaint);
    const auto friday = berlin("2026-11-27 17:00");
    shop.staff_holds(ticket, "We asked the maker.", friday);

    const auto promises = shop.promises(ticket);
    REQUIRE(promises.size() == 2);
    CHECK(promises[0].state == PromiseState::kept);
    CHECK(promises[1].state == PromiseState::open);
    CHECK(promises[1].due_at == friday);
    CHECK(promises[1].made_by == shop.mary.id);
    CHECK_FALSE(shop.thread(ticket).ticket.answered_at);

    const auto letter = shop.letters_to("ann@example.com").back();
    CHECK(letter.subject() == "[" + ticket.reference + "] Stew's Dairy is on it");
    CHECK(letter.says("You will hear from us again by Friday 27 November 2026, 17:00 CET."));
    CHECK(letter.header("Auto-Submitted").empty());
}

TEST_CASE("the promise of a holding reply climbs like any other")
{
    Shop shop;
    const auto ticket = shop.customer_says(a_complaint);
    shop.staff_holds(ticket, "We asked the maker.", berlin("2026-11-27 17:00"));
    shop.clock.set(berlin("2026-11-27 16:59"));
    shop.climb();
    CHECK(shop.letters_to(shop.mary.email).size() == 1);
    CHECK(shop.letters_to(shop.owner).empty());
    shop.let_pass(1min);
    CHECK(shop.letters_to(shop.owner).size() == 1);
    CHECK(shop.letters_to(shop.owner)[0].says("Mary promised it on"));
}

TEST_CASE("a late holding reply leaves a broken promise behind, and a new one before")
{
    Shop shop;
    const auto ticket = shop.customer_says(a_complaint);
    shop.let_pass(30h);
    shop.staff_holds(ticket, "We are late, and on it.", shop.clock.now() + 48h);
    CHECK(shop.promises(ticket)[0].state == PromiseState::broken);
    CHECK(shop.promises(ticket)[1].state == PromiseState::open);
}

TEST_CASE("a holding reply needs a date, in the future, and not too far")
{
    Shop shop;
    const auto ticket = shop.customer_says(a_complaint);
    auto reply = reply_to(ticket, shop.mary, "We are on it.");
    CHECK(try_to_hold(shop, reply).error().phrase == "problem.hold_without_date");
    reply.until = shop.clock.now();
    CHECK(try_to_hold(shop, reply).error().phrase == "problem.hold_in_the_past");
    reply.until = shop.clock.now() + 15 * 24h;
    CHECK(try_to_hold(shop, reply).error().phrase == "problem.hold_too_long");

    CHECK(shop.thread(ticket).entries.empty());
    CHECK(shop.promises(ticket).size() == 1);
    CHECK(shop.letters_to("ann@example.com").size() == 1);
}

TEST_CASE("an answered ticket can be taken up again with a date")
{
    Shop shop;
    const auto ticket = shop.customer_says(a_complaint);
    shop.staff_answers(ticket, "A new pair is on its way.");
    shop.staff_holds(ticket, "The parcel came back to us.", shop.clock.now() + 24h);
    REQUIRE(shop.promises(ticket).size() == 2);
    CHECK(shop.promises(ticket)[1].state == PromiseState::open);
}

TEST_CASE("who has not seen the newest entry sends nothing")
{
    Shop shop;
    const auto ticket = shop.customer_says(a_complaint);
    shop.customer_adds(ticket, "I found the receipt.");
    auto reply = reply_to(ticket, shop.mary, "Please find the receipt.");

    const auto refused = try_to_answer(shop, reply);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == core::ProblemKind::conflict);
    CHECK(refused.error().phrase == "problem.newer_entry");
    CHECK(shop.promises(ticket)[0].state == PromiseState::open);
    CHECK(shop.letters_to("ann@example.com").size() == 1);

    reply.seen = 1;
    CHECK(try_to_answer(shop, reply));
}

TEST_CASE("of two who answer at once, the second sends nothing")
{
    Shop shop;
    const auto bob = shop.hire("Bob");
    const auto ticket = shop.customer_says(a_complaint);
    REQUIRE(try_to_answer(shop, reply_to(ticket, shop.mary, "A new pair.")));
    CHECK(try_to_answer(shop, reply_to(ticket, bob, "Your money back.")).error().kind ==
          core::ProblemKind::conflict);
    CHECK(shop.letters_to("ann@example.com").size() == 2);
}

TEST_CASE("a slow finger's second click sends nothing more")
{
    Shop shop;
    const auto ticket = shop.customer_says(a_complaint);
    auto hold = reply_to(ticket, shop.mary, "We are on it.");
    hold.until = shop.clock.now() + 24h;
    REQUIRE(try_to_hold(shop, hold));
    CHECK(try_to_hold(shop, hold));
    CHECK(shop.thread(ticket).entries.size() == 1);
    CHECK(shop.promises(ticket).size() == 2);

    auto answer = reply_to(ticket, shop.mary, "Done.");
    answer.seen = 1;
    REQUIRE(try_to_answer(shop, answer));
    CHECK(try_to_answer(shop, answer));
    CHECK(shop.thread(ticket).entries.size() == 2);
    CHECK(shop.letters_to("ann@example.com").size() == 3);
}

TEST_CASE("the same words with the next date, written by who saw the first, are a holding reply")
{
    Shop shop;
    const auto ticket = shop.customer_says(a_complaint);
    shop.staff_holds(ticket, "We are on it.", shop.clock.now() + 24h);
    shop.clock.advance(20h);
    const auto next = shop.clock.now() + 48h;
    shop.staff_holds(ticket, "We are on it.", next);

    const auto promises = shop.promises(ticket);
    REQUIRE(promises.size() == 3);
    CHECK(promises[1].state == PromiseState::kept);
    CHECK(promises[2].due_at == next);
    CHECK(shop.letters_to("ann@example.com").size() == 3);
}

TEST_CASE("who answers first has the ticket, and leaves it with a colleague who had it before")
{
    Shop shop;
    const auto bob = shop.hire("Bob");
    const auto first = shop.customer_says(a_complaint);
    shop.staff_answers(first, "A new pair is on its way.");
    CHECK(shop.thread(first).ticket.assignee == shop.mary.id);

    const auto second = shop.customer_says(a_complaint);
    shop.staff_claims(second, bob);
    shop.staff_answers(second, "A new pair is on its way.");
    CHECK(shop.thread(second).ticket.assignee == bob.id);
}

TEST_CASE("staff write on tickets they may see, and say something")
{
    Shop shop;
    const auto nina = shop.hire("Nina", core::Role::staff, "norwalk");
    auto said = a_complaint;
    said.branch = "danbury";
    const auto ticket = shop.customer_says(said);
    CHECK(try_to_answer(shop, reply_to(ticket, nina, "Sorry.")).error().kind ==
          core::ProblemKind::not_found);
    CHECK(try_to_answer(shop, reply_to(ticket, shop.mary, " ")).error().phrase ==
          "problem.empty_text");
    const std::string too_much(core::words_max + 1, 'a');
    CHECK(try_to_answer(shop, reply_to(ticket, shop.mary, too_much)).error().phrase ==
          "problem.too_long");
    CHECK(try_to_answer(shop, reply_to({"H-ZZZZZZ", ""}, shop.mary, "Sorry.")).error().phrase ==
          "problem.not_found");
    CHECK(shop.thread(ticket).entries.empty());
}

TEST_CASE("a reply takes a ticket back from check")
{
    Shop shop;
    auto said = a_complaint;
    said.suspicion = core::Suspicion::no_token;
    const auto ticket = shop.customer_says(said);
    shop.staff_answers(ticket, "A new pair is on its way.");
    CHECK(shop.thread(ticket).ticket.suspicion.empty());
    CHECK(shop.letters_to("ann@example.com").size() == 1);
}

TEST_CASE("the same words with something new beside them are not taken for a second click")
{
    Shop shop;
    const auto ticket = shop.customer_says({.dislikes = "The zip broke."});
    const desk::Reply first{shop.mary, ticket.reference, "We are sorry.", "", 0, {}};
    auto second = first;
    second.done = "We sent a new one.";
    const auto send = [&](const desk::Reply& reply) {
        return shop.in_transaction(
            [&](storage::Transaction& tx) { return desk::answer(tx, shop.house, reply); });
    };
    CHECK(send(first));
    CHECK(send(first));
    CHECK_FALSE(send(second));
    CHECK(shop.thread(ticket).entries.size() == 1);
}
