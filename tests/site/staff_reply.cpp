#include "site/staff_reply.hpp"

#include "desk/release.hpp"
#include "site/staff_until.hpp"
#include "tests/site/staff_shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::site;
using namespace std::chrono_literals;

TEST_CASE("an answer keeps the promise and leads to what is due next")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    const auto sent =
        shop.send(ticket(reference, "answer"),
                  {{"text", "Here is fresh milk."}, {"done", "Fresh milk."}, {"seen", "0"}}, anna);
    CHECK(sent.status == 303);
    CHECK(header_in(sent, "Location") == "/staff?sent=" + reference);
    const auto thread = shop.thread(reference);
    REQUIRE(thread.entries.size() == 1);
    CHECK(thread.entries[0].text == "Here is fresh milk.");
    CHECK(thread.entries[0].done == "Fresh milk.");
    CHECK(thread.promises[0].state == core::PromiseState::kept);
    CHECK(thread.open_promise() == nullptr);
}

TEST_CASE("an answer without words is not sent, and says where the words belong")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    const auto again = shop.send(ticket(reference, "answer"),
                                 {{"text", "  "}, {"done", "Fresh milk."}, {"seen", "0"}}, anna);
    CHECK(again.status == 422);
    CHECK(says(again, "<title>Error: "));
    CHECK(says(again, "href=\"#answer_text\""));
    CHECK(says(again, "id=\"answer_text-error\""));
    CHECK(value_in(again.body, "done") == "Fresh milk.");
    CHECK(shop.thread(reference).entries.empty());
}

TEST_CASE("an answer that is too long comes back whole")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    std::string letter;
    for (int i = 0; i < 1'200; ++i)
        letter += "0123<&>\"é";
    const auto again =
        shop.send(ticket(reference, "answer"), {{"text", letter}, {"seen", "0"}}, anna);
    CHECK(again.status == 422);
    CHECK((textarea_in(again.body, "answer_text") == letter)); // Not printed: it is long.
}

TEST_CASE("word that we are on it ends one promise and makes the next, on the shop's clock")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    const auto sent = shop.send(
        ticket(reference, "hold"),
        {{"text", "We are asking the dairy."}, {"until", "2026-11-23T12:00"}, {"seen", "0"}}, anna);
    CHECK(sent.status == 303);
    CHECK(header_in(sent, "Location") == "/staff?sent=" + reference);
    const auto thread = shop.thread(reference);
    REQUIRE(thread.open_promise());
    CHECK(time::to_rfc3339(thread.open_promise()->due_at) == "2026-11-23T11:00:00Z");
    CHECK(thread.open_promise()->made_by == anna.staff.id);
    CHECK(says(shop.look(ticket(reference), anna), "Anna promised it."));
    CHECK(says(shop.look("/staff?view=promised", anna), reference));
}

TEST_CASE(
    "a quick choice fills the date in and reads it back, whatever the field held; nothing is sent")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    const auto back = shop.send(ticket(reference, "hold"),
                                {{"text", "We are on it."},
                                 {"until", "2026-11-29T12:00"},
                                 {"seen", "0"},
                                 {"choose", "2026-11-22T12:00"}},
                                anna);
    CHECK(back.status == 200);
    CHECK(value_in(back.body, "until") == "2026-11-22T12:00");
    CHECK(textarea_in(back.body, "hold_text") == "We are on it.");
    CHECK(says(back, "You promise the next word by Sunday 22 November 2026, 12:00 CET."));
    CHECK(shop.thread(reference).entries.empty());
}

