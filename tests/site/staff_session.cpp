#include "site/staff_session.hpp"

#include "tests/site/staff_shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::site;

namespace {

/// The routes that are there for people without a session, and do their own checks.
bool is_open(const http::Router::Route& route)
{
    return route.pattern.starts_with("/staff/sign-") ||
           route.pattern.starts_with("/staff/set-up") || route.pattern == "/staff/news";
}

std::string filled_in(std::string pattern, const std::string& reference)
{
    const std::string capture = "{reference}";
    if (const auto at = pattern.find(capture); at != pattern.npos)
        pattern.replace(at, capture.size(), reference);
    return pattern;
}

} // namespace

TEST_CASE("without a session nothing of the staff's is shown or done")
{
    StaffShop shop;
    const auto reference = shop.customer_writes("The milk was sour.");
    int denied = 0;
    for (const auto& route : shop.router.routes()) {
        const bool ours =
            route.pattern.starts_with("/staff") || route.pattern.starts_with("/owner");
        if (!ours || is_open(route) || route.pattern == "/owner-photo")
            continue;
        CAPTURE(route.pattern);
        const auto path = filled_in(route.pattern, reference);
        for (const Person& visitor : {nobody, Person{{}, "__Host-heard=" + std::string(43, 'A')}}) {
            const auto response =
                shop.ask_as(visitor, route.method, path, {{"text", "Hello"}, {"seen", "0"}});
            const bool wrote = route.method == "POST";
            CHECK(response.status == (wrote ? 401 : 303));
            CHECK(textarea_in(response.body, "kept") == (wrote ? "Hello" : ""));
            const auto way = wrote ? between(response.body, "href=\"/staff/", "\"")
                                   : header_in(response, "Location").substr(7);
            CHECK(way.starts_with("sign-in?next=/"));
        }
        ++denied;
    }
    CHECK(denied >= 11);
    CHECK(shop.thread(reference).entries.empty());
}

TEST_CASE("after the sign-in people land where they wanted to go, and only in our house")
{
    CHECK(safe_next("/staff/tickets/H-7K3M9Q") == "/staff/tickets/H-7K3M9Q");
    CHECK(safe_next("/staff?view=mine&q=milk") == "/staff?view=mine&q=milk");
    CHECK(safe_next("/owner") == "/owner");
    for (const auto* const elsewhere :
         {"", "https://evil.example/staff", "//evil.example/staff", "/staffs", "/staff/../t/x",
          "/staff\\evil", "/staff\r\nSet-Cookie: a=b", "/", "/t/abc", "/staff/sign-in"})
        CHECK_MESSAGE(safe_next(elsewhere) == "/staff", elsewhere);
}

TEST_CASE("who was sent to the sign-in comes back to the page, with its view")
{
    StaffShop shop;
    const auto response = shop.look("/staff?view=mine&q=sour+milk", nobody);
    CHECK(header_in(response, "Location") ==
          "/staff/sign-in?next=/staff%3Fview%3Dmine%26q%3Dsour%2Bmilk");
}

TEST_CASE("words that come after the session has ended are given back, with the way to go on")
{
    StaffShop shop;
    const auto reference = shop.customer_writes("The milk was sour.");
    for (const auto* const verb : {"answer", "hold", "note"}) {
        const auto page =
            shop.send(ticket(reference, verb),
                      {{"text", "An <hour's> work."}, {"done", "Much."}, {"seen", "0"}}, nobody);
        CHECK(page.status == 401);
        CHECK(!header_in(page, "WWW-Authenticate").empty());
        CHECK(textarea_in(page.body, "kept") == "An <hour's> work.\n\nMuch.");
        CHECK(says(page, "/staff/sign-in?next=/staff/tickets/" + reference + "\""));
        CHECK(says(page, "You are signed out"));
    }
    CHECK(shop.thread(reference).entries.empty());
}

TEST_CASE("words for a ticket that cannot be seen any more are given back")
{
    StaffShop shop;
    const auto norbert = shop.hires("Norbert", core::Role::staff, "norwalk");
    const auto theirs = shop.customer_writes("In Danbury it was cold.", "danbury");
    for (const auto* const verb : {"answer", "hold", "note"}) {
        const auto page = shop.send(ticket(theirs, verb),
                                    {{"text", "An <hour's> work."}, {"seen", "0"}}, norbert);
        CHECK(page.status == 404);
        CHECK(textarea_in(page.body, "kept") == "An <hour's> work.");
        CHECK_FALSE(says(page, "cold"));
    }
}

TEST_CASE("a form on another site's page does nothing here, whoever's browser sends it")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    for (const auto* const from : {"cross-site", "same-site", "none"}) {
        const auto refused = shop.ask_as(anna, "POST", ticket(reference, "answer"),
                                         {{"text", "Gone."}, {"seen", "0"}}, from);
        CHECK(refused.status == 403);
        CHECK(textarea_in(refused.body, "kept") == "Gone.");
    }
    CHECK(shop.thread(reference).entries.empty());
    CHECK(shop.ask_as(anna, "POST", "/staff/sign-out", {}, "cross-site").status == 403);
    CHECK(shop.look("/staff", anna).status == 200);
}

TEST_CASE("the session's cookie is for this host, by https, out of reach of scripts")
{
    desk::House house;
    house.base_url = "https://dairy.example";
    CHECK(session_cookie(house, "abc").value ==
          "__Host-heard=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000; Secure");
    house.base_url = "http://127.0.0.1:8080";
    CHECK(session_cookie(house, "abc").value ==
          "heard=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000");
    CHECK(session_cookie(house, "").value.find("Max-Age=0") != std::string::npos);
}
