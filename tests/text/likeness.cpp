#include "text/likeness.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace heard::text;

TEST_CASE("distance counts inserted, deleted, replaced and swapped letters")
{
    CHECK(distance("", "") == 0);
    CHECK(distance("", "abc") == 3);
    CHECK(distance("abc", "") == 3);
    CHECK(distance("listen", "listen") == 0);
    CHECK(distance("listen", "lsiten") == 1);
    CHECK(distance("lsten", "listen") == 1);
    CHECK(distance("llisten", "listen") == 1);
    CHECK(distance("lixten", "listen") == 1);
    CHECK(distance("kitten", "sitting") == 3);
    CHECK(distance("ab", "ba") == 1);
    CHECK(distance("saturday", "sunday") == 3);
}

TEST_CASE("a mistyped setting finds the one that was meant")
{
    constexpr std::array<std::string_view, 5> known = {"listen", "base_url", "metrics_listen", "at",
                                                       "to"};
    CHECK(nearest("lisen", known) == "listen");
    CHECK(nearest("baseurl", known) == "base_url");
    CHECK(nearest("base-url", known) == "base_url");
    CHECK(nearest("metric_listens", known) == "metrics_listen");
    CHECK(nearest("ta", known) == "at");
    CHECK(nearest("to", known) == "to");
}

TEST_CASE("nothing is suggested when nothing is near")
{
    constexpr std::array<std::string_view, 4> known = {"listen", "base_url", "at", "n"};
    CHECK(nearest("colour", known).empty());
    CHECK(nearest("x", known).empty()); // One change of one letter would fit anything.
    CHECK(nearest("", known).empty());
    CHECK(nearest("listen", {}).empty());
    CHECK(nearest("lstne", known).empty());
}

TEST_CASE("of two that are as near the first is taken")
{
    constexpr std::array<std::string_view, 2> known = {"port", "part"};
    CHECK(nearest("prt", known) == "port");
}

namespace {

/// In how many boxes two texts agree.
int agreeing(std::string_view a, std::string_view b)
{
    const auto one = outline_of({a});
    const auto other = outline_of({b});
    int count = 0;
    for (std::size_t i = 0; i < one.boxes.size(); ++i)
        count += one.boxes[i] == other.boxes[i] && one.boxes[i] != Outline::nothing ? 1 : 0;
    return count;
}

} // namespace

TEST_CASE("the outline of a text stays when a number, a name or a mark in it changes")
{
    constexpr auto* advert = "Cheap watches from Geneva, delivered to your door within a day. "
                             "Answer now, order number 17, and save half of the price!";
    CHECK(agreeing(advert, advert) == 8);
    CHECK(agreeing(advert, "cheap WATCHES from Geneva -- delivered to your door within a day? "
                           "Answer now, order number 4711, and save half of the price") == 8);
    CHECK(agreeing(advert, "Cheap watches from Zurich, delivered to your door within a day. "
                           "Answer now, order number 18, and save half of the price!") >= 5);
    CHECK(agreeing("Купите дешёвые часы 17", "Купите дешёвые часы 18") == 8);
}

TEST_CASE("people who say something of their own have outlines of their own")
{
    constexpr std::array said = {
        "The bread was fresh, and the young man at the counter knew every kind of it.",
        "I waited twenty minutes at the fish counter, and then there was no salmon left.",
        "The bread was stale. I have bought it here for years and never had that.",
        "Please open on Sunday mornings as well. My mother cannot come on other days.",
        "Everything was fine, thank you very much, and please keep the music off."};
    for (const auto* one : said)
        for (const auto* other : said)
            if (one != other)
                CHECK(agreeing(one, other) <= 1);
}

TEST_CASE("a text of a few letters has no outline, and is like no other")
{
    CHECK(agreeing("Great!", "Great!") == 0);
    CHECK(agreeing("", "") == 0);
    CHECK(agreeing("1234 5678 9012", "1234 5678 9012") == 0);
}

TEST_CASE("of an endless text the beginning counts")
{
    const std::string_view advert = "Cheap watches from Geneva, delivered to your door. ";
    std::string book;
    while (book.size() < 1024)
        book += advert;
    CHECK(agreeing(book, book + "And then another ending altogether, which nobody compares.") == 8);
}