TEST_CASE("quick choices fall on a quarter hour at which somebody is there")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    shop.clock.advance(7min);
    CHECK(says(shop.look(ticket(reference), anna), "by today, 17:15 CET"));
    // Saturday until four, closed on Sunday, from nine on Monday; Tuesday is a holiday.
    auto& hours = shop.house.promise.hours;
    hours.days[6] = {{9h, 16h}};
    hours.days[1] = hours.days[2] = hours.days[3] = {{9h, 18h}};
    hours.closed = {*time::parse_date("2026-11-24")};
    const auto page = shop.look(ticket(reference), anna);
    CHECK(says(page, "by Monday 23 November, 10:00 CET"));
    CHECK(says(page, "by Wednesday 25 November, 10:00 CET"));
    CHECK_FALSE(says(page, "by today, 17:15"));
    CHECK_FALSE(says(page, "name=\"choose\" value=\"2026-11-22"));
    CHECK(page.body.find("by Monday 23") == page.body.rfind("by Monday 23")); // Said once.
}

TEST_CASE("the dates that are offered are dates that the house takes")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    auto page = shop.look(ticket(reference), anna).body;
    for (const auto* const label :
         {"by today, 17:00 CET", "by tomorrow, 12:00 CET", "by Tuesday 24 November, 12:00 CET"}) {
        CAPTURE(label);
        CHECK(page.find(label) != std::string::npos);
    }
    CHECK(page.find("Europe/Berlin") != std::string::npos);
    const auto offered = between(page, "name=\"choose\" value=\"", "\"");
    CHECK(offered == "2026-11-21T17:00");
    CHECK(shop.send(ticket(reference, "hold"),
                    {{"text", "We are on it."}, {"until", offered}, {"seen", "0"}}, anna)
              .status == 303);
}

TEST_CASE("word that we are on it needs a date that is to come; the words stay in the form")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    const std::string text = "We are <on> it.\nReally.";
    for (const auto* const until : {"", "soon", "2026-11-20T12:00", "2027-11-20T12:00"}) {
        CAPTURE(until);
        const auto again = shop.send(ticket(reference, "hold"),
                                     {{"text", text}, {"until", until}, {"seen", "0"}}, anna);
        CHECK(again.status == 422);
        CHECK(says(again, "href=\"#hold_until\""));
        CHECK(says(again, "<details class=\"more\" open>"));
        CHECK(textarea_in(again.body, "hold_text") == text);
        CHECK(value_in(again.body, "until") == until);
    }
    const auto thread = shop.thread(reference);
    CHECK(thread.entries.empty());
    CHECK(thread.promises.size() == 1);
}

TEST_CASE("when somebody was faster both texts are shown, nothing is sent, and the next try counts")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto bert = shop.hires("Bert");
    const auto reference = shop.customer_writes("The milk was sour.");
    shop.send(ticket(reference, "note"), {{"text", "Earlier note."}}, bert);
    shop.send(ticket(reference, "answer"), {{"text", "Bert was here."}, {"seen", "1"}}, bert);

    const auto again =
        shop.send(ticket(reference, "answer"),
                  {{"text", "Anna's <own> words."}, {"done", "Much."}, {"seen", "1"}}, anna);
    CHECK(again.status == 409);
    CHECK(says(again, "Something new has been written here"));
    CHECK(says(again, "Bert was here."));
    CHECK(textarea_in(again.body, "answer_text") == "Anna's <own> words.");
    CHECK(value_in(again.body, "done") == "Much.");
    CHECK(value_in(again.body, "seen") == "2");
    // Only what she had not seen is marked.
    CHECK(between(again.body, "class=\"new\"", "</li>").find("Bert was here.") !=
          std::string::npos);
    CHECK(again.body.find("class=\"new\"") == again.body.rfind("class=\"new\""));
    CHECK(shop.thread(reference).entries.size() == 2);

    const auto sent = shop.send(ticket(reference, "answer"),
                                {{"text", "Anna's own words."}, {"seen", "2"}}, anna);
    CHECK(sent.status == 303);
    CHECK(shop.thread(reference).entries.size() == 3);
}

