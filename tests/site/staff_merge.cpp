#include "site/staff_merge.hpp"

#include "tests/site/staff_shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::site;
using namespace std::chrono_literals;

namespace {

/// Of the ticket with that reference, as its customer has it.
std::string link_of(StaffShop& shop, const std::string& reference)
{
    const auto link = shop.house.status_link(shop.thread(reference).ticket);
    return link.substr(shop.house.base_url.size());
}

} // namespace

TEST_CASE("two tickets are put together after the page has said what will happen")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto first = shop.customer_writes("The door sticks.");
    const auto links = std::pair{link_of(shop, first), std::string{}};
    shop.clock.advance(1h);
    const auto second = shop.customer_writes("The door is stuck.");
    const auto seconds_link = link_of(shop, second);

    const auto question = shop.send(ticket(first, "merge"), {{"into", second}}, anna);
    CHECK(question.status == 200);
    CHECK(says(question, first + " stays in the queue, and " + second + " goes along with it."));
    CHECK(says(question, "The promise that is due first counts for both: tomorrow, 13:00 CET."));
    CHECK(says(question, "This cannot be undone."));
    CHECK(says(question, "The door sticks."));
    CHECK(says(question, "The door is stuck."));
    CHECK(says(question, "Not answered yet."));
    CHECK(says(shop.look("/staff", anna), "The door is stuck."));

    const auto done = shop.send(ticket(first, "merge"), {{"into", second}, {"sure", "yes"}}, anna);
    CHECK(done.status == 303);
    CHECK(header_in(done, "Location") == ticket(first) + "#merged");
    CHECK_FALSE(says(shop.look("/staff", anna), second));
    const auto led = shop.look(ticket(second), anna);
    CHECK(led.status == 303);
    CHECK(header_in(led, "Location") == ticket(first));

    const auto page = shop.look(ticket(first), anna);
    CHECK(says(page, "The door sticks."));
    CHECK(says(page, "The door is stuck."));
    CHECK(says(page, "What you write goes to 2 customers"));

    const auto seconds = shop.get(seconds_link);
    CHECK(says(seconds, "The door is stuck."));
    CHECK_FALSE(says(seconds, "The door sticks."));
    CHECK(says(seconds, "Another promise took its place."));
    CHECK(says(seconds, "Sunday 22 November 2026, 13:00 CET"));
    CHECK_FALSE(says(shop.get(links.first), "The door is stuck."));
}

TEST_CASE("what may be of the same matter is offered: of the same customer, then of like words")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto say = [&](const char* dislikes, const char* contact, const char* branch = "") {
        core::Submission said;
        said.dislikes = dislikes;
        said.name = "Cem";
        said.contact = contact;
        said.branch = branch;
        return shop.writes(said);
    };
    const auto damp = say("The cellar is damp.", "cem@example.com");
    const auto like = say("Water stands in the basement.", "");
    const auto other = say("The tea was cold.", "");
    const auto elsewhere = say("Basement full of water.", "", "danbury");
    const auto mine = say("Water in the basement again.", "cem@example.com", "norwalk");
    shop.tend_search();
    const auto page = shop.look(ticket(mine), anna);
    const auto choice = [](const std::string& reference) {
        return "type=\"radio\" name=\"into\" value=\"" + reference + "\"";
    };
    CHECK(says(page, choice(damp)));
    CHECK(says(page, choice(like)));
    CHECK(page.body.find(choice(damp)) < page.body.find(choice(like)));
    CHECK_FALSE(says(page, choice(other)));
    CHECK_FALSE(says(page, choice(elsewhere))); // It could not be put together with this one.
    CHECK(says(page, choice("")));

    const auto typed = shop.send(ticket(mine, "merge"), {{"into", ""}, {"other", other}}, anna);
    CHECK(says(typed, "The tea was cold."));
    const auto both = shop.send(ticket(mine, "merge"), {{"into", damp}, {"other", other}}, anna);
    CHECK(says(both, "The tea was cold."));
    const auto chosen = shop.send(ticket(mine, "merge"), {{"into", damp}, {"other", " "}}, anna);
    CHECK(says(chosen, "The cellar is damp."));
    CHECK_FALSE(says(shop.look(ticket(other), anna), "type=\"radio\"")); // Nothing is like it.
}

TEST_CASE("what goes along already takes no place of what may be of the same matter")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    std::vector<std::string> same;
    for (int i = 0; i < 5; ++i)
        same.push_back(shop.customer_writes("Water stands in the basement."));
    for (const std::size_t along : {2, 3, 4})
        shop.send(ticket(same[along], "merge"), {{"into", same[0]}, {"sure", "yes"}}, anna);
    shop.tend_search();
    const auto page = shop.look(ticket(same[0]), anna);
    CHECK(says(page, "name=\"into\" value=\"" + same[1] + "\""));
    CHECK_FALSE(says(page, "name=\"into\" value=\"" + same[2] + "\""));
}

