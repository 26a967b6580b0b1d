#include "desk/submit.hpp"

#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

using namespace heard;

namespace {

auto try_to_say(Shop& shop, const core::Submission& said)
{
    return shop.in_transaction(
        [&](storage::Transaction& tx) { return desk::submit(tx, shop.house, said); });
}

std::size_t tickets_in(Shop& shop)
{
    const storage::QueueQuestion all{.view = storage::View::all, .staff = {}, .branch = {}};
    return shop.in_transaction([&](storage::Transaction& tx) { return storage::queue(tx, all); })
        .size();
}

} // namespace

TEST_CASE("whoever says something has a ticket, and a promise for an answer within 24 hours")
{
    Shop shop;
    const auto ticket = shop.customer_says({.dislikes = "The shoes came apart."});

    const auto thread = shop.thread(ticket);
    CHECK(thread.ticket.reference == ticket.reference);
    CHECK(thread.ticket.kind == core::Kind::complaint);
    CHECK(thread.said.dislikes == "The shoes came apart.");
    REQUIRE(thread.promises.size() == 1);
    CHECK(thread.promises[0].state == core::PromiseState::open);
    CHECK(thread.promises[0].due_at == shop.clock.now() + 24h);
    CHECK_FALSE(thread.promises[0].made_by);
    CHECK(shop.book(ticket) == std::vector<std::string>{"submitted", "promised"});
}

TEST_CASE("a shop that counts opening hours promises by them")
{
    Shop shop;
    shop.house.promise.opening_hours_only = true;
    shop.house.promise.respond_within = 4h;
    for (auto& day : shop.house.promise.hours.days)
        day = {{9h, 17h}};
    shop.clock.set(berlin("2026-11-23 15:00"));
    const auto ticket = shop.customer_says({.wishes = "Open earlier."});
    CHECK(shop.promises(ticket)[0].due_at == berlin("2026-11-24 11:00"));
}

TEST_CASE("the same form sent twice is one ticket, one promise and one letter")
{
    Shop shop;
    const core::Submission said{
        .likes = "The bread.", .contact = "ann@example.com", .form_key = {7}};
    const auto first = shop.customer_says(said);
    shop.clock.advance(1min);
    const auto second = shop.customer_says(said);

    CHECK(second.reference == first.reference);
    CHECK(second.status_token == first.status_token);
    CHECK(tickets_in(shop) == 1);
    CHECK(shop.promises(first).size() == 1);
    CHECK(shop.letters_to("ann@example.com").size() == 1);
}

TEST_CASE("the same words on two forms are two tickets")
{
    Shop shop;
    const auto first = shop.customer_says({.likes = "The bread."});
    const auto second = shop.customer_says({.likes = "The bread."});
    CHECK(first.reference != second.reference);
    CHECK(first.status_token != second.status_token);
    CHECK(tickets_in(shop) == 2);
}

TEST_CASE("what is refused leaves nothing behind")
{
    Shop shop;
    const auto blank = try_to_say(shop, {.name = "Ann", .form_key = {7}});
    REQUIRE_FALSE(blank);
    CHECK(blank.error().phrase == "problem.nothing_said");

    const auto elsewhere =
        try_to_say(shop, {.likes = "The bread.", .branch = "mars", .form_key = {7}});
    REQUIRE_FALSE(elsewhere);
    CHECK(elsewhere.error().phrase == "problem.unknown_branch");

    CHECK(tickets_in(shop) == 0);
    CHECK(shop.letters().empty());
}

TEST_CASE("a form that was refused can be mended and sent again")
{
    Shop shop;
    REQUIRE_FALSE(try_to_say(shop, {.form_key = {7}}));
    CHECK(try_to_say(shop, {.likes = "The bread.", .form_key = {7}}));
    CHECK(tickets_in(shop) == 1);
}