TEST_CASE("a page that was refused for another reason does not pretend that news were seen")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto bert = shop.hires("Bert");
    const auto reference = shop.customer_writes("The milk was sour.");
    shop.send(ticket(reference, "answer"), {{"text", "Bert was here."}, {"seen", "0"}}, bert);
    const auto again = shop.send(ticket(reference, "answer"), {{"text", ""}, {"seen", "0"}}, anna);
    CHECK(again.status == 422);
    CHECK(value_in(again.body, "seen") == "0");
}

namespace {

/// A body as it arrived, with whatever became of it on the way.
http::Request arrived(const Person& person, const std::string& target, std::string body)
{
    http::Request request;
    request.method = "POST";
    request.path = target;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                       {"Sec-Fetch-Site", "same-origin"},
                       {"Cookie", person.cookie}};
    request.body = std::move(body);
    return request;
}

} // namespace

TEST_CASE("a reply that was cut off on the way is not sent as half a sentence")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    auto request = arrived(anna, ticket(reference, "answer"), "seen=0&text=We+will+never");
    request.body_cut = true;
    const auto again = shop.ask(std::move(request));
    CHECK(again.status == 413);
    CHECK(textarea_in(again.body, "answer_text") == "We will never");
    CHECK(shop.thread(reference).entries.empty());
}

TEST_CASE("a reply that broke off in the middle of a multipart form is not sent")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    const std::string part = "--x\r\nContent-Disposition: form-data; name=";
    for (const auto* const verb : {"answer", "hold", "note"}) {
        CAPTURE(verb);
        auto request = arrived(anna, ticket(reference, verb),
                               part + "\"seen\"\r\n\r\n0\r\n" + part +
                                   "\"until\"\r\n\r\n2026-11-23T12:00\r\n" + part +
                                   "\"text\"\r\n\r\nWe will not pay for the cleaning unless");
        request.headers[0].value = "multipart/form-data; boundary=x";
        const auto again = shop.ask(std::move(request));
        CHECK(again.status == 400);
        CHECK(says(again, "We could not read all of what your browser sent"));
        CHECK(textarea_in(again.body, std::string{verb} + "_text") ==
              "We will not pay for the cleaning unless");
    }
    CHECK(shop.thread(reference).entries.empty());
    CHECK(shop.thread(reference).promises.size() == 1);
}

TEST_CASE("a reply with characters that cannot be read comes back repaired, and is not sent")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    for (const auto* const verb : {"answer", "hold", "note"})
        for (const auto* const unread : {"%E9", "%00"}) {
            CAPTURE(verb);
            CAPTURE(unread);
            const auto body = "seen=0&until=2026-11-23T12%3A00&text=caf" + std::string{unread};
            const auto again = shop.ask(arrived(anna, ticket(reference, verb), body));
            CHECK(again.status == 400);
            CHECK(says(again, "Some characters could not be read"));
            CHECK(textarea_in(again.body, std::string{verb} + "_text") == "caf\uFFFD");
        }
    CHECK(shop.thread(reference).entries.empty());
}

namespace {

/// Replies can be taken back for 15 s, and the round that lets them go is the test.
struct PatientShop : StaffShop
{
    PatientShop() { house.undo_for = 15s; }
};

} // namespace

TEST_CASE("after a reply comes what is due next, and on it how long the reply can be taken back")
{
    PatientShop shop;
    const auto anna = shop.hires("Anna");
    const auto first = shop.customer_writes("The milk was sour.");
    const auto second = shop.customer_writes("The bread was hard.");
    const auto sent =
        shop.send(ticket(first, "answer"), {{"text", "Here is fresh milk."}, {"seen", "0"}}, anna);
    CHECK(sent.status == 303);
    CHECK(header_in(sent, "Location") == ticket(second) + "?sent=" + first);
    const auto next = shop.look(ticket(second) + "?sent=" + first, anna);
    CHECK(says(next, "The bread was hard."));
    CHECK(says(next, first + ": your words leave in <span>15</span> s."));
    CHECK(says(next, "This is due next"));
    CHECK(says(next, "action=\"" + ticket(first, "undo") + "\""));
    CHECK_FALSE(says(shop.look("/staff", anna), "id=\"" + first));
    CHECK(shop.thread(first).entries.empty());
}

