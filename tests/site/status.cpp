#include "support/site_shop.hpp"

#include "desk/escalate.hpp"
#include "desk/handle.hpp"
#include "desk/reply.hpp"
#include "desk/sign_in.hpp"
#include "storage/staff.hpp"
#include "storage/ticket.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>

namespace heard::site {

namespace {

using std::chrono::hours;

/// A shop with one ticket, and somebody who answers.
struct Told : SiteShop
{
    explicit Told(int submissions_per_hour = 0)
        : SiteShop{submissions_per_hour}
    {
        path = customer_says({{"dislikes", "The milk is <sour>."}, {"name", "Ann"}});
        worker = in_database([this](storage::Transaction& tx) {
            storage::NewStaff maria;
            maria.name = "Maria Lopez";
            maria.email = "maria@example.com";
            const auto id = *desk::add_staff(tx, house, maria);
            return *storage::find_staff(tx, id);
        });
    }

    core::Ticket ticket()
    {
        return in_database(
            [](storage::Transaction& tx) { return *storage::find_ticket(tx, core::TicketId{1}); });
    }

    desk::Reply reply(std::string text)
    {
        const auto now = ticket();
        return {.writer = worker,
                .reference = now.reference,
                .text = std::move(text),
                .done = "",
                .seen = now.newest_entry,
                .until = {}};
    }

    void staff_answers(std::string text, std::string done = {})
    {
        auto words = reply(std::move(text));
        words.done = std::move(done);
        const auto sent =
            in_database([&](storage::Transaction& tx) { return desk::answer(tx, house, words); });
        REQUIRE(sent);
    }

    void staff_holds(std::string text, time::Micros span)
    {
        auto words = reply(std::move(text));
        words.until = clock.now() + span;
        const auto sent =
            in_database([&](storage::Transaction& tx) { return desk::hold(tx, house, words); });
        REQUIRE(sent);
    }

    void promise_round()
    {
        in_database([this](storage::Transaction& tx) { return desk::escalate(tx, house); });
    }

    /// The status page as a person reads it.
    std::string read() { return unescaped(get(path).body); }

    bool says(std::string_view phrase) { return read().find(phrase) != std::string::npos; }

