#include "core/repeated_reply.hpp"

#include "text/plain_words.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace heard;

namespace {

std::vector<std::string> words_of(std::string_view reply)
{
    std::vector<std::string> words;
    for (const auto& sentence : core::sentences_of(reply))
        words.push_back(sentence.words);
    return words;
}

using Words = std::vector<std::string>;

/// The same reply to two people, in one language: what they share, and what each has alone.
struct Pair
{
    std::string_view first;
    std::string_view second;
    std::size_t shared;
};

} // namespace

TEST_CASE("case, accents and marks make no difference, numbers do")
{
    CHECK(text::plain_words(" Danke, ANN – bis Dienstag! ") == "danke ann bis dienstag");
    CHECK(text::plain_words("À 8 h 30, « Chère » Zoë…") == "a 8 h 30 chere zoe");
    CHECK(text::plain_words("!?…").empty());
    CHECK(words_of("We'll send the 3 pairs of shoes!") ==
          words_of("we ’ll  SEND the 3 pairs of shoes"));
    CHECK(words_of("We will send 3 pairs of shoes.") != words_of("We will send 4 pairs of shoes."));
}

TEST_CASE("greeting, sign-off, signature and short sentences do not count")
{
    CHECK(words_of("Dear Ann,\n\nWe are sorry. We have asked the maker about the soles.\n\n"
                   "Kind regards\nMary from the shop at the corner of Main Street\n0203 555 123") ==
          Words{"we have asked the maker about the soles"});
    CHECK(words_of("Hello Mr Miller, we have asked the maker about the soles.\nMary Smith") ==
          Words{"we have asked the maker about the soles"});
    CHECK(words_of("Thank you!\n\n-- \nMary, Customer Happiness Department, Stew's Dairy") ==
          Words{});
    CHECK(words_of("").empty());
    CHECK(words_of("Dear Ann,").empty());
}

TEST_CASE("a sentence is not cut inside a number or an address, and each line is one of its own")
{
    CHECK(
        words_of(
            "The refund of 12.50 is on its way to you. See www.dairy.example for more of it") ==
        Words{"the refund of 12 50 is on its way to you", "see www dairy example for more of it"});
    CHECK(
        words_of("We have changed the opening hours\nWe have hired a second baker\nThat helps.") ==
        Words{"we have changed the opening hours", "we have hired a second baker"});
}

TEST_CASE("where a sentence stands in the reply is known to the byte")
{
    const std::string reply =
        "Hallo Jörg, wir haben die Sohlen prüfen lassen. Grüße aus dem Laden, "
        "und bis bald in Köln!";
    const auto sentences = core::sentences_of(reply);
    REQUIRE(sentences.size() == 2);
    CHECK(reply.substr(sentences[0].begin, sentences[0].size) ==
          "wir haben die Sohlen prüfen lassen.");
    CHECK(reply.substr(sentences[1].begin, sentences[1].size) ==
          "Grüße aus dem Laden, und bis bald in Köln!");
}

TEST_CASE("what two replies share is found in each language of the house")
{
    const Pair pairs[] = {
        {"Dear Ann, thank you for writing to us. The left sole was glued badly.\nBest wishes, Mary",
         "Hello Bob!\nThank you for writing to us! Your bread was baked too long.\nRegards\nMary",
         1},
        {"Sehr geehrte Frau Groß, vielen Dank für Ihre Nachricht. Die linke Sohle war schlecht "
         "geklebt.\nMit freundlichen Grüßen\nMaria",
         "Lieber Herr Klein,\nVIELEN DANK für Ihre Nachricht! Ihr Brot war zu lange im "
         "Ofen.\nViele "
         "Grüße, Maria",
         1},
        {"Bonjour Zoé, merci beaucoup de nous avoir écrit. La semelle gauche était mal "
         "collée.\nCordialement,\nMarie",
         "Chère Anne,\nMerci beaucoup de nous avoir écrit ! Votre pain a cuit trop "
         "longtemps.\nBien à vous\nMarie",
         1},
        {"Sayın Ayşe, bize yazdığınız için çok teşekkür ederiz. Sol taban kötü "
         "yapıştırılmıştı.\nSaygılarımla\nMeryem",
         "Merhaba Ali,\nBize yazdığınız için çok teşekkür ederiz! Ekmeğiniz fazla "
         "pişmişti.\nSevgiler, Meryem",
         1},
        {"Dzień dobry, bardzo dziękujemy za wiadomość. Lewa podeszwa była źle "
         "przyklejona.\nZ poważaniem\nMaria",
         "Szanowna Pani Anno,\nbardzo dziękujemy za wiadomość! Chleb był w piecu za "
         "długo.\nPozdrawiam, Maria",
         1},
        {"Hola, Ana: muchas gracias por escribirnos. La suela izquierda estaba mal "
         "pegada.\nAtentamente,\nMaría",
         "Estimado Luis:\n¡Muchas gracias por escribirnos! Su pan estuvo demasiado "
         "tiempo.\nUn saludo, María",
         1},
        {"عزيزتي آن، شكرا جزيلا لأنكم كتبتم إلينا. كان النعل الأيسر ملصقا بشكل سيئ.\nمع "
         "تحياتي\nمريم",
         "مرحبا علي،\nشكرًا جزيلًا لأنكم كتبتم إلينا! هل كان خبزكم في الفرن مدة طويلة؟ نعم.\nتحياتي، "
         "مريم",
         1},
    };
    for (const auto& [first, second, shared] : pairs) {
        CAPTURE(first);
        const auto one = words_of(first);
        const auto other = words_of(second);
        CHECK(one.size() == 2);
        CHECK(other.size() == 2);
        const auto count = std::ranges::count_if(
            one, [&](const std::string& words) { return std::ranges::count(other, words) > 0; });
        CHECK(static_cast<std::size_t>(count) == shared);
    }
}

TEST_CASE("whatever bytes come, nothing of the reply is named that is not there")
{
    for (const std::string reply :
         {"\n\n.\n", "Dear", "Dear \xC3", "....", "؟؟؟", "-- ", "Yours\n"}) {
        for (const auto& sentence : core::sentences_of(reply))
            CHECK(sentence.begin + sentence.size <= reply.size());
    }
}