TEST_CASE(
    "a reply can be taken back from every page of its writer, and then nothing says it was sent")
{
    PatientShop shop;
    const auto anna = shop.hires("Anna", core::Role::owner);
    const auto bob = shop.hires("Bob", core::Role::owner);
    core::Submission said;
    said.dislikes = "The milk was sour.";
    said.name = "Mrs Demir";
    const auto first = shop.writes(said);
    const auto second = shop.customer_writes("The bread was hard.");
    const auto call = shop.send("/staff/call", {{"channel", "phone"}, {"likes", "Tea."}}, anna);
    shop.send(ticket(first, "answer"), {{"text", "Here is fresh milk."}, {"seen", "0"}}, anna);
    shop.tend_search();
    const auto way_back = "action=\"" + ticket(first, "undo") + "\"";
    for (const auto& page :
         {std::string{"/staff"}, std::string{"/staff?q=bread"}, std::string{"/staff/call"},
          std::string{"/staff/me"}, std::string{"/staff/kind-words"}, std::string{"/owner"},
          ticket(second), header_in(call, "Location")}) {
        CAPTURE(page);
        const auto shown = shop.look(page, anna);
        CHECK(shown.status == 200);
        CHECK(says(shown, way_back));
        CHECK(says(shown, "Mrs Demir (" + first + "): your words leave in <span>15</span> s."));
        CHECK_FALSE(says(shop.look(page, bob), way_back));
    }
    CHECK(says(shop.send("/staff/call", {{"channel", "phone"}}, anna), way_back));
    CHECK(says(shop.send("/staff/me/away", {{"until", ""}}, anna), way_back));
    const auto merge = shop.send(ticket(second, "merge"), {{"into", first}}, anna);
    CHECK(says(merge, way_back));

    shop.send(ticket(first, "undo"), {}, anna);
    const auto after = shop.look("/staff?sent=" + first, anna);
    CHECK_FALSE(says(after, way_back));
    CHECK_FALSE(says(after, "your words are on the customer"));
}

TEST_CASE("the seconds count apart from a name with a number sign, and from no other branch's page")
{
    PatientShop shop;
    const auto norbert = shop.hires("Norbert", core::Role::staff, "norwalk");
    core::Submission said;
    said.dislikes = "The milk was sour.";
    said.name = "Ann, flat #3";
    said.branch = "norwalk";
    const auto reference = shop.writes(said);
    shop.send(ticket(reference, "answer"), {{"text", "Fresh milk."}, {"seen", "0"}}, norbert);
    CHECK(says(shop.look("/staff", norbert),
               "Ann, flat #3 (" + reference + "): your words leave in <span>15</span> s."));

    shop.in_database([&](storage::Transaction& tx) {
        tx.prepare("update staff set branch = 'danbury' where id = ?1").run(norbert.staff.id);
        return 0;
    });
    CHECK_FALSE(says(shop.look("/staff", norbert), "Ann, flat"));
}

TEST_CASE("after a reply its writer hears of it, whatever else they have begun there")
{
    PatientShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    const auto banner = [&] {
        return says(shop.look("/staff?sent=" + reference, anna), "your words are on the customer");
    };
    const auto answer = [&](const std::string& text) {
        shop.send(ticket(reference, "answer"), {{"text", text}, {"seen", "9"}}, anna);
    };
    shop.send(ticket(reference, "draft"), {{"form", "hold"}, {"text", "We ask."}, {"page", "1"}},
              anna);
    answer("Here is fresh milk.");
    shop.clock.advance(15s);
    const auto id = shop.thread(reference).ticket.id;
    shop.in_database([&](storage::Transaction& tx) {
        desk::release_when_due(tx, shop.house, id);
        return 0;
    });
    CHECK(banner());
    shop.clock.advance(1s);
    shop.send(ticket(reference, "draft"), {{"form", "answer"}, {"text", "And"}, {"page", "2"}},
              anna);
    CHECK(banner());

    answer("And a cake.");
    shop.clock.advance(1s);
    shop.send(ticket(reference, "undo"), {}, anna);
    CHECK_FALSE(banner());
}

