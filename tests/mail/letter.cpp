#include "mail/letter.hpp"

#include "mail/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace heard;
using namespace heard::mail;

namespace {

const auto evening = time::from_number(1'795'291'445'000'000); // 2026-11-21 20:04:05 UTC

Letter receipt()
{
    Letter letter;
    letter.from = {"Anna's Shoes", "hello@shoes.example"};
    letter.to = {"Jane Doe", "jane@example.com"};
    letter.subject = "We have your words";
    letter.text = "Hello Jane,\nthank you.\n";
    letter.message_id = "<r1@shoes.example>";
    letter.written_at = evening;
    return letter;
}

bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// What Python's email package reads in the letter.
std::string as_others_read(const Letter& letter)
{
    const TemporaryFolder folder;
    write_file(folder.path() / "letter", to_mime(letter));
    return run("python3 " MAIL_TESTS "/mime_oracle.py < " + (folder.path() / "letter").string());
}

} // namespace

TEST_CASE("a letter of text is what RFC 5322 says, to the byte")
{
    CHECK(to_mime(receipt()) == "Date: Sat, 21 Nov 2026 20:04:05 +0000\r\n"
                                "From: \"Anna's Shoes\" <hello@shoes.example>\r\n"
                                "To: Jane Doe <jane@example.com>\r\n"
                                "Subject: We have your words\r\n"
                                "Message-ID: <r1@shoes.example>\r\n"
                                "Auto-Submitted: auto-generated\r\n"
                                "X-Auto-Response-Suppress: All\r\n"
                                "MIME-Version: 1.0\r\n"
                                "Content-Type: text/plain; charset=UTF-8; format=flowed\r\n"
                                "Content-Transfer-Encoding: quoted-printable\r\n"
                                "\r\n"
                                "Hello Jane,\r\nthank you.\r\n");
}

TEST_CASE("a letter with HTML has the text first")
{
    auto letter = receipt();
    letter.html = "<p>Hello</p>";
    const auto mime = to_mime(letter);
    CHECK(holds(mime, "multipart/alternative; boundary=\"=_part_of_this_letter\"\r\n\r\n"
                      "--=_part_of_this_letter\r\nContent-Type: text/plain"));
    CHECK(mime.find("text/plain") < mime.find("text/html"));
    CHECK(mime.ends_with("<p>Hello</p>\r\n\r\n--=_part_of_this_letter--\r\n"));
}

TEST_CASE("what a person wrote does not say that it is automatic")
{
    auto letter = receipt();
    letter.automatic = false;
    CHECK_FALSE(holds(to_mime(letter), "Auto-Submitted"));
    CHECK_FALSE(holds(to_mime(letter), "Suppress"));
}

TEST_CASE("a letter in a thread answers the last of its references")
{
    auto letter = receipt();
    letter.references = "<a@b> rubbish <c@d>\r\n <e@f>";
    const auto mime = to_mime(letter);
    CHECK(holds(mime, "In-Reply-To: <e@f>\r\nReferences: <a@b> <c@d> <e@f>\r\n"));
    letter.references.clear();
    CHECK_FALSE(holds(to_mime(letter), "In-Reply-To"));
}

TEST_CASE("no value begins a header of its own")
{
    const std::string evil = "x\r\nBcc: thief@example.com\n\rX: y\r\n\r\nbody";
    auto letter = receipt();
    letter.from = {evil, "a@b\r\nBcc: thief@example.com"};
    letter.to = {evil, "c@d>,\r\n <thief@example.com"};
    letter.reply_to = {evil, "\r\nBcc:thief@example.com"};
    letter.subject = evil;
    letter.message_id = "<a@b>\r\nBcc: thief@example.com";
    letter.references = "<a@b>\r\nBcc: thief@example.com";
    letter.more_headers = {{"X-Kind", evil}};
    const auto mime = to_mime(letter);
    CHECK_FALSE(holds(mime, "\nBcc"));
    CHECK_FALSE(holds(mime, "\nX:"));
    CHECK(mime.find("\r\n\r\n") > mime.find("Content-Transfer-Encoding"));
    CHECK_FALSE(holds(as_others_read(letter), "\nBcc="));
}

TEST_CASE("a header name of ours that is none is a bug")
{
    auto letter = receipt();
    for (const std::string name : {"", "Bad Name", "Bad:", "Bad\r\nBcc",
                                   "B\xC3\xA4"
                                   "d"}) {
        letter.more_headers = {{name, "x"}};
        CHECK_THROWS_AS(to_mime(letter), std::logic_error);
    }
}

TEST_CASE("a long address of a page stays in one piece")
{
    auto letter = receipt();
    const std::string link = "<https://shoes.example/" + std::string(200, 'a') + ">";
    letter.more_headers = {{"List-Unsubscribe", link}};
    CHECK(holds(to_mime(letter), "List-Unsubscribe: " + link + "\r\n"));
}

TEST_CASE("another mail program reads what we wrote, in every alphabet")
{
    auto letter = receipt();
    letter.from.name = "Schuhe Grün, \"Anna\" & Söhne";
    letter.to.name = "日本 太郎 (様)";
    letter.reply_to = Address{"St. Mary's \"Shop\" \\ Co.", "reply@shoes.example"};
    letter.subject = "[H-7K3M9Q] 2 h late: “The shoes came apart after two days of very careful "
                     "walking” – Grüße, שלום, 😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀";
    letter.text = "Grüße!\n.dot\nFrom here\n= and 日本語 \n" + std::string(3000, 'x') + "\n";
    letter.html = "<p>Grüße 😀</p>\n";
    const auto read = as_others_read(letter);
    CAPTURE(read);
    CHECK(holds(read, "Subject=" + letter.subject + "\n"));
    CHECK(holds(read, "From=Schuhe Grün, \"Anna\" & Söhne <hello@shoes.example>\n"));
    CHECK(holds(read, "To=日本 太郎 (様) <jane@example.com>\n"));
    CHECK(holds(read, "Reply-To=\"St. Mary's \\\"Shop\\\" \\\\ Co.\" <reply@shoes.example>\n"));
    CHECK(
        holds(read, R"(part text/plain [] 'Grüße!\r\n.dot\r\n From here\r\n= and 日本語\r\nxxx)"));
    CHECK(holds(read, R"(part text/html [] '<p>Grüße 😀</p>\r\n')"));
    CHECK(holds(read, "bare=False\nseven_bit=True\nlongest=76\ndefects=[]\n"));
}

TEST_CASE("bytes that are no text still make a letter")
{
    auto letter = receipt();
    letter.subject = "\xFF\xFE" + std::string(500, '\x80');
    letter.to.name = "\xC3";
    letter.text = std::string("\0\xFF", 2);
    CHECK(holds(as_others_read(letter), "bare=False\nseven_bit=True\nlongest=72\ndefects=[]\n"));
}

TEST_CASE("message ids are made of what may stand there")
{
    CHECK(make_message_id("H-7K3M9Q.p12.r3", "shoes.example") == "<H-7K3M9Q.p12.r3@shoes.example>");
    CHECK(make_message_id("a b>\r\n", "[::1]") == "<a-b---@---1->");
    CHECK(make_message_id("", "") == "<heard@heard>");
    CHECK(make_message_id(std::string(500, 'a'), std::string(500, 'b')).size() <= 250);
}