TEST_CASE("a customer who left an address has it in writing: thank you, by when, and the link")
{
    Shop shop;
    const auto ticket = shop.customer_says(
        {.dislikes = "The shoes came apart.", .name = "Ann", .contact = "ann@example.com"});

    const auto letters = shop.letters_to("ann@example.com");
    REQUIRE(letters.size() == 1);
    const auto& letter = letters[0];
    CHECK(letter.what == "received");
    CHECK(letter.subject() == "[" + ticket.reference + "] Stew's Dairy has heard you");
    CHECK(letter.says("Hello Ann,"));
    CHECK(letter.says("We promise you an answer by Tuesday 24 November 2026, 09:00 CET."));
    CHECK(letter.says("https://dairy.example/t/" + ticket.status_token));
    CHECK(letter.says("> The shoes came apart."));
    CHECK(letter.header("Auto-Submitted") == "auto-generated");
}

TEST_CASE("whoever left no e-mail address is sent none")
{
    Shop shop;
    shop.customer_says({.likes = "The bread."});
    shop.customer_says({.likes = "The bread.", .contact = "0171 2345678"});
    CHECK(shop.letters().empty());
}

TEST_CASE("what is set aside has its promise, but writes to nobody it may have been sent to name")
{
    Shop shop;
    const auto ticket = shop.customer_says({.likes = "Cheap watches",
                                            .contact = "victim@example.com",
                                            .suspicion = core::Suspicion::too_fast});
    CHECK(shop.promises(ticket).size() == 1);
    CHECK(shop.thread(ticket).ticket.suspicion == "too_fast");
    CHECK(shop.letters().empty());
}

TEST_CASE("whoever goes back and sends the form again with other words has them on the same ticket")
{
    Shop shop;
    const auto first = shop.customer_says({.dislikes = "The zip broke.", .form_key = {9}});
    const core::Submission more{.dislikes = "The zip broke. And the button.",
                                .contact = "ann@example.com",
                                .form_key = {9}};
    const auto second = shop.customer_says(more);
    const auto third = shop.customer_says(more);

    CHECK(second.reference == first.reference);
    CHECK(third.reference == first.reference);
    const auto thread = shop.thread(first);
    CHECK(thread.said.dislikes == "The zip broke.");
    CHECK(thread.said.contact == "ann@example.com");
    REQUIRE(thread.entries.size() == 1);
    CHECK(thread.entries[0].text == "The zip broke. And the button.");
    CHECK(thread.promises.size() == 1);
}

TEST_CASE("whoever corrects a mistyped address gets the letters there")
{
    Shop shop;
    const auto ticket = shop.customer_says(
        {.dislikes = "The zip broke.", .contact = "ann@exmaple.com", .form_key = {11}});
    shop.customer_says(
        {.dislikes = "The zip broke.", .contact = "ann@example.com", .form_key = {11}});

    CHECK(shop.letters_to("ann@example.com").size() == 1);
    shop.staff_answers(ticket, "A new one is on its way.");
    CHECK(shop.letters_to("ann@example.com").size() == 2);
    CHECK(shop.letters_to("ann@exmaple.com").size() == 1);
}

TEST_CASE("at a shared tablet the next person who goes back has a ticket of their own")
{
    Shop shop;
    const auto first =
        shop.customer_says({.dislikes = "The zip broke.", .name = "Ann", .form_key = {12}});
    const core::Submission next{.likes = "The bread.", .name = "Bea", .form_key = {12}};
    const auto second = shop.customer_says(next);
    const auto again = shop.customer_says(next);

    CHECK(second.reference != first.reference);
    CHECK(again.reference == second.reference);
    CHECK(shop.thread(first).entries.empty());
    CHECK(shop.promises(second).size() == 1);
}

TEST_CASE("a branch in capitals is the same branch")
{
    Shop shop;
    const auto ticket = shop.customer_says({.likes = "The bread.", .branch = "NORWALK"});
    CHECK(shop.thread(ticket).ticket.branch == "norwalk");
}
