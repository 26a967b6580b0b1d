#include "desk/letters.hpp"

#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

using namespace heard;

TEST_CASE("what a customer writes stays text, in every part of a letter")
{
    Shop shop;
    shop.customer_says({.dislikes = "<script>alert(1)</script> & {{w.letter.hello}}",
                        .name = "<b>Ann</b>\r\nBcc: bob@example.com",
                        .contact = "ann@example.com"});
    const auto letter = shop.letters_to("ann@example.com").at(0);
    CHECK(letter.says("> <script>alert(1)</script> & {{w.letter.hello}}"));
    CHECK(letter.header("Bcc").empty());
    const auto html = letter.mime.substr(letter.mime.find("Content-Type: text/html"));
    CHECK(html.find("<script") == std::string::npos);
    CHECK(html.find("<b>Ann") == std::string::npos);
    CHECK(html.find("&lt;script&gt;") != std::string::npos);
}

TEST_CASE(
    "letters to a customer speak the language in which they wrote, those to staff the house's")
{
    Shop shop;
    shop.house = desk::in_languages(shop.house, {"en", "de", "ar"});
    const auto ticket = shop.customer_says(
        {.dislikes = "Das Brot.", .contact = "ann@example.com", .language = "de"});
    shop.staff_answers(ticket, "Wir backen neues.");
    const auto letters = shop.letters_to("ann@example.com");
    REQUIRE(letters.size() == 2);
    CHECK(letters[0].header("Content-Language") == "de");
    CHECK(letters[0].says("bis Dienstag, 24. November 2026 um 09:00 CET."));
    CHECK(letters[1].header("Content-Language") == "de");
    CHECK(letters[1].says("Guten Tag!"));

    shop.customer_says({.likes = "x", .language = "de"});
    shop.let_pass(25h);
    const auto escalation = shop.letters_to(shop.owner).at(0);
    CHECK(escalation.header("Content-Language") == "en");
    CHECK(escalation.says("was promised an answer"));
}

TEST_CASE("an Arabic letter runs from right to left")
{
    Shop shop;
    shop.house = desk::in_languages(shop.house, {"en", "ar"});
    shop.customer_says({.dislikes = "x", .contact = "ann@example.com", .language = "ar"});
    const auto letter = shop.letters_to("ann@example.com").at(0);
    CHECK(letter.header("Content-Language") == "ar");
    auto html = letter.mime.substr(letter.mime.find("Content-Type: text/html"));
    for (auto fold = html.find("=\r\n"); fold != html.npos; fold = html.find("=\r\n"))
        html.erase(fold, 3);
    CHECK(html.find("<html lang=3D\"ar\" dir=3D\"rtl\">") != std::string::npos);
    CHECK(html.find("border-right:4px") != std::string::npos);
}

TEST_CASE("a long text is quoted line by line, and whole")
{
    Shop shop;
    std::string story;
    for (int line = 1; line <= 100; ++line)
        story += "Line " + std::to_string(line) + " of the story.\n";
    shop.customer_says({.dislikes = story, .contact = "ann@example.com"});
    const auto letter = shop.letters_to("ann@example.com").at(0);
    CHECK(letter.says("> Line 1 of the story.\n> Line 2 of the story.\n"));
    CHECK(letter.says("> Line 100 of the story.\n"));
}

TEST_CASE("the same cause has the same Message-ID in every run, and another cause another")
{
    std::vector<std::string> ids;
    for (int run = 0; run < 2; ++run) {
        Shop shop;
        const auto ticket =
            shop.customer_says({.likes = "The bread.", .contact = "ann@example.com"});
        shop.let_pass(25h);
        shop.staff_answers(ticket, "Thank you.");
        for (const auto& letter : shop.letters())
            ids.push_back(letter.message_id);
    }
    REQUIRE(ids.size() == 8);
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(ids[i] == ids[i + 4]);
        CHECK(ids[i].ends_with("@dairy.example>"));
        for (std::size_t other = i + 1; other < 4; ++other)
            CHECK(ids[i] != ids[other]);
    }
}

TEST_CASE("all letters on a ticket are one conversation")
{
    Shop shop;
    const auto ticket = shop.customer_says({.likes = "The bread.", .contact = "ann@example.com"});
    shop.let_pass(25h);
    const auto received = shop.letters_to("ann@example.com").at(0);
    CHECK(received.message_id == "<" + ticket.reference + "@dairy.example>");
    CHECK(shop.letters_to(shop.mary.email).at(0).header("References") == received.message_id);
    CHECK(shop.letters_to(shop.owner).at(0).header("References") == received.message_id);
}

TEST_CASE("an address is found in what people really write")
{
    using desk::letters::email_in;
    for (const auto* contact :
         {"lara@example.com", "lara@example.com, 0170 555", "Lara <lara@example.com>",
          "mailto:lara@example.com", "0170 555 / lara@example.com",
          "lara@example.com, bob@example.com", "lara@example.com\r\nBcc: bob@example.com"})
        CHECK_MESSAGE(email_in(contact) == "lara@example.com", contact);
    for (const auto* contact : {"", "0170 555", "lara(at)example.com", "ask for Lara"})
        CHECK_MESSAGE(!email_in(contact), contact);
}

TEST_CASE("the parts of a letter stand apart, also in its plain text")
{
    Shop shop;
    shop.customer_says({.dislikes = "The zip broke.", .contact = "ann@example.com"});
    CHECK(shop.letters_to("ann@example.com").at(0).says("Hello,\n\nThank you for telling us."));
}