TEST_CASE("whoever opens the ticket sees what is about to leave, by whom, and can stop it")
{
    PatientShop shop;
    const auto anna = shop.hires("Anna");
    const auto bob = shop.hires("Bob");
    const auto reference = shop.customer_writes("The milk was sour.");
    shop.send(ticket(reference, "answer"), {{"text", "Here is <fresh> milk."}, {"seen", "0"}},
              anna);
    const auto page = shop.look(ticket(reference), bob);
    CHECK(says(page, "Anna answered"));
    CHECK(says(page, "Here is &lt;fresh&gt; milk."));
    CHECK(says(page, "It leaves in <span>15</span> s."));
    CHECK_FALSE(says(page, "name=\"text\" rows=\"6\"")); // No second reply beside it.

    const auto undone = shop.send(ticket(reference, "undo"), {}, bob);
    CHECK(header_in(undone, "Location") == ticket(reference) + "#undone");
    CHECK(says(shop.look(ticket(reference), anna), "It was not sent."));
    const auto again = shop.look(ticket(reference), anna);
    CHECK(textarea_in(again.body, "answer_text") == "Here is <fresh> milk.");
    CHECK(says(again, "Your draft, kept today"));
    CHECK(says(shop.look(ticket(reference), bob), "Anna is writing:"));
    CHECK(textarea_in(shop.look(ticket(reference), bob).body, "answer_text").empty());
}

TEST_CASE("undo after the words have left says so kindly, and changes nothing")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    shop.send(ticket(reference, "answer"), {{"text", "Here is fresh milk."}, {"seen", "0"}}, anna);
    const auto late = shop.send(ticket(reference, "undo"), {}, anna);
    CHECK(late.status == 409);
    CHECK(says(late, "It was too late to undo"));
    CHECK(shop.thread(reference).entries.size() == 1);
}

TEST_CASE("a reply beside one that is about to leave is not sent, and shows both texts")
{
    PatientShop shop;
    const auto anna = shop.hires("Anna");
    const auto bob = shop.hires("Bob");
    const auto reference = shop.customer_writes("The milk was sour.");
    shop.send(ticket(reference, "answer"), {{"text", "Here is fresh milk."}, {"seen", "0"}}, anna);
    const auto again =
        shop.send(ticket(reference, "answer"), {{"text", "We owe you milk."}, {"seen", "0"}}, bob);
    CHECK(again.status == 409);
    CHECK(says(again, "Anna has just sent a reply"));
    CHECK(says(again, "Here is fresh milk."));
    CHECK(textarea_in(again.body, "answer_text") == "We owe you milk.");
}

