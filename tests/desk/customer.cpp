#include "desk/customer.hpp"

#include "desk/erase.hpp"
#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using core::PromiseState;

TEST_CASE("a further message while a promise is open makes no other promise")
{
    Shop shop;
    const auto ticket = shop.customer_says({.dislikes = "The shoes came apart."});
    shop.clock.advance(2h);
    shop.customer_adds(ticket, "Both of them.");

    REQUIRE(shop.promises(ticket).size() == 1);
    CHECK(shop.promises(ticket)[0].due_at == berlin("2026-11-24 09:00"));
    CHECK(shop.thread(ticket).entries[0].text == "Both of them.");
}

TEST_CASE("a further message on an answered ticket makes a new promise")
{
    Shop shop;
    const auto ticket = shop.customer_says({.dislikes = "The shoes came apart."});
    shop.staff_answers(ticket, "A new pair is on its way.");
    shop.clock.advance(72h);
    shop.customer_adds(ticket, "They never came.");

    const auto promises = shop.promises(ticket);
    REQUIRE(promises.size() == 2);
    CHECK(promises[0].state == PromiseState::kept);
    CHECK(promises[1].state == PromiseState::open);
    CHECK(promises[1].due_at == shop.clock.now() + 24h);
}

TEST_CASE("a message on a settled ticket opens it again")
{
    Shop shop;
    const auto ticket = shop.customer_says({.dislikes = "The shoes came apart."});
    shop.customer_settles(ticket);
    shop.customer_adds(ticket, "I spoke too soon.");
    CHECK_FALSE(shop.thread(ticket).ticket.settled_at);
    CHECK(shop.thread(ticket).open_promise());
}

TEST_CASE("a second tap on send is not a second message")
{
    Shop shop;
    const auto ticket = shop.customer_says({.likes = "The bread."});
    shop.customer_adds(ticket, "And the cheese.");
    shop.customer_adds(ticket, "And the cheese.");
    CHECK(shop.thread(ticket).entries.size() == 1);
    shop.customer_adds(ticket, "And the ham.");
    CHECK(shop.thread(ticket).entries.size() == 2);
}

TEST_CASE("the same word after our answer is a message, and gets an answer too")
{
    Shop shop;
    const auto ticket = shop.customer_says({.likes = "The bread."});
    shop.customer_adds(ticket, "Hello?");
    shop.staff_answers(ticket, "Thank you!");
    shop.customer_adds(ticket, "Hello?");
    CHECK(shop.thread(ticket).entries.size() == 3);
    CHECK(shop.thread(ticket).open_promise());
}

TEST_CASE("an empty message and a wrong link change nothing")
{
    Shop shop;
    const auto ticket = shop.customer_says({.likes = "The bread."});
    const auto say = [&](std::string_view token, std::string_view text) {
        return shop.in_transaction(
            [&](storage::Transaction& tx) { return desk::say_more(tx, shop.house, token, text); });
    };
    CHECK(say(ticket.status_token, " ").error().phrase == "problem.empty_text");
    CHECK(say("", "Hello").error().phrase == "problem.wrong_link");
    auto forged = ticket.status_token;
    forged.back() = forged.back() == '0' ? '1' : '0';
    CHECK(say(forged, "Hello").error().kind == core::ProblemKind::not_found);
    CHECK(shop.thread(ticket).entries.empty());
}

TEST_CASE("settled, thank you, releases the promise and nobody is told of it any more")
{
    Shop shop;
    const auto ticket = shop.customer_says({.dislikes = "The till was closed."});
    shop.clock.advance(1h);
    shop.customer_settles(ticket);

    CHECK(shop.promises(ticket)[0].state == PromiseState::released);
    CHECK(shop.thread(ticket).ticket.settled_at == shop.clock.now());
    shop.let_pass(72h);
    CHECK(shop.letters().empty());
}

TEST_CASE("settled after the due time leaves the promise broken")
{
    Shop shop;
    const auto ticket = shop.customer_says({.dislikes = "The till was closed."});
    shop.let_pass(25h);
    shop.customer_settles(ticket);

    const auto promise = shop.promises(ticket)[0];
    CHECK(promise.state == PromiseState::broken);
    CHECK(promise.broken_at == promise.due_at);
    CHECK(promise.ended_at == shop.clock.now());
}

TEST_CASE("saying settled twice is saying it once")
{
    Shop shop;
    const auto ticket = shop.customer_says({.likes = "The bread."});
    shop.customer_settles(ticket);
    shop.customer_settles(ticket);
    CHECK(shop.thread(ticket).entries.size() == 1);
}

