#include "text/utf8.hpp"

#include <doctest/doctest.h>

using namespace heard::text;
using namespace std::string_literals;

namespace {

struct Bytes
{
    std::string bytes;
    bool valid;
    std::string repaired; ///< Of what is not valid.
};

/// RFC 3629, and the Unicode standard's own examples of how much one U+FFFD stands for (3.9, tables
/// 3-8 to 3-11).
const Bytes table[] = {
    {"", true, ""},
    {"plain words, more than eight of them", true, ""},
    {"\x7F", true, ""},
    {"\xC2\x80", true, ""},
    {"\xDF\xBF", true, ""},
    {"\xE0\xA0\x80", true, ""},
    {"\xED\x9F\xBF", true, ""},
    {"\xEE\x80\x80", true, ""},
    {"\xEF\xBF\xBF", true, ""}, // A noncharacter is still valid.
    {"\xF0\x90\x80\x80", true, ""},
    {"\xF4\x8F\xBF\xBF", true, ""},
    // NUL, which is no text.
    {"\0"s, false, "�"},
    {"eight or more\0 letters"s, false, "eight or more� letters"},
    {"1234567\0"s, false, "1234567�"},
    // Continuation bytes on their own.
    {"\x80", false, "�"},
    {"\xBF\xBF", false, "��"},
    {"12345678\x80", false, "12345678�"},
    // Overlong forms: "/" in two, three and four bytes, and the highest of each.
    {"\xC0\xAF", false, "��"},
    {"\xC1\xBF", false, "��"},
    {"\xE0\x80\xAF", false, "���"},
    {"\xE0\x9F\xBF", false, "���"},
    {"\xF0\x80\x80\xAF", false, "����"},
    {"\xF0\x8F\xBF\xBF", false, "����"},
    // Surrogates, alone and as a pair.
    {"\xED\xA0\x80", false, "���"},
    {"\xED\xBF\xBF", false, "���"},
    {"\xED\xA0\xBD\xED\xB8\x80", false, "������"},
    // Above U+10FFFF.
    {"\xF4\x90\x80\x80", false, "����"},
    {"\xF5\x80\x80\x80", false, "����"},
    {"\xFE", false, "�"},
    {"\xFF", false, "�"},
    // Cut off: as much as could have become a character is one U+FFFD.
    {"\xC3", false, "�"},
    {"\xE2\x82", false, "�"},
    {"\xF0\x9F\x98", false, "�"},
    {"a\xE2\x82z", false, "a�z"},
    {"\xE2\xE2\x82\xAC", false, "�€"},
    {"\xF0\x9F\x98\xF0\x9F\x98\x80", false, "�😀"},
    {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", false, "����A"},
    // Latin-1 sent as UTF-8.
    {"Gr\xFC\xDF"
     "e",
     false, "Gr��e"},
};

} // namespace

TEST_CASE("text is valid UTF-8 without NUL, and the rest can be shown")
{
    for (const auto& [bytes, valid, shown] : table) {
        INFO(bytes);
        CHECK(is_text(bytes) == valid);
        CHECK(repaired(bytes) == (valid ? bytes : shown));
    }
}

TEST_CASE("a bad byte is found wherever it stands")
{
    for (std::size_t position = 0; position < 40; ++position)
        for (const char bad : {'\0', '\x80', '\xC3', '\xFF'}) {
            std::string text(40, 'a');
            CHECK(is_text(text));
            text[position] = bad;
            CHECK(!is_text(text));
            CHECK(is_text(repaired(text)));
        }
}

TEST_CASE("every code point that is a character is text, and no surrogate is")
{
    for (char32_t code = 1; code <= 0x10FFFF; ++code) {
        std::string bytes;
        const auto tail = [&](int shift) {
            bytes += static_cast<char>(0x80 | ((code >> shift) & 0x3F));
        };
        if (code < 0x80) {
            bytes += static_cast<char>(code);
        } else if (code < 0x800) {
            bytes += static_cast<char>(0xC0 | (code >> 6));
            tail(0);
        } else if (code < 0x10000) {
            bytes += static_cast<char>(0xE0 | (code >> 12));
            tail(6);
            tail(0);
        } else {
            bytes += static_cast<char>(0xF0 | (code >> 18));
            tail(12);
            tail(6);
            tail(0);
        }
        const bool surrogate = code >= 0xD800 && code < 0xE000;
        if (is_text(bytes) == surrogate || (!surrogate && repaired(bytes) != bytes))
            FAIL_CHECK("U+", static_cast<unsigned>(code));
    }
}

TEST_CASE("characters are counted as code points")
{
    CHECK(count_characters("") == 0);
    CHECK(count_characters("shoes") == 5);
    CHECK(count_characters("Grüße") == 5);
    CHECK(count_characters("€😀") == 2);
    CHECK(count_characters("e\u0301") == 2); // An accent of its own counts.
    CHECK(count_characters(std::string(10'000, 'x') + "ü") == 10'001);
}

TEST_CASE("line ends become one kind, and what is empty at both ends goes")
{
    CHECK(tidied("one\r\ntwo\rthree\nfour") == "one\ntwo\nthree\nfour");
    CHECK(tidied("\r\n \t\r\n  The shoes. \r\n\r\n  They came apart.\u00A0\u3000\r\n ") ==
          "The shoes. \n\n  They came apart.");
    CHECK(tidied("a\x1b[31mb\x07\tc\u0085d") == "a[31mb\tcd");
    CHECK(tidied("\x1b").empty());
    CHECK(tidied("a\r\n\r\nb") == "a\n\nb");
    CHECK(tidied("a\r\r\nb") == "a\n\nb");
    CHECK(tidied("") == "");
    CHECK(tidied(" \r\n\t ") == "");
}

TEST_CASE("tidying changes no word")
{
    for (const auto* words : {"  two  spaces", "\u200Fשלום", "👩\u200D👩", "a\u200B"}) {
        const auto once = tidied(words);
        CHECK(words == (once.size() < std::string{words}.size() ? "  " + once : once));
        CHECK(tidied(once) == once);
    }
}

TEST_CASE("what the eye cannot see is blank")
{
    for (const auto* nothing : {"", " ", "\r\n\t", "\u00A0", "\u2003\u3000", "\u200B\uFEFF",
                                "\u2800", "\u3164", "\u200E\u200F", "\u2028", "\u00AD", "\x01"})
        CHECK_MESSAGE(is_blank(nothing), nothing);
    for (const auto* something : {".", " a ", "\u200Bü", "👍", "0", "�", "\xFF"})
        CHECK_MESSAGE(!is_blank(something), something);
}

TEST_CASE("first words are one line")
{
    CHECK(first_words("  The shoes\r\n\r\ncame\tapart. ", 80) == "The shoes came apart.");
    CHECK(first_words("bell\x07 and\x1B[31m red\x7F", 80) == "bell and[31m red");
    CHECK(first_words("a\u00A0\u2003b", 80) == "a b");
    CHECK(first_words("", 80) == "");
    CHECK(first_words(" \n ", 80) == "");
}

TEST_CASE("first words are cut after a whole word")
{
    CHECK(first_words("The shoes came apart", 20) == "The shoes came apart");
    CHECK(first_words("The shoes came apart.", 20) == "The shoes came…");
    CHECK(first_words("The shoes came apart", 15) == "The shoes came…");
    CHECK(first_words("The shoes came apart", 14) == "The shoes came…");
    CHECK(first_words("The shoes came apart", 13) == "The shoes…");
    CHECK(first_words("The shoes   ", 9) == "The shoes");
    CHECK(first_words("Grüße aus Köln", 9) == "Grüße aus…");
    CHECK(first_words("Grüße aus Köln", 5) == "Grüße…");
}

TEST_CASE("of a first word that is too long its beginning is shown")
{
    CHECK(first_words("Donaudampfschiff", 5) == "Donau…");
    CHECK(first_words("üüüüüü x", 3) == "üüü…");
    CHECK(first_words("x", 0) == "…");
}

TEST_CASE("folded text compares without case and accents")
{
    CHECK(folded("") == "");
    CHECK(folded("Crème BRÛLÉE") == "creme brulee");
    CHECK(folded("GRÜSSE") == folded("grüße"));
    CHECK(folded("E\u0301") == folded("é"));
    CHECK(folded("ﬁne Ⅳ ２") == "fine iv 2");
    CHECK(folded("ΣΊΣΥΦΟΣ") == folded("σίσυφος"));
    CHECK(folded("İstanbul") == "istanbul");
    CHECK(folded("a\nb") == "a\nb");
    CHECK(folded("a\xFF") == "a\uFFFD");
}

TEST_CASE("a text falls into its lines")
{
    using Lines = std::vector<std::string_view>;
    CHECK(lines("") == Lines{});
    CHECK(lines("one") == Lines{"one"});
    CHECK(lines("one\n") == Lines{"one"});
    CHECK(lines("one\r\n\ntwo") == Lines{"one", "", "two"});
    CHECK(lines("\n\n") == Lines{"", ""});
}
