#include "desk/promising.hpp"

#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

using namespace heard;

TEST_CASE("a promise is first looked at for the first rung that lies ahead of it")
{
    Shop shop;
    const auto ticket = shop.customer_says({.likes = "The bread."});
    CHECK(shop.promises(ticket)[0].look_again_at == shop.clock.now() + 20h);

    shop.house.promise.respond_within = 1h;
    const auto hasty = shop.customer_says({.likes = "The cheese."});
    CHECK(shop.promises(hasty)[0].look_again_at == shop.clock.now() + 1h);
}

TEST_CASE("the round is woken for the look that a promise wants")
{
    Shop shop;
    const auto ticket = shop.customer_says({.likes = "The bread."});
    const auto id = shop.thread(ticket).ticket.id;
    shop.staff_answers(ticket, "Thank you.");
    const auto woken = shop.in_transaction([&](storage::Transaction& tx) {
        desk::promise_an_answer(tx, shop.house, id);
        return tx.wake();
    });
    CHECK(woken.promises_at == shop.clock.now() + 20h);
}

TEST_CASE("ending a promise where none is open changes nothing")
{
    Shop shop;
    const auto ticket = shop.customer_says({.likes = "The bread."});
    shop.staff_answers(ticket, "Thank you.");
    const auto before = shop.book(ticket);
    shop.in_transaction([&](storage::Transaction& tx) {
        desk::end_open_promise(tx, {1}, core::PromiseEnd::settled);
        return 0;
    });
    CHECK(shop.promises(ticket)[0].state == core::PromiseState::kept);
    CHECK(shop.book(ticket) == before);
}
