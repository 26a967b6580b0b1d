#include "mail/encoding.hpp"

#include <doctest/doctest.h>

using namespace heard::mail;
using Words = std::vector<std::string>;

namespace {

std::string field(std::string_view name, const Words& words)
{
    std::string out;
    write_field(out, name, words);
    return out;
}

/// The longest line of a text with CRLF line ends; fails on any CR or LF by itself.
std::size_t longest_line(std::string_view text)
{
    std::size_t longest = 0;
    while (!text.empty()) {
        const auto end = text.find('\n');
        REQUIRE(end != std::string_view::npos);
        REQUIRE(end > 0);
        REQUIRE(text[end - 1] == '\r');
        REQUIRE(text.substr(0, end - 1).find('\r') == std::string_view::npos);
        longest = std::max(longest, end - 1);
        text.remove_prefix(end + 1);
    }
    return longest;
}

} // namespace

TEST_CASE("plain words stay readable, line ends become CRLF")
{
    CHECK(quoted_printable("") == "");
    CHECK(quoted_printable("Hello") == "Hello\r\n");
    CHECK(quoted_printable("a\nb\r\nc\rd\n\n") == "a\r\nb\r\nc\r\nd\r\n\r\n");
}

TEST_CASE("what mail would not carry is encoded")
{
    CHECK(quoted_printable("caf\xC3\xA9 = 100%") == "caf=C3=A9 =3D 100%\r\n");
    CHECK(quoted_printable("end \nend\t") == "end=20\r\nend=09\r\n");
    CHECK(quoted_printable(std::string_view("\0\x7F", 2)) == "=00=7F\r\n");
    CHECK(quoted_printable(".\n..\nFrom here\nFromage") ==
          "=2E\r\n=2E.\r\n=46rom here\r\nFromage\r\n");
}

TEST_CASE("long lines are broken softly at 76")
{
    CHECK(quoted_printable(std::string(75, 'a')) == std::string(75, 'a') + "\r\n");
    CHECK(quoted_printable(std::string(77, 'a')) == std::string(75, 'a') + "=\r\naa\r\n");
    std::string emojis;
    for (int i = 0; i < 5000; ++i)
        emojis += "\xF0\x9F\x98\x80";
    CHECK(longest_line(quoted_printable(emojis)) <= 76);
}

TEST_CASE("a header field is one line, whatever was in it")
{
    CHECK(one_line("a\r\nBcc: x@y") == "a Bcc: x@y");
    CHECK(one_line(" \t a \n\n b \r") == "a b");
    CHECK(one_line(std::string_view("a\0b\x7F", 4)) == "a b");
    CHECK(one_line("\r\n") == "");
}

TEST_CASE("words of other alphabets are encoded whole, none over 64")
{
    CHECK(encoded_words("Gr\xC3\xBC\xC3\x9F"
                        "e, J. O'Hara") == Words{"=?UTF-8?Q?Gr=C3=BC=C3=9Fe=2C_J=2E_O=27Hara?="});
    std::string long_text;
    for (int i = 0; i < 100; ++i)
        long_text += "\xE6\x97\xA5";
    for (const auto& word : encoded_words(long_text)) {
        CHECK(word.size() <= 64);
        CHECK((word.size() - 12) % 9 == 0);
    }
    CHECK(encoded_words(std::string(1000, '\x80')).size() > 60);
}

TEST_CASE("only what needs it is encoded")
{
    CHECK(unstructured_words("[H-7K3M9Q] 2 h late", 64) == Words{"[H-7K3M9Q]", "2", "h", "late"});
    CHECK(unstructured_words("=?UTF-8?Q?x?=", 64).front().starts_with("=?UTF-8?Q?=3D=3FUTF-8"));
    CHECK(unstructured_words(std::string(65, 'a'), 64).size() == 2);
    CHECK(unstructured_words(std::string(65, 'a'), 900) == Words{std::string(65, 'a')});
    CHECK(unstructured_words(" \r\n ", 64).empty());
}

TEST_CASE("fields are folded between words, never before the first")
{
    CHECK(field("Subject", {}) == "");
    CHECK(field("Subject", {"a", "b"}) == "Subject: a b\r\n");
    const std::string forty(40, 'x');
    CHECK(field("Subject", {forty, forty}) == "Subject: " + forty + "\r\n " + forty + "\r\n");
    const std::string ninety(90, 'x');
    CHECK(field("Link", {ninety}) == "Link: " + ninety + "\r\n");
}
