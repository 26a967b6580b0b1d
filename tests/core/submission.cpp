#include "core/submission.hpp"

#include <doctest/doctest.h>

using namespace heard::core;

namespace {

std::string repeated(std::string_view text, std::size_t times)
{
    std::string result;
    for (std::size_t i = 0; i < times; ++i)
        result += text;
    return result;
}

} // namespace

TEST_CASE("which boxes were filled says what kind it is")
{
    CHECK(kind_of({.likes = "The bread."}) == Kind::praise);
    CHECK(kind_of({.dislikes = "The queue."}) == Kind::complaint);
    CHECK(kind_of({.likes = "The bread.", .dislikes = "The queue."}) == Kind::mixed);
    CHECK(kind_of({.wishes = "Open on Sunday."}) == Kind::other);
    CHECK(kind_of({.likes = "The bread.", .wishes = "More of it."}) == Kind::praise);
}

TEST_CASE("one filled box is enough, without name and contact")
{
    CHECK(problems_with({.likes = "The bread."}).empty());
    CHECK(problems_with({.dislikes = "The queue."}).empty());
    CHECK(problems_with({.wishes = "Open on Sunday."}).empty());
}

TEST_CASE("a blank form is asked for one thing")
{
    const auto problems =
        problems_with({.likes = " \n\t", .dislikes = "\xe2\x80\x8b", .name = "Ann"});
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].phrase == "problem.nothing_said");
    CHECK(problems[0].kind == ProblemKind::invalid);
}

TEST_CASE("limits count characters, not bytes")
{
    CHECK(problems_with({.likes = repeated("\xc3\xa9", words_max)}).empty());
    CHECK(
        problems_with({.likes = "Fine.", .name = repeated("\xf0\x9f\x98\x80", name_max)}).empty());

    const auto problems = problems_with({.dislikes = repeated("\xc3\xa9", words_max + 7)});
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].phrase == "problem.too_long");
    CHECK(problems[0].field == "dislikes");
    CHECK(problems[0].number == 10'000);
    CHECK(problems[0].fillings == std::vector<std::pair<std::string, std::string>>{{"over", "7"}});
}

TEST_CASE("everything that is wrong is said at once")
{
    const auto problems = problems_with({.likes = std::string(words_max + 1, 'a'),
                                         .wishes = std::string(words_max + 1, 'a'),
                                         .name = std::string(name_max + 1, 'a'),
                                         .contact = std::string(name_max + 1, 'a')});
    REQUIRE(problems.size() == 4);
    CHECK(problems[0].field == "likes");
    CHECK(problems[1].field == "wishes");
    CHECK(problems[2].field == "name");
    CHECK(problems[3].field == "contact");
}

TEST_CASE("what waits for us is said first")
{
    CHECK(all_words({.likes = "The bread.", .dislikes = "The queue.", .wishes = "Sundays."}) ==
          "The queue.\n\nThe bread.\n\nSundays.");
    CHECK(all_words({.wishes = "Sundays."}) == "Sundays.");
    CHECK(all_words({}).empty());
}

TEST_CASE("a reply says something, and not too much")
{
    CHECK_FALSE(problem_with_words("Sorry.", "text"));
    CHECK(problem_with_words(" \n", "text")->phrase == "problem.empty_text");
    CHECK(problem_with_words(" \n", "text")->field == "text");
    CHECK_FALSE(problem_with_words(std::string(words_max, 'a'), "text"));
    CHECK(problem_with_words(std::string(words_max + 1, 'a'), "text")->phrase ==
          "problem.too_long");
}

TEST_CASE("channels and kinds keep their names")
{
    for (const auto* channel : {"web", "invoice", "email", "phone", "counter", "api"})
        CHECK(to_text(channel_from(channel).value()) == channel);
    for (const auto* kind : {"praise", "complaint", "mixed", "other"})
        CHECK(to_text(kind_from(kind).value()) == kind);
    CHECK_FALSE(channel_from("fax"));
    CHECK_FALSE(kind_from("Praise"));
}
