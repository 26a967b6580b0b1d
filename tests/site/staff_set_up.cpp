#include "site/staff_set_up.hpp"

#include "tests/site/staff_shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::site;
using namespace std::chrono_literals;

namespace {

std::string link_for_anna(StaffShop& shop)
{
    auto make = [&](storage::Transaction& tx) {
        const auto id = storage::add_staff(tx, {"Anna", "anna@example.com", core::Role::staff, ""});
        return "/staff/set-up/" + desk::make_set_up_link(tx, id, shop.entropy);
    };
    return shop.in_database(make);
}

} // namespace

TEST_CASE("a new colleague opens the link, chooses a password and is in; then the link is used up")
{
    StaffShop shop;
    const auto link = link_for_anna(shop);
    // Looking spends nothing: mail scanners look too.
    CHECK(says(shop.look(link, nobody), "Welcome, Anna"));
    CHECK(says(shop.look(link, nobody), "At least 10 characters"));

    const auto in = shop.send(link, {{"password", "three cows in a row"}}, nobody);
    REQUIRE(in.status == 303);
    CHECK(header_in(in, "Location") == "/staff");
    const auto cookie = header_in(in, "Set-Cookie");
    CHECK(shop.look("/staff", {{}, cookie.substr(0, cookie.find(';'))}).status == 200);

    CHECK(shop.look(link, nobody).status == 404);
    CHECK(shop.send(link, {{"password", "four cows in a row"}}, nobody).status == 404);
    const auto signed_in = shop.send(
        "/staff/sign-in", {{"name", "Anna"}, {"password", "three cows in a row"}}, nobody);
    CHECK(signed_in.status == 303);
}

TEST_CASE("a password that is too short is told so, and the link stays good")
{
    StaffShop shop;
    const auto link = link_for_anna(shop);
    const auto again = shop.send(link, {{"password", "cow"}}, nobody);
    CHECK(again.status == 422);
    CHECK(says(again, "id=\"password-error\""));
    CHECK(shop.look(link, nobody).status == 200);
}

TEST_CASE("a link that is too old says what to do")
{
    StaffShop shop;
    const auto link = link_for_anna(shop);
    shop.clock.advance(3 * 24h + 1s);
    const auto response = shop.look(link, nobody);
    CHECK(response.status == 404);
    CHECK(says(response, "Ask for a new one"));
}
