#include "site/staff_call.hpp"

#include "tests/site/staff_shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::site;

namespace {

Fields call(StaffShop& shop, const Person& person, Fields more)
{
    more.emplace_back("form_token", value_in(shop.look("/staff/call", person).body, "form_token"));
    more.emplace_back("channel", "phone");
    return more;
}

} // namespace

TEST_CASE("a call leads to a slip with the reference, the promised time and the customer's link")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto said =
        call(shop, anna,
             {{"dislikes", "Sour <milk>."}, {"name", "Ann"}, {"contact", "ann@example.com"}});
    const auto taken = shop.send("/staff/call", said, anna);
    REQUIRE(taken.status == 303);
    const auto way = header_in(taken, "Location");
    CHECK(header_in(shop.send("/staff/call", said, anna), "Location") == way);

    const auto slip = shop.look(way, anna);
    REQUIRE(slip.status == 200);
    CHECK(says(slip, "Sunday 22 November 2026, 13:00 CET"));
    CHECK(says(slip, "goes to ann@example.com"));
    const auto link = between(slip.body, "https://dairy.example", "\"");
    CHECK(says(shop.get(link), "Sour &lt;milk&gt;."));
    CHECK(says(shop.look(ticket(way.substr(way.rfind('/') + 1)), anna),
               "written down for the customer, Anna"));
}

TEST_CASE(
    "whoever left a number alone is called back: slip and ticket say so, and promise no e-mail")
{
    StaffShop shop;
    shop.languages = {"en", "de"};
    const auto anna = shop.hires("Anna");
    const auto taken = shop.send(
        "/staff/call",
        call(shop, anna, {{"likes", "Brot."}, {"contact", "030 1234"}, {"language", "de"}}), anna);
    const auto way = header_in(taken, "Location");
    const auto slip = shop.look(way, anna);
    CHECK(says(slip, "say that we call back on 030 1234"));
    CHECK(says(slip, "Wir rufen Sie zurück: 030 1234"));
    CHECK_FALSE(says(slip, "An e-mail with"));
    CHECK(says(shop.look(ticket(way.substr(way.rfind('/') + 1)), anna),
               "we said that we call back on 030 1234"));
    core::Submission written;
    written.likes = "Bread.";
    written.contact = "030 1234";
    CHECK_FALSE(says(shop.look(ticket(shop.writes(written)), anna), "we said that we call back"));
}

TEST_CASE("the slip speaks the customer's language")
{
    StaffShop shop;
    shop.languages = {"en", "de"};
    const auto anna = shop.hires("Anna");
    const auto taken =
        shop.send("/staff/call", call(shop, anna, {{"likes", "Brot."}, {"language", "de"}}), anna);
    const auto slip = shop.look(header_in(taken, "Location"), anna);
    CHECK(says(slip, "lang=\"de\" dir=\"ltr\""));
    CHECK(says(slip, "Their reference is"));
    CHECK(says(slip, "Sonntag"));
}

TEST_CASE("a call that is refused comes back with every word")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto refused = shop.send("/staff/call",
                                   call(shop, anna,
                                        {{"likes", "The <bread>."},
                                         {"dislikes", "The till."},
                                         {"wishes", "More cows."},
                                         {"name", "Ann"},
                                         {"contact", "030 1234"},
                                         {"invoice", "not an invoice"},
                                         {"branch", "danbury"}}),
                                   anna);
    CHECK(refused.status == 422);
    CHECK(textarea_in(refused.body, "likes") == "The <bread>.");
    CHECK(textarea_in(refused.body, "dislikes") == "The till.");
    CHECK(textarea_in(refused.body, "wishes") == "More cows.");
    CHECK(value_in(refused.body, "name") == "Ann");
    CHECK(value_in(refused.body, "contact") == "030 1234");
    CHECK(value_in(refused.body, "invoice") == "not an invoice");
    CHECK(says(refused, "<option value=\"danbury\" selected>"));
    CHECK(says(refused, "id=\"invoice-error\""));
}

TEST_CASE("a call that comes without a session is kept on the page, with the way back to it")
{
    StaffShop shop;
    const auto lost =
        shop.send("/staff/call", {{"likes", "The bread."}, {"contact", "030 1234"}}, nobody);
    CHECK(lost.status == 401);
    CHECK(says(lost, "The bread."));
    CHECK(says(lost, "030 1234"));
    CHECK(says(lost, "/staff/sign-in?next=/staff/call\""));
}

TEST_CASE("whoever works for a branch has none to choose")
{
    StaffShop shop;
    const auto norbert = shop.hires("Norbert", core::Role::staff, "norwalk");
    CHECK_FALSE(says(shop.look("/staff/call", norbert), "id=\"branch\""));
    CHECK(says(shop.look("/staff/call", norbert), "<bdi>Norwalk</bdi>"));
    const auto refused = shop.send(
        "/staff/call", call(shop, norbert, {{"likes", "Bread."}, {"branch", "danbury"}}), norbert);
    CHECK(refused.status == 422);
}

TEST_CASE("there is a slip only for what came in by a call, and only for whom may see it")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto norbert = shop.hires("Norbert", core::Role::staff, "norwalk");
    CHECK(shop.look("/staff/call/" + shop.customer_writes("Sour milk."), anna).status == 404);
    const auto taken = shop.send(
        "/staff/call", call(shop, anna, {{"likes", "Bread."}, {"branch", "danbury"}}), anna);
    CHECK(shop.look(header_in(taken, "Location"), anna).status == 200);
    CHECK(shop.look(header_in(taken, "Location"), norbert).status == 404);
}
