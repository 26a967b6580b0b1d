#include "support/site_shop.hpp"

#include "storage/promise.hpp"
#include "storage/ticket.hpp"

#include <doctest/doctest.h>

namespace heard::site {

namespace {

/// Everything that has ever broken a form: right to left, joined emoji, marks on marks, markup.
std::string hard_words()
{
    return "שלום עולם — مرحبا 👩‍👩‍👧‍👦 Z͑͗ \"quoted\" 'single' "
           "<script>alert(1)</script> "
           "</textarea> "
           "&amp; {{w.form.send}} %41 ğ 漢字\r\n\tand more";
}

/// `count` characters of it.
std::string hard_words(std::size_t count)
{
    const std::string unit = "ש👩<&\"'漢é"; // Eight characters.
    std::string text;
    for (std::size_t i = 0; i < count / 8; ++i)
        text += unit;
    return text + std::string(count % 8, '>');
}

Fields filled_in(SiteShop& shop)
{
    return {{"likes", hard_words()},
            {"dislikes", "d" + hard_words()},
            {"wishes", "w"},
            {"name", "Ann \"<b>\" O'Neil"},
            {"contact", "ann@example.com"},
            {"form_token", shop.form_token()}};
}

void check_holds(const http::Response& page, const Fields& fields)
{
    for (const auto& [name, value] : fields) {
        if (name == "likes" || name == "dislikes" || name == "wishes")
            CHECK_MESSAGE(textarea_in(page.body, name) == value, name);
        else if (name == "name" || name == "contact" || name == "form_token")
            CHECK_MESSAGE(value_in(page.body, name) == value, name);
    }
    CHECK(page.body.find("<script>") == std::string::npos);
    CHECK(page.body.find("<title>Error: ") != std::string::npos);
    CHECK(page.body.find("role=\"alert\"") != std::string::npos);
}

core::Submission submission(SiteShop& shop, std::int64_t ticket = 1)
{
    return shop.in_database([ticket](storage::Transaction& tx) {
        return storage::get_submission(tx, core::TicketId{ticket});
    });
}

std::optional<core::Ticket> ticket(SiteShop& shop, std::int64_t number = 1)
{
    return shop.in_database([number](storage::Transaction& tx) {
        return storage::find_ticket(tx, core::TicketId{number});
    });
}

} // namespace

TEST_CASE("what a customer says becomes a ticket, and leads to its status page")
{
    SiteShop shop;
    const auto fields = filled_in(shop);
    const auto response = shop.post("/submissions", fields);
    CHECK(response.status == 303);
    CHECK(header_in(response, "Location").starts_with("/t/"));
    CHECK(submission(shop).wishes == "w");
    CHECK(submission(shop).name == "Ann \"<b>\" O'Neil");
    CHECK(ticket(shop)->suspicion.empty());
}

TEST_CASE("a browser that sends multipart is understood as well")
{
    SiteShop shop;
    const auto token = shop.form_token();
    const auto response = shop.post_body(
        "/submissions", "multipart/form-data; boundary=x",
        "--x\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n" + token +
            "\r\n--x\r\nContent-Disposition: form-data; name=\"likes\"\r\n\r\nThe "
            "eggs.\r\n--x--\r\n");
    CHECK(response.status == 303);
    CHECK(submission(shop).likes == "The eggs.");
}

TEST_CASE("ten thousand characters of any script are taken in as they are")
{
    SiteShop shop;
    const auto words = hard_words(core::words_max);
    const auto response =
        shop.post("/submissions", {{"likes", words}, {"form_token", shop.form_token()}});
    CHECK(response.status == 303);
    CHECK(submission(shop).likes == words);
    const auto page = unescaped(shop.get(header_in(response, "Location")).body);
    CHECK(page.find(words) != std::string::npos);
}

TEST_CASE("the same form sent twice is one ticket")
{
    SiteShop shop;
    const auto fields = filled_in(shop);
    const auto first = header_in(shop.post("/submissions", fields), "Location");
    const auto second = header_in(shop.post("/submissions", fields), "Location");
    CHECK(first == second);
    CHECK_FALSE(ticket(shop, 2));
}

TEST_CASE("a blank form is asked for one thing, and keeps name and contact")
{
    SiteShop shop;
    const Fields fields{{"likes", " \n\xE2\x80\x8B"},
                        {"dislikes", ""},
                        {"name", "Ann"},
                        {"contact", "ann@example.com"},
                        {"form_token", shop.form_token()}};
    const auto page = shop.post("/submissions", fields);
    CHECK(page.status == 422);
    CHECK(unescaped(page.body).find("Tell us one thing you like or don't like") !=
          std::string::npos);
    CHECK(page.body.find("<a href=\"#likes\">") != std::string::npos);
    check_holds(page, fields);
    CHECK_FALSE(ticket(shop));
}

TEST_CASE("the second try after a refusal is the same ticket, and nobody doubts it")
{
    SiteShop shop;
    auto page = shop.post("/submissions", {{"name", "Ann"}});
    const auto token = value_in(page.body, "form_token");
    shop.clock.advance(std::chrono::seconds{30});
    const Fields again{{"likes", "The eggs."}, {"form_token", token}};
    const auto first = header_in(shop.post("/submissions", again), "Location");
    CHECK(first == header_in(shop.post("/submissions", again), "Location"));
    CHECK(ticket(shop)->suspicion.empty());
}

TEST_CASE("one character too many is told, and all of them are given back")
{
    SiteShop shop;
    const Fields fields{{"likes", hard_words(core::words_max + 1)},
                        {"dislikes", hard_words(core::words_max + 12)},
                        {"form_token", shop.form_token()}};
    const auto page = shop.post("/submissions", fields);
    CHECK(page.status == 422);
    CHECK(page.body.find("shorten this by 1<") != std::string::npos);
    CHECK(page.body.find("shorten this by 12<") != std::string::npos);
    CHECK(page.body.find("aria-describedby=\"dislikes-error\"") != std::string::npos);
    check_holds(page, fields);
}

TEST_CASE("a body over the limit is 413, with what could be read of it")
{
    SiteShop shop;
    const Fields fields{{"form_token", shop.form_token()}, {"likes", "The eggs."}};
    const auto page = shop.post_body("/submissions", "application/x-www-form-urlencoded",
                                     urlencoded(fields) + "&dislikes=so+much", true);
    CHECK(page.status == 413);
    check_holds(page, fields);
    CHECK(textarea_in(page.body, "dislikes") == "so much");
}

TEST_CASE("a body that was cut for the others' sake is 503, and may come again in a moment")
{
    SiteShop shop;
    const Fields fields{{"form_token", shop.form_token()}, {"likes", "The eggs."}};
    http::Request request;
    request.method = "POST";
    request.path = "/submissions";
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = urlencoded(fields) + "&dislikes=so+much";
    request.body_cut = request.crowded = true;
    const auto page = shop.ask(std::move(request));
    CHECK(page.status == 503);
    CHECK(header_in(page, "Retry-After") == "30");
    CHECK(page.body.contains("Wait half a minute"));
    check_holds(page, fields);
}

TEST_CASE("bytes that are no text are repaired and shown, not taken in")
{
    SiteShop shop;
    const auto page =
        shop.post_body("/submissions", "application/x-www-form-urlencoded",
                       "likes=caf%E9&dislikes=a%00b&wishes=" + urlencoded({{"", "ok"}}).substr(1));
    CHECK(page.status == 400);
    CHECK(textarea_in(page.body, "likes") == "caf\uFFFD");
    CHECK(textarea_in(page.body, "dislikes") == "a\uFFFDb");
    CHECK(textarea_in(page.body, "wishes") == "ok");
    CHECK_FALSE(ticket(shop));
}

TEST_CASE("a broken multipart keeps what came through")
{
    SiteShop shop;
    const auto page = shop.post_body(
        "/submissions", "multipart/form-data; boundary=x",
        "--x\r\nContent-Disposition: form-data; name=\"likes\"\r\n\r\nThe eggs.\r\n--x\r\nContent");
    CHECK(page.status == 400);
    CHECK(textarea_in(page.body, "likes") == "The eggs.");
}

TEST_CASE("what is no form at all is 400, with the form to fill in")
{
    SiteShop shop;
    const auto page = shop.post_body("/submissions", "application/json", "{\"likes\":\"x\"}");
    CHECK(page.status == 400);
    CHECK(page.body.find("<textarea id=\"likes\"") != std::string::npos);
}

TEST_CASE("an unknown branch is told, and the next try goes without it")
{
    SiteShop shop;
    auto fields = filled_in(shop);
    fields.emplace_back("branch", "paris");
    const auto page = shop.post("/submissions", fields);
    CHECK(page.status == 422);
    CHECK(value_in(page.body, "branch").empty());
    check_holds(page, fields);
}

TEST_CASE("when too many wait, the page says when to try again and keeps the words")
{
    SiteShop shop{0, 0};
    const auto fields = filled_in(shop);
    const auto page = shop.post("/submissions", fields);
    CHECK(page.status == 503);
    CHECK(header_in(page, "Retry-After") == "30");
    check_holds(page, fields);
}

TEST_CASE("too many from one address are asked to wait, with their words")
{
    SiteShop shop{2};
    CHECK(shop.post("/submissions", filled_in(shop)).status == 303);
    CHECK(shop.post("/submissions", filled_in(shop)).status == 303);
    shop.clock.advance(std::chrono::minutes{-2});
    const auto fields = filled_in(shop);
    const auto page = shop.post("/submissions", fields);
    CHECK(page.status == 429);
    CHECK(!header_in(page, "Retry-After").empty());
    check_holds(page, fields);
    shop.clock.advance(std::chrono::minutes{40});
    CHECK(shop.post("/submissions", fields).status == 303);
}

TEST_CASE("a refused form does not count against the address")
{
    SiteShop shop{1};
    for (int i = 0; i < 5; ++i)
        CHECK(shop.post("/submissions", {{"name", "Ann"}}).status == 422);
    CHECK(shop.post("/submissions", filled_in(shop)).status == 303);
}

TEST_CASE("an invoice link vouches for the invoice")
{
    SiteShop shop;
    auto fields = filled_in(shop);
    fields.emplace_back("link", *auth::make_invoice_link(shop.house.invoice_keys[0], "INV-7"));
    CHECK(shop.post("/submissions", fields).status == 303);
    const auto said = submission(shop);
    CHECK(said.invoice == "INV-7");
    CHECK(said.channel == core::Channel::invoice);
    CHECK_FALSE(said.retired_key);
}

TEST_CASE("what comes in by a retired key is flagged")
{
    SiteShop shop;
    auto fields = filled_in(shop);
    fields.emplace_back("link", *auth::make_invoice_link(shop.house.invoice_keys[1], "INV-8"));
    CHECK(shop.post("/submissions", fields).status == 303);
    CHECK(submission(shop).retired_key);
}

TEST_CASE("a forged link vouches for nothing, and the words are taken in all the same")
{
    SiteShop shop;
    auto fields = filled_in(shop);
    fields.emplace_back("link", "A.INV-7.0000000000000000");
    CHECK(shop.post("/submissions", fields).status == 303);
    CHECK(submission(shop).invoice.empty());
    CHECK(submission(shop).channel == core::Channel::web);
}

TEST_CASE("what looks like a program's is set aside with a promise, and sees the same thank-you")
{
    SiteShop shop;
    Fields fields{{"likes", "The eggs."}};
    std::string reason;
    SUBCASE("without a token")
    {
        reason = "no_token";
    }
    SUBCASE("with a token that is not ours")
    {
        fields.emplace_back("form_token", std::string(54, 'A'));
        reason = "no_token";
    }
    SUBCASE("with the hidden field filled in")
    {
        fields.emplace_back("form_token", shop.form_token());
        fields.emplace_back("website", "https://spam.example");
        reason = "hidden_field";
    }
    SUBCASE("faster than a person writes")
    {
        fields.emplace_back("form_token", shop.form_token());
        shop.clock.advance(std::chrono::milliseconds{-58'001});
        reason = "too_fast";
    }
    const auto response = shop.post("/submissions", fields);
    CHECK(response.status == 303);
    CHECK(ticket(shop)->suspicion == reason);
    CHECK(shop.in_database([](storage::Transaction& tx) {
                  return storage::promises_of(tx, core::TicketId{1});
              })
              .size() == 1);
    CHECK(shop.get(header_in(response, "Location")).body.find("Thank you. We heard you.") !=
          std::string::npos);
}

TEST_CASE("no page writes the customer's words to the log")
{
    SiteShop shop;
    shop.post("/submissions", filled_in(shop));
    shop.post("/submissions", {{"name", "Ann"}});
    CHECK(shop.log.empty());
}

} // namespace heard::site