    std::string path;
    core::Staff worker;
};

} // namespace

TEST_CASE("right after it was sent, the page thanks by name and says the promised date and zone")
{
    Told shop;
    CHECK(shop.says("Thank you, Ann. We heard you."));
    // Sent at 12:01 UTC on the 21st.
    CHECK(shop.says(
        "We promise you an answer by Sunday 22 November 2026, 13:01 CET</b> (in 24 hours)."));
    CHECK(shop.says(shop.ticket().reference));
    CHECK(shop.says("Bookmark this page"));
}

TEST_CASE("the page says where the answer will be, and to which address it goes")
{
    Told shop;
    CHECK(shop.says("Your answer will be on this page."));
    shop.path =
        shop.customer_says({{"dislikes", "The bread too."}, {"contact", "lara@example.com"}});
    CHECK(shop.says("Our answer also comes to lara@example.com."));
    CHECK_FALSE(shop.says("will be on this page"));
    shop.path = shop.customer_says({{"dislikes", "The eggs too."}, {"contact", "0171 555"}});
    CHECK(shop.says("Your answer will be on this page."));
}

TEST_CASE("a status page is for no index and no cache")
{
    Told shop;
    const auto page = shop.get(shop.path);
    CHECK(page.status == 200);
    CHECK(header_in(page, "X-Robots-Tag") == "noindex");
    CHECK(header_in(page, "Cache-Control") == "no-store");
}

TEST_CASE("what customers and staff wrote is shown as text, never as markup")
{
    Told shop;
    shop.staff_answers("<i>Sorry</i>", "New <b>fridge</b>.");
    const auto page = shop.get(shop.path).body;
    CHECK(page.find("The milk is &lt;sour&gt;.") != std::string::npos);
    CHECK(page.find("&lt;i&gt;Sorry&lt;/i&gt;") != std::string::npos);
    CHECK(page.find("New &lt;b&gt;fridge&lt;/b&gt;.") != std::string::npos);
}

TEST_CASE("a wrong status link is a friendly 404")
{
    Told shop;
    auto wrong = shop.path;
    wrong.back() = wrong.back() == 'a' ? 'b' : 'a';
    for (const auto& path : {wrong, std::string{"/t/nonsense"}, std::string{"/t/%00"}}) {
        const auto page = shop.get(path);
        CHECK(page.status == 404);
        CHECK(page.body.find("The milk") == std::string::npos);
        CHECK(page.body.find("<h1>") != std::string::npos);
    }
}

TEST_CASE("a promise that is late is called late, and the owner is named only once they were told")
{
    Told shop;
    shop.clock.advance(hours{26});
    CHECK(shop.says("We are late, and we are sorry."));
    CHECK(shop.says("We promised you an answer by Sunday 22 November 2026, 13:01 CET."));
    CHECK(shop.says("We are 2 hours late."));
    CHECK_FALSE(shop.says("The owner has been told."));
    shop.promise_round();
    CHECK(shop.says("We are 2 hours late. The owner has been told."));
}

TEST_CASE("an answer in time keeps the promise, with the first name of who wrote it")
{
    Told shop;
    shop.clock.advance(hours{2});
    shop.staff_answers("We changed the dairy.", "New supplier.");
    CHECK(shop.says("You have our answer."));
    CHECK(shop.says("Maria answered"));
    CHECK_FALSE(shop.says("Lopez"));
    CHECK(shop.says("We changed the dairy."));
    CHECK(shop.says("What we did"));
    CHECK(shop.says("New supplier."));
    CHECK(shop.says("13:01 CET. <b>Kept.</b>"));
    CHECK_FALSE(shop.says("We promise you"));
}

TEST_CASE("an answer after the due time is called late, with how late")
{
    Told shop;
    shop.clock.advance(hours{27});
    shop.promise_round();
    shop.staff_answers("Sorry.");
    CHECK(shop.says("You have our answer."));
    CHECK(shop.says("It came 3 hours late. We are sorry."));
}

TEST_CASE("a holding reply shows its words and the next date, and who promised it")
{
    Told shop;
    shop.staff_holds("I am asking the dairy.", hours{48});
    CHECK(shop.says("We are on it."));
    CHECK(shop.says("I am asking the dairy."));
    CHECK(shop.says("Maria promised that you hear from us by Monday 23 November 2026, 13:01 CET"));
    CHECK(shop.says("(in 2 days)."));
    CHECK(shop.says("<b>Kept.</b>"));
}

TEST_CASE("a further message is shown and makes a new promise")
{
    Told shop;
    shop.staff_answers("We changed the dairy.");
    const auto response = shop.post(shop.path + "/messages", {{"text", "Still sour!"}});
    CHECK(response.status == 303);
    CHECK(header_in(response, "Location") == shop.path);
    CHECK(shop.says("Still sour!"));
    CHECK(shop.says("You wrote"));
    CHECK(shop.says("We promise you an answer by"));
}

TEST_CASE("notes of staff are never shown to the customer")
{
    Told shop;
    const desk::Handling handling{shop.worker, shop.ticket().reference};
    const auto noted = shop.in_database(
        [&](storage::Transaction& tx) { return desk::note(tx, shop.house, handling, "SECRET"); });
    REQUIRE(noted);
    CHECK_FALSE(shop.says("SECRET"));
}

TEST_CASE("settled releases the promise, and says thank you")
{
    Told shop;
    CHECK(shop.post(shop.path + "/verdict", {{"settled", "yes"}}).status == 303);
    CHECK(shop.says("Settled. Thank you for telling us."));
    CHECK(shop.says("It is settled, so nothing is open any more."));
}

TEST_CASE("settled after the due time does not make a broken promise look kept")
{
    Told shop;
    shop.clock.advance(hours{30});
    shop.promise_round();
    shop.post(shop.path + "/verdict", {{"settled", "yes"}});
    CHECK(shop.says("We did not keep that. We are sorry."));
}

TEST_CASE("not settled can be said only after an answer, and makes a new promise")
{
    Told shop;
    CHECK_FALSE(shop.says("No, it is not settled"));
    shop.staff_answers("We changed the dairy.");
    CHECK(shop.says("No, it is not settled"));
    CHECK(shop.post(shop.path + "/verdict", {{"settled", "no"}}).status == 303);
    CHECK(shop.says("You told us that this is not settled"));
    CHECK(shop.says("We promise you an answer by"));
}

TEST_CASE("a verdict that is none is asked for again")
{
    Told shop;
    CHECK(shop.post(shop.path + "/verdict", {{"settled", "perhaps"}}).status == 422);
    CHECK(shop.post(shop.path + "/verdict", {}).status == 422);
}

TEST_CASE("an address that writes too often on a status page is asked to wait, with its words")
{
    Told shop{3}; // The submission was the first.
    CHECK(shop.post(shop.path + "/messages", {{"text", "One"}}).status == 303);
    CHECK(shop.post(shop.path + "/verdict", {{"settled", "no"}}).status == 303);
    CHECK(shop.post(shop.path + "/verdict", {{"settled", "yes"}}).status == 429);
    const auto page = shop.post(shop.path + "/messages", {{"text", "Still <sour>"}});
    CHECK(page.status == 429);
    CHECK(textarea_in(page.body, "text") == "Still <sour>");
    CHECK(unescaped(page.body).find("send it again in 20 minutes") != std::string::npos);
    CHECK(header_in(page, "Retry-After") == "1200");
    CHECK_FALSE(shop.says("Still <sour>"));
    shop.clock.advance(std::chrono::minutes{20});
    CHECK(shop.post(shop.path + "/messages", {{"text", "Still <sour>"}}).status == 303);
}

TEST_CASE(
    "one ticket takes sixty entries an hour from its customer, in whatever letters the link is")
{
    Told shop;
    auto shouted = shop.path;
    std::transform(shouted.begin() + 3, shouted.end(), shouted.begin() + 3,
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    for (int i = 0; i < 60; ++i) {
        const auto& path = i % 2 ? shouted : shop.path;
        REQUIRE(shop.post(path + "/messages", {{"text", std::to_string(i)}}).status == 303);
    }
    for (const auto& path : {shop.path, shouted}) {
        const auto page = shop.post(path + "/messages", {{"text", "Still <sour>"}});
        REQUIRE(page.status == 429);
        CHECK(textarea_in(page.body, "text") == "Still <sour>");
        CHECK(header_in(page, "Retry-After") == "60");
    }
    shop.clock.advance(std::chrono::minutes{1});
    CHECK(shop.post(shop.path + "/messages", {{"text", "Still <sour>"}}).status == 303);
}

TEST_CASE("who knows only the reference cannot use up what the customer may write")
{
    Told shop;
    auto guess = shop.path;
    guess.back() = guess.back() == '0' ? 'g' : '0';
    for (int i = 0; i < 70; ++i)
        REQUIRE(shop.post(guess + "/messages", {{"text", "Ha"}}).status == 404);
    CHECK(shop.post(shop.path + "/messages", {{"text", "Still sour"}}).status == 303);
}

TEST_CASE("a message that cannot be taken in is given back")
{
    Told shop;
    const auto messages = shop.path + "/messages";
    SUBCASE("empty")
    {
        const auto page = shop.post(messages, {{"text", "  "}});
        CHECK(page.status == 422);
        CHECK(page.body.find("<a href=\"#text\">Write a few words first</a>") != std::string::npos);
    }
    SUBCASE("too long")
    {
        const std::string words(core::words_max + 5, '<');
        const auto page = shop.post(messages, {{"text", words}});
        CHECK(page.status == 422);
        CHECK(textarea_in(page.body, "text") == words);
    }
    SUBCASE("cut off")
    {
        const auto page =
            shop.post_body(messages, "application/x-www-form-urlencoded", "text=so+far", true);
        CHECK(page.status == 413);
        CHECK(textarea_in(page.body, "text") == "so far");
    }
    SUBCASE("not text")
    {
        const auto page =
            shop.post_body(messages, "application/x-www-form-urlencoded", "text=caf%E9");
        CHECK(page.status == 400);
        CHECK(textarea_in(page.body, "text") == "caf\uFFFD");
    }
    SUBCASE("to a wrong link: it moves into the plain form")
    {
        const auto page = shop.post("/t/nonsense/messages", {{"text", "Still <sour>"}});
        CHECK(page.status == 404);
        CHECK(textarea_in(page.body, "wishes") == "Still <sour>");
    }
}

TEST_CASE("words go with a verdict; those that are too long come back, and the verdict waits")
{
    Told shop;
    shop.staff_answers("Fresh milk is yours.");
    CHECK(shop.says("Anything to add, or a word on how we handled it?"));
    const std::string text(10'001, 'x');
    const auto again = shop.post(shop.path + "/verdict", {{"settled", "yes"}, {"text", text}});
    CHECK(again.status == 422);
    CHECK(textarea_in(again.body, "text") == text);
    CHECK(unescaped(again.body).find("Error: ") != std::string::npos);
    CHECK(unescaped(again.body).find("id=\"text-error\"") != std::string::npos);
    CHECK_FALSE(shop.ticket().settled_at);

    const auto done =
        shop.post(shop.path + "/verdict", {{"settled", "yes"}, {"text", " Quick & kind \n"}});
    CHECK(done.status == 303);
    CHECK(shop.says("Quick & kind"));
}

TEST_CASE("who gives no verdict keeps the words")
{
    Told shop;
    const auto again = shop.post(shop.path + "/verdict", {{"text", "Quick"}});
    CHECK(again.status == 422);
    CHECK(textarea_in(again.body, "text") == "Quick");
}

} // namespace heard::site