TEST_CASE("what is being written is kept, and waits in its form")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto bob = shop.hires("Bob");
    const auto reference = shop.customer_writes("The milk was sour.");
    const auto keep = [&](const Fields& fields, const Person& person) {
        return shop.send(ticket(reference, "draft"), fields, person).status;
    };
    const Fields begun{
        {"form", "answer"}, {"text", "Here is"}, {"done", "Milk."}, {"seen", "0"}, {"page", "1"}};
    CHECK(keep(begun, anna) == 204);
    CHECK(keep({{"form", "hold"}, {"text", "We ask."}, {"until", "2026-11-23T12:00"}}, anna) ==
          204);
    const auto page = shop.look(ticket(reference), anna);
    CHECK(textarea_in(page.body, "answer_text") == "Here is");
    CHECK(value_in(page.body, "done") == "Milk.");
    CHECK(textarea_in(page.body, "hold_text") == "We ask.");
    CHECK(value_in(page.body, "until") == "2026-11-23T12:00");
    shop.clock.advance(5min);
    CHECK(says(shop.look(ticket(reference), bob), "Anna began this today"));

    const auto number = value_in(between(page.body, "data-draft=\"hold\"", "</form>"), "draft");
    CHECK(keep({{"form", "hold"}, {"text", ""}, {"draft", number}}, anna) == 204);
    CHECK(textarea_in(shop.look(ticket(reference), anna).body, "hold_text").empty());
    shop.send(ticket(reference, "answer"),
              {{"text", "Here is milk."}, {"seen", "0"}, {"page", "1"}}, anna);
    CHECK(textarea_in(shop.look(ticket(reference), anna).body, "answer_text").empty());
    // What a slow line still brings of it.
    CHECK(keep({{"form", "answer"}, {"text", "Here is"}, {"seen", "0"}}, anna) == 204);
    CHECK(textarea_in(shop.look(ticket(reference), anna).body, "answer_text").empty());
}

TEST_CASE(
    "an old page that saves its draft gets the newer words to show, and nothing is overwritten")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    const auto keep = [&](const std::string& page, const std::string& text,
                          const std::string& draft) {
        return shop.send(ticket(reference, "draft"),
                         {{"form", "hold"},
                          {"text", text},
                          {"until", "2026-11-23T12:00"},
                          {"page", page},
                          {"draft", draft}},
                         anna);
    };
    const auto number_in = [&](const http::Response& page) {
        return value_in(between(page.body, "data-draft=\"hold\"", "</form>"), "draft");
    };
    const auto old = number_in(shop.look(ticket(reference), anna));
    CHECK(old == "0");
    CHECK(keep("1", "We ask \"him\".", old).status == 204);
    const auto refused = keep("2", "Another.", old);
    CHECK(refused.status == 409);
    const auto number = number_in(shop.look(ticket(reference), anna));
    CHECK(refused.body ==
          "{\"text\":\"We ask \\\"him\\\".\",\"done\":\"\",\"until\":\"2026-11-23T12:00\","
          "\"draft\":\"" +
              number + "\"}");
    CHECK(keep("2", "Another.", number).status == 204);
    CHECK(textarea_in(shop.look(ticket(reference), anna).body, "hold_text") == "Another.");

    // What was refused for something else is still that page.
    const auto again =
        shop.send(ticket(reference, "hold"), {{"text", "Another."}, {"page", "2"}}, anna);
    CHECK(again.status == 422);
    CHECK(value_in(between(again.body, "data-draft=\"hold\"", "</form>"), "page") == "2");
}

TEST_CASE("on a ticket whose customer erased all there is no form for a reply, and it says why")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference =
        shop.writes({.dislikes = "The milk was sour.", .contact = "ann@example.com"});
    CHECK_FALSE(says(shop.look(ticket(reference), anna), "nobody would read a reply"));
    const auto link = shop.house.status_link(shop.thread(reference).ticket);
    shop.post(link.substr(shop.house.base_url.size()) + "/erase", {{"sure", "yes"}});
    const auto page = shop.look(ticket(reference), anna);
    CHECK(says(page, "nobody would read a reply"));
    CHECK_FALSE(says(page, "name=\"text\" rows=\"6\""));
    const auto until = shop.clock.now() + 48h;
    const auto wall = shop.house.zone().at(until).wall;
    const auto refused =
        shop.send(ticket(reference, "hold"),
                  {{"text", "Soon."}, {"until", until_text(wall)}, {"seen", "9"}}, anna);
    CHECK(refused.status == 409);
    CHECK(says(refused, "Nothing was sent"));
    CHECK(textarea_in(refused.body, "hold_text") == "Soon.");
    CHECK_FALSE(shop.thread(reference).open_promise());
}

