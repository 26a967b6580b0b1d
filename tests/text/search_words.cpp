#include "text/search_words.hpp"

#include <doctest/doctest.h>

using namespace heard::text;

namespace {

std::string words_of(std::string_view text)
{
    std::string line;
    for (const auto& word : search_words(text))
        line.append(line.empty() ? "" : " ").append(word.folded);
    return line;
}

/// Matches in brackets.
std::string marked(std::string_view text, const std::vector<std::string>& terms,
                   std::size_t bytes_max = 200)
{
    std::string line;
    for (const auto& piece : excerpt(text, terms, bytes_max))
        line += piece.is_match ? "[" + piece.text + "]" : piece.text;
    return line;
}

} // namespace

TEST_CASE("words are compared without case and accents, as people type them in a hurry")
{
    CHECK(words_of("Très déçu: l'été, 3 fois!") == "tres decu l ete 3 fois");
    CHECK(words_of("STRASSE Straße straẞe") == "strasse strasse strasse");
    CHECK(words_of("Łódź łódź ŁÓDŹ") == "lodz lodz lodz");
    CHECK(words_of("İstanbul ISPARTA ısparta çığ ÇIĞ") == "istanbul isparta isparta cig cig");
    CHECK(words_of("Ærø Œuvre cœur smørrebrød") == "aero oeuvre coeur smorrebrod");
    CHECK(words_of("cafe\xCC\x81") == "cafe"); // An accent of its own.
    CHECK(words_of("Schuh\xC2\xADmacher") == "schuhmacher");
}

TEST_CASE("Arabic is compared without vowel marks, and all forms of alef are one")
{
    CHECK(words_of("أحذية إحذية ٱحذية آحذية") == "احذيه احذيه احذيه احذيه");
    CHECK(words_of("مُمْتَازٌ") == words_of("ممتاز"));
    CHECK(words_of("مـمـتـاز") == "ممتاز");
    CHECK(words_of("على علي") == "علي علي");
    CHECK(words_of("فاتورة ٢٠٢٦") == "فاتوره 2026");
}

TEST_CASE(
    "references, invoices and addresses are words, too; bytes that are no text are between them")
{
    CHECK(words_of("H-7K3M9Q 2026-1042 tom@example.com") == "h 7k3m9q 2026 1042 tom example com");
    CHECK(words_of("\xFF\xFEgood\x80words") == "good words");
    CHECK(words_of("") == "");
    CHECK(words_of("?!... \xF0\x9F\x98\x80") == "");
    CHECK(words_of(std::string(100'000, 'a')) == std::string(64, 'a'));
    const auto long_word = search_words(std::string(63, 'a') + "łłł").front().folded;
    CHECK(long_word == std::string(63, 'a') + "l");
}

TEST_CASE("a word says where it stands, marks and all")
{
    const std::string text = "Die Straße war naß.";
    const auto words = search_words(text);
    REQUIRE(words.size() == 4);
    CHECK(text.substr(words[1].begin, words[1].end - words[1].begin) == "Straße");
    CHECK(text.substr(words[3].begin, words[3].end - words[3].begin) == "naß");
}

TEST_CASE("who types the beginning of a word means it; a single letter means itself")
{
    CHECK(is_meant("shoes", "sho"));
    CHECK_FALSE(is_meant("sho", "shoes"));
    CHECK_FALSE(is_meant("thanks", "t"));
    CHECK(is_meant("t", "t"));
    CHECK_FALSE(is_meant("łł", "ł"));
}

TEST_CASE("an excerpt shows the words around the first match, on one line, all matches marked")
{
    CHECK(marked("The left shoe came apart.\nBoth shoes did.", {"sho"}) ==
          "The left [shoe] came apart. Both [shoes] did.");
    CHECK(marked("Die Straße", {"strasse"}) == "Die [Straße]");
    CHECK(marked("nothing of the kind", {"shoe"}) == "nothing of the kind");
    CHECK(marked("<b>shoe</b> & \"more\"", {"shoe"}) == "<b>[shoe]</b> & \"more\"");
    const std::string before(40, 'x');
    const auto text = before + " " + before + " " + before + " shoe at last";
    CHECK(marked(text, {"shoe"}, 80) == "… " + before + " [shoe] at last");
    CHECK(marked("one two three four", {"one"}, 8) == "[one] two …");
    CHECK(marked("", {"one"}) == "");
}

TEST_CASE("an excerpt is text, wherever it is cut")
{
    std::string text;
    for (int i = 0; i < 40; ++i)
        text += "\xF0\x9F\x98\x80";
    CHECK(marked(text, {"one"}, 10) == "\xF0\x9F\x98\x80\xF0\x9F\x98\x80");
    CHECK(marked("ü" + text, {"u"}, 7) == "[ü]\xF0\x9F\x98\x80");
    CHECK(marked(std::string(500, 'a'), {"aaa"}, 100).size() < 120);
}
