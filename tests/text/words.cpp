#include "text/words.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>

using namespace heard::text;

namespace {

Words english()
{
    return Words::parse(R"(
greeting = "Hello {name}, this is {shop}."
[form]
likes = "What do you like?"
[form.errors]
blank = "Tell us one thing."
[queue.waiting]
one = "{n} ticket in {shop}"
other = "{n} tickets in {shop}"
)",
                        "en");
}

/// Words whose phrase `n` says which plural form was taken.
Words forms_of(std::string_view language)
{
    return Words::parse(R"(
n = { zero = "zero", one = "one", two = "two", few = "few", many = "many", other = "other" }
)",
                        language);
}

std::string message_of(std::string_view toml)
{
    try {
        Words::parse(toml, "web/words/en.toml");
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "nothing was wrong";
}

} // namespace

TEST_CASE("a phrase is found by its dotted key")
{
    CHECK(english().say("form.likes") == "What do you like?");
    CHECK(english().say("form.errors.blank") == "Tell us one thing.");
}

TEST_CASE("names in braces are filled in, and what is filled in is not looked at again")
{
    const auto words = english();
    CHECK(words.say("greeting", {{"name", "Ann"}, {"shop", "Stew's"}}) ==
          "Hello Ann, this is Stew's.");
    CHECK(words.say("greeting", {{"name", "{shop}"}, {"shop", "Stew's"}}) ==
          "Hello {shop}, this is Stew's.");
}

TEST_CASE("where one reads from the right, what is filled in keeps its own direction")
{
    const auto words = Words::parse("due = 'X {due}.'\nn = { other = '{n} in {shop}' }", "ar");
    CHECK(words.say("due", {{"due", "09:30 CET"}}) == "X \u206809:30 CET\u2069.");
    CHECK(words.count("n", 3, {{"shop", "Bonn"}}) == "\u20683\u2069 in \u2068Bonn\u2069");
}

TEST_CASE("a name that is not handed in stays as it stands")
{
    CHECK(english().say("greeting", {{"shop", "Stew's"}}) == "Hello {name}, this is Stew's.");
    const auto odd = Words::parse("a = '{ {x} {} }{'", "en");
    CHECK(odd.say("a", {{"x", "1"}}) == "{ 1 {} }{");
}

TEST_CASE("an unknown key is a bug, and is named")
{
    const auto words = english();
    CHECK_THROWS_WITH_AS(words.say("form.dislikes"),
                         "web/words/en.toml has no phrase `form.dislikes`", std::logic_error);
    CHECK_THROWS_WITH_AS(words.say("queue.waiting"),
                         "web/words/en.toml has no phrase `queue.waiting`", std::logic_error);
    CHECK_THROWS_WITH_AS(words.count("form.likes", 1),
                         "web/words/en.toml has no plural phrase `form.likes`", std::logic_error);
}

TEST_CASE("a phrase with a number takes the form that the number wants")
{
    const auto words = english();
    CHECK(words.count("queue.waiting", 1, {{"shop", "Bonn"}}) == "1 ticket in Bonn");
    CHECK(words.count("queue.waiting", 0, {{"shop", "Bonn"}}) == "0 tickets in Bonn");
    CHECK(words.count("queue.waiting", -1, {{"shop", "Bonn"}}) == "-1 ticket in Bonn");
    CHECK(words.count("queue.waiting", 12'000, {{"shop", "Bonn"}, {"n", "12,000"}}) ==
          "12,000 tickets in Bonn");
}

TEST_CASE("the language of the words decides the form")
{
    CHECK(forms_of("en").count("n", 0) == "other");
    CHECK(forms_of("fr").count("n", 0) == "one");
    CHECK(forms_of("web/words/pl.toml").count("n", -22) == "few");
    CHECK(forms_of("ar").count("n", 0) == "zero");
}

TEST_CASE("the smallest number there is can be counted")
{
    CHECK(english().count("queue.waiting", std::numeric_limits<long long>::min()) ==
          "-9223372036854775808 tickets in {shop}");
}

TEST_CASE("`other` stands in for a form that is not written")
{
    const auto polish = Words::parse("n = { one = 'bilet', other = 'biletu' }", "pl");
    CHECK(polish.count("n", 1) == "bilet");
    CHECK(polish.count("n", 3) == "biletu");
}

TEST_CASE("a table is a plural phrase only if it holds plural forms alone, with `other`")
{
    const auto words = Words::parse(R"(
kind = { praise = "Praise", other = "Something else" }
step = { one = "First", two = "Second" }
)",
                                    "en");
    CHECK(words.say("kind.other") == "Something else");
    CHECK(words.say("step.two") == "Second");
    CHECK(!words.has("kind"));
}

TEST_CASE("keys are listed in order, a plural phrase as one of them")
{
    const std::vector<std::string> all = {"form.errors.blank", "form.likes", "greeting",
                                          "queue.waiting"};
    CHECK(english().keys() == all);
    for (const auto& key : all)
        CHECK(english().has(key));
    CHECK(!english().has("form"));
    CHECK(!english().has("queue.waiting.one"));
    CHECK(english().phrases().size() == 3);
}

TEST_CASE("the name of the file says which language it is")
{
    CHECK(Words::parse("", "web/words/de.toml").language() == "de");
    CHECK(Words::parse("", "pt-BR").language() == "pt-BR");
}

TEST_CASE("what is wrong with a words file is said with its place")
{
    CHECK(message_of("a = \"x\"\nb = 3\n") ==
          "web/words/en.toml:2:5: `b` is not a phrase: write it between quotes");
    CHECK(message_of("[form]\nlikes = ['a']\n") ==
          "web/words/en.toml:2:9: `form.likes` is not a phrase: write it between quotes");
    CHECK(message_of("n = { one = 1, other = 'x' }") ==
          "web/words/en.toml:1:13: `n.one` is not a phrase: write it between quotes");
    CHECK(message_of("a = 'x'\n\"b.c\" = 'y'\n") ==
          "web/words/en.toml:2:1: a key has at least one character and no dot");
    CHECK(message_of("a = 'x'\nb = 'y\n").starts_with("web/words/en.toml:2:"));
    CHECK(message_of("a = 'x'\na = 'y'\n").starts_with("web/words/en.toml:2:"));
    CHECK(message_of("ä = 'x'").starts_with("web/words/en.toml:1:1: "));
    CHECK(message_of("a = 1979-05-27T:").starts_with("web/words/en.toml:"));
}

TEST_CASE("a language that is not in the program is refused by the name of its file")
{
    CHECK_THROWS_WITH_AS(Words::of("tlh"),
                         "web/words/tlh.toml: this language is not in the program",
                         std::runtime_error);
    CHECK_THROWS_AS(Words::of("../words/en"), std::runtime_error);
}

TEST_CASE("a language is read once and shared")
{
    CHECK(Words::of("en").say("language.name") == "English");
    CHECK(&Words::of("en").phrases() == &Words::of("en").phrases());
}
