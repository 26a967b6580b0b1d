#include "mail/flowed.hpp"

#include <doctest/doctest.h>

using heard::mail::flowed;

namespace {

std::string words(int count, const std::string& word = "bread")
{
    std::string text;
    for (int i = 0; i < count; ++i)
        text += (i > 0 ? " " : "") + word;
    return text;
}

} // namespace

TEST_CASE("short lines stay as they are")
{
    CHECK(flowed("").empty());
    CHECK(flowed("Hello,\n\nthank you.\n") == "Hello,\n\nthank you.\n");
    CHECK(flowed("Hello") == "Hello\n");
}

TEST_CASE("a long line is broken after a space, so that it can be put together again")
{
    CHECK(flowed(words(20) + "\n") == words(12) + " \n" + words(8) + "\n");
    // Counted in characters, not in bytes.
    CHECK(flowed(words(20, "хлебы")) == words(12, "хлебы") + " \n" + words(8, "хлебы") + "\n");
    CHECK(flowed(words(13)) == words(13) + "\n"); // 77 characters.
    CHECK(flowed(words(13) + "s") == words(12) + " \nbreads\n");
}

TEST_CASE("a link is never broken")
{
    const auto link = "https://shop.example/t/" + std::string(100, 'x');
    CHECK(flowed(link + "\n") == link + "\n");
    CHECK(flowed("Read: " + link + " now") == "Read: \n" + link + " \nnow\n");
}

TEST_CASE("a quotation stays one on each of its lines")
{
    CHECK(flowed("> " + words(20)) == "> " + words(12) + " \n> " + words(8) + "\n");
    CHECK(flowed(">> deeper") == ">> deeper\n");
    CHECK(flowed("> ") == "> \n");
}

TEST_CASE("nothing looks like something that it is not")
{
    CHECK(flowed("The end. \nAnother line.") == "The end.\nAnother line.\n");
    CHECK(flowed("From here") == " From here\n");
    CHECK(flowed(" indented") == "  indented\n");
    CHECK(flowed(words(12) + " cake > no quotation") == words(12) + " cake \n > no quotation\n");
}