TEST_CASE("not settled after an answer makes a new promise, and once only")
{
    Shop shop;
    const auto ticket = shop.customer_says({.dislikes = "The till was closed."});
    shop.staff_answers(ticket, "It is open now.");
    shop.customer_settles(ticket, false);
    shop.customer_settles(ticket, false);

    REQUIRE(shop.promises(ticket).size() == 2);
    CHECK(shop.promises(ticket)[1].state == PromiseState::open);
    CHECK(shop.thread(ticket).entries.size() == 2);
    CHECK_FALSE(shop.thread(ticket).ticket.settled_at);
}

TEST_CASE("not settled while a promise is open adds none")
{
    Shop shop;
    const auto ticket = shop.customer_says({.dislikes = "The till was closed."});
    shop.customer_settles(ticket, false);
    CHECK(shop.promises(ticket).size() == 1);
}

TEST_CASE("a customer who settles it after the due time was not answered late")
{
    Shop shop;
    const auto ticket = shop.customer_says({.dislikes = "The zip broke."});
    shop.let_pass(25h);
    shop.customer_settles(ticket);
    CHECK(shop.promises(ticket)[0].state == core::PromiseState::broken);
    CHECK(shop.book(ticket).back() == "settled late");
    const auto numbers =
        shop.in_transaction([](storage::Transaction& tx) { return storage::promise_numbers(tx); });
    CHECK(numbers.broken == 1);
    CHECK(numbers.answered_late == 0);
}

TEST_CASE("a verdict may come with a remark, which is part of it")
{
    Shop shop;
    const auto ticket = shop.customer_says({.dislikes = "The till was closed."});
    shop.staff_answers(ticket, "It is open now.");
    const auto settle = [&](std::string_view remark) {
        return shop.in_transaction([&](storage::Transaction& tx) {
            return desk::give_verdict(tx, shop.house, ticket.status_token, true, remark);
        });
    };
    CHECK(settle("Quick!"));
    CHECK(settle("Quick!"));
    CHECK(settle(""));
    const auto entries = shop.thread(ticket).entries;
    REQUIRE(entries.size() == 2);
    CHECK(entries[1].what == core::EntryKind::settled);
    CHECK(entries[1].text == "Quick!");

    CHECK(settle("And friendly.")); // Something new is not lost.
    CHECK(shop.thread(ticket).entries.size() == 3);
    const auto refused = settle(std::string(core::words_max + 1, 'x'));
    CHECK(refused.error().field == "text");
    CHECK(settle(std::string(core::words_max, 'x')));
}

TEST_CASE("whoever is told of a late promise reads why it is not settled")
{
    Shop shop;
    const auto ticket = shop.customer_says({.dislikes = "The till was closed."});
    shop.staff_answers(ticket, "It is open now.");
    shop.in_transaction([&](storage::Transaction& tx) {
        return desk::give_verdict(tx, shop.house, ticket.status_token, false,
                                  "Closed again today.");
    });
    shop.clock.advance(24h);
    shop.climb();
    const auto told = shop.letters_to(shop.owner);
    REQUIRE(told.size() == 1);
    CHECK(told[0].says("> Closed again today."));
}

TEST_CASE(
    "a remark on what is settled reaches whoever answered, and goes when the words are erased")
{
    Shop shop;
    const auto ticket = shop.customer_says({.dislikes = "Sour milk.", .name = "Ann"});
    const auto settle = [&](std::string_view remark) {
        shop.in_transaction([&](storage::Transaction& tx) {
                return desk::give_verdict(tx, shop.house, ticket.status_token, true, remark);
            })
            .value();
    };
    settle("Quick as a flash."); // Nobody has answered yet: it stands on the ticket.
    CHECK(shop.letters_to("mary@dairy.example").empty());
    shop.customer_adds(ticket, "And the eggs.");
    shop.staff_answers(ticket, "Fresh eggs, too.");
    settle("With a smile.");
    settle("With a smile.");
    const auto letters = shop.letters_to("mary@dairy.example");
    REQUIRE(letters.size() == 1);
    CHECK(letters[0].says("With a smile."));
    CHECK(letters[0].subject() == "[" + ticket.reference + "] Ann says how you handled it");
    shop.customer_settles(ticket, false);
    settle("");
    CHECK(shop.letters_to("mary@dairy.example").size() == 1);

    shop.in_transaction([&](storage::Transaction& tx) {
            return desk::erase_words(tx, shop.house, ticket.status_token);
        })
        .value();
    CHECK(shop.letters_to("mary@dairy.example").at(0).what == "withdrawn");
}