TEST_CASE("the question before a merge shows whose words they are, and that one is answered")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    core::Submission said;
    said.dislikes = "The <door> sticks.";
    said.name = "Lara";
    const auto first = shop.writes(said);
    const auto second = shop.customer_writes("The door is stuck.");
    shop.send(ticket(second, "answer"), {{"text", "We oil it."}, {"seen", "0"}}, anna);
    const auto question = shop.send(ticket(second, "merge"), {{"into", first}}, anna);
    CHECK(says(question, "<bdi>Lara</bdi>"));
    CHECK(says(question, "The &lt;door&gt; sticks."));
    CHECK(says(question, "Answered today"));
    CHECK(says(question, "Not answered yet."));
}

TEST_CASE("on a joined ticket each customer's way to the answer is told, before it and after it")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    core::Submission said;
    said.dislikes = "The door sticks.";
    said.contact = "0171 55";
    const auto first = shop.writes(said);
    said.contact = "lara@example.com";
    const auto second = shop.writes(said);
    shop.send(ticket(second, "merge"), {{"into", first}, {"sure", "yes"}}, anna);
    const auto stays =
        header_in(shop.look(ticket(first), anna), "Location").empty() ? first : second;

    const auto page = shop.look(ticket(stays), anna);
    CHECK(says(page, "An e-mail with it goes to lara@example.com."));
    CHECK(says(page, "you can call them on 0171 55."));
    CHECK_FALSE(says(page, "No e-mail address here"));
    const auto sent =
        shop.send(ticket(stays, "answer"), {{"text", "We oil it."}, {"seen", "9"}}, anna);
    const auto banner = shop.look(header_in(sent, "Location"), anna);
    CHECK(says(banner, "are for 2 customers"));
    CHECK(says(banner, "An e-mail with it goes to lara@example.com."));
    CHECK(says(banner, "you can call them on 0171 55."));
}

TEST_CASE("a ticket that went along says with which one where it is searched for")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto first = shop.customer_writes("The door sticks.");
    shop.clock.advance(1h);
    const auto second = shop.customer_writes("The door is stuck.");
    shop.send(ticket(second, "merge"), {{"into", first}, {"sure", "yes"}}, anna);
    shop.tend_search();
    for (const auto* const order : {"/staff?q=stuck", "/staff?by=due&q=stuck"}) {
        CHECK(says(shop.look(order, anna), "goes along with " + first));
        CHECK(says(shop.look(order, anna), "<span class=\"left-words\">in 23 hours</span>"));
    }
    shop.send(ticket(first, "answer"), {{"text", "We oil it."}, {"seen", "9"}}, anna);
    CHECK(says(shop.look("/staff?view=all", anna), "<span class=\"left-words\">answered</span>"));
    CHECK(says(shop.look("/staff?q=sticks", anna), "<span class=\"left-words\">answered</span>"));
}

TEST_CASE("a reference that leads nowhere is said beside the field, and stays in it")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The door sticks.");
    const auto refused = shop.send(ticket(reference, "merge"), {{"into", "H-0<"}}, anna);
    CHECK(refused.status == 422);
    CHECK(says(refused, "id=\"into-error\""));
    CHECK(value_in(refused.body, "other") == "H-0<");
}

TEST_CASE("the link of a ticket that went along is made void on the page of the one that stays")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto first = shop.customer_writes("The door sticks.");
    shop.clock.advance(1h);
    const auto second = shop.customer_writes("The door is stuck.");
    const auto firsts_link = link_of(shop, first);
    const auto seconds_link = link_of(shop, second);
    shop.send(ticket(first, "merge"), {{"into", second}, {"sure", "yes"}}, anna);
    CHECK(says(shop.look(ticket(first), anna), ticket(second, "void-link")));
    CHECK(shop.send(ticket(second, "void-link"), {{"generation", "0"}}, anna).status == 303);
    CHECK(shop.get(seconds_link).status == 410);
    CHECK(shop.get(firsts_link).status == 200);
    const auto link = between(shop.look(ticket(first), anna).body, "https://dairy.example/t/", "<");
    CHECK(says(shop.get("/t/" + link), "The door is stuck."));
}

TEST_CASE("the page says whom a reply reaches, when it is not all of them")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto first = shop.customer_writes("The door sticks.");
    const auto firsts_link = link_of(shop, first);
    shop.clock.advance(1h);
    const auto second = shop.customer_writes("The door is stuck.");
    const auto seconds_link = link_of(shop, second);
    shop.send(ticket(first, "merge"), {{"into", second}, {"sure", "yes"}}, anna);
    shop.post(firsts_link + "/verdict", {{"settled", "yes"}});
    const auto page = shop.look(ticket(first), anna);
    CHECK(says(page, "What you write goes only to"));
    CHECK(says(page, "(" + second + ")"));
    CHECK_FALSE(says(page, "(" + first + ")"));

    shop.post(firsts_link + "/erase", {{"sure", "yes"}});
    shop.post(seconds_link + "/erase", {{"sure", "yes"}});
    CHECK_FALSE(says(shop.look(ticket(first), anna), "What you write goes"));
}