TEST_CASE("a draft that is older than the newest word is shown, and stopped when it is sent")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto bob = shop.hires("Bob");
    const auto reference = shop.customer_writes("The milk was sour.");
    shop.send(ticket(reference, "draft"), {{"form", "answer"}, {"text", "Here is"}, {"seen", "0"}},
              anna);
    shop.send(ticket(reference, "note"), {{"text", "She is a regular."}}, bob);
    const auto page = shop.look(ticket(reference), anna);
    CHECK(textarea_in(page.body, "answer_text") == "Here is");
    CHECK(says(page, "entry-new"));
    const auto seen = value_in(page.body, "seen");
    CHECK(seen == "0");
    const auto stopped =
        shop.send(ticket(reference, "answer"), {{"text", "Here is milk."}, {"seen", seen}}, anna);
    CHECK(stopped.status == 409);
    CHECK(value_in(stopped.body, "seen") == "1");
}

TEST_CASE("a draft that is too long or torn is refused without a page")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    const auto refused = shop.send(ticket(reference, "draft"),
                                   {{"form", "answer"}, {"text", std::string(20'000, 'a')}}, anna);
    CHECK(refused.status == 422);
    CHECK(refused.body.empty());
    CHECK(shop.send(ticket("H-222222", "draft"), {{"text", "Here"}}, anna).status == 404);
}

TEST_CASE(
    "what was said to others is marked, with a number and a link; one click sends it all the same")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto first = shop.customer_writes("The milk was sour.");
    const auto second = shop.customer_writes("The bread was hard.");
    shop.send(ticket(first, "answer"),
              {{"text", "Thank you for <writing> to us about it."}, {"seen", "0"}}, anna);
    const Fields fields{{"text", "Thank you for <writing> to us about it. It baked too long."},
                        {"done", "A new loaf."},
                        {"seen", "0"}};
    const auto shown = shop.send(ticket(second, "answer"), fields, anna);
    CHECK(shown.status == 409);
    CHECK(says(shown, "<mark>Thank you for &lt;writing&gt; to us about it.</mark> It baked"));
    CHECK(says(shown, "stands on 1 other ticket."));
    CHECK(says(shown, "<a href=\"" + ticket(first) + "\">Look at " + first + "</a>"));
    CHECK(textarea_in(shown.body, "answer_text") ==
          "Thank you for <writing> to us about it. It baked too long.");
    CHECK(value_in(shown.body, "done") == "A new loaf.");
    CHECK(value_in(shown.body, "repeated") == "yes");
    CHECK(shop.thread(second).entries.empty());

    auto all_the_same = fields;
    all_the_same.emplace_back("repeated", "yes");
    CHECK(shop.send(ticket(second, "answer"), all_the_same, anna).status == 303);
    CHECK(shop.thread(second).entries.size() == 1);
}

TEST_CASE("without scripts, a date that was typed is read back in words before it is promised")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The milk was sour.");
    const Fields fields{
        {"text", "We ask the dairy."}, {"until", "2026-11-26T17:00"}, {"seen", "0"}};
    auto asking = fields;
    asking.emplace_back("say_back", "yes");
    const auto asked = shop.send(ticket(reference, "hold"), asking, anna);
    CHECK(asked.status == 200);
    CHECK(says(asked, "You promise the next word by Thursday 26 November 2026, 17:00 CET."));
    CHECK(textarea_in(asked.body, "hold_text") == "We ask the dairy.");
    CHECK(value_in(asked.body, "until") == "2026-11-26T17:00");
    CHECK_FALSE(says(asked, "say_back"));
    CHECK(shop.thread(reference).entries.empty());
    CHECK(shop.send(ticket(reference, "hold"), fields, anna).status == 303);
    CHECK(shop.thread(reference).entries.size() == 1);

    const auto other = shop.customer_writes("The bread was hard.");
    asking[1].second = "2027-11-26T17:00";
    CHECK(shop.send(ticket(other, "hold"), asking, anna).status == 422);
}
