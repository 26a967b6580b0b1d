#include "support/site_shop.hpp"

#include "desk/reply.hpp"
#include "desk/sign_in.hpp"
#include "storage/staff.hpp"
#include "storage/ticket.hpp"

#include <doctest/doctest.h>

namespace heard::site {

namespace {

bool has(const http::Response& response, std::string_view piece)
{
    return response.body.find(piece) != std::string::npos;
}

} // namespace

TEST_CASE("a copy is a file with everything on the page, in times that programs read")
{
    SiteShop shop;
    const auto path = shop.customer_says({{"dislikes", "The \"milk\" is sour.\nAgain."},
                                          {"name", "Zoë"},
                                          {"contact", "zoe@example.com"}});
    const auto copy = shop.get(path + "/copy.json");
    CHECK(copy.status == 200);
    CHECK(header_in(copy, "Content-Type") == "application/json");
    CHECK(header_in(copy, "Content-Disposition").starts_with("attachment; filename=\"H-"));
    CHECK(header_in(copy, "Cache-Control") == header_in(shop.get(path), "Cache-Control"));
    CHECK(header_in(copy, "X-Robots-Tag") == "noindex");
    CHECK(has(copy, R"("said":{"likes":"","dislikes":"The \"milk\" is sour.\nAgain.")"));
    CHECK(has(copy, R"("name":"Zoë","contact":"zoe@example.com")"));
    CHECK(has(copy, R"("times_in":"UTC","time_zone_of_business":"Europe/Berlin")"));
    CHECK(has(copy, R"("received_at":"2026-11-21T12:01:00)"));
    CHECK(has(copy, R"("due_at":"2026-11-22T12:01:00)"));
    CHECK(has(copy, R"("made_by":"Stew's Dairy","state":"open","broken_at":null,"ended_at":null)"));
    CHECK(has(copy, R"("link":"https://dairy.example/t/)"));
}

TEST_CASE("a copy says honestly what became of promises, and has no note of staff")
{
    SiteShop shop;
    const auto path = shop.customer_says({{"dislikes", "The milk is sour."}});
    shop.clock.advance(std::chrono::hours{25});
    CHECK(has(shop.get(path + "/copy.json"), R"("state":"open","broken_at":"2026-11-22T12:01:00)"));
    shop.in_database([&](storage::Transaction& tx) {
            storage::NewStaff maria;
            maria.name = "Maria Lopez";
            maria.email = "m@example.com";
            const auto id = desk::add_staff(tx, shop.house, maria);
            storage::add_entry(tx, {{1}, core::EntryKind::note, *id, "Between us"});
            return desk::answer(tx, shop.house,
                                {.writer = *storage::find_staff(tx, *id),
                                 .reference = storage::find_ticket(tx, {1})->reference,
                                 .text = "We are sorry.",
                                 .done = "A new fridge.",
                                 .seen = 1,
                                 .until = {}});
        })
        .value();
    const auto copy = shop.get(path + "/copy.json");
    CHECK(has(copy, R"("state":"broken","broken_at":"2026-11-22T12:01:00)"));
    CHECK(has(copy, "It came 1 hour late. We are sorry."));
    CHECK(has(
        copy,
        R"("what":"answer","by":"us","name":"Maria","text":"We are sorry.","done":"A new fridge.")"));
    CHECK_FALSE(has(copy, "Between us"));
    CHECK_FALSE(has(copy, "Lopez"));
}

TEST_CASE("who has no link gets no copy")
{
    SiteShop shop;
    CHECK(shop.get("/t/WRONG/copy.json").status == 404);
}

} // namespace heard::site
