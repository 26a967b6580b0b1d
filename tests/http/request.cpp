#include "http/request.hpp"

#include <doctest/doctest.h>

using namespace heard::http;

TEST_CASE("headers are found in any letter case, the first of a name wins")
{
    Request request;
    request.headers = {{"Accept-Language", "de"}, {"accept-language", "en"}};
    CHECK(request.header("ACCEPT-LANGUAGE") == "de");
    CHECK(request.header("Accept").empty());
}

TEST_CASE("cookies are found by exactly their name, on any Cookie line")
{
    Request request;
    request.headers = {{"Cookie", "a=1; heard=x=y ;broken;  c="}, {"cookie", "late=2"}};
    CHECK(request.cookie("heard") == "x=y");
    CHECK(request.cookie("late") == "2");
    CHECK(request.cookie("c") == "");
    CHECK_FALSE(request.cookie("Heard"));
    CHECK_FALSE(request.cookie("hear"));
}

TEST_CASE("a query gives its first value of a name, decoded")
{
    CHECK(query_value("view=due&q=blue+shoes%21&q=2", "q") == "blue shoes!");
    CHECK(query_value("q", "q") == "");
    CHECK(query_value("a=b=c", "a") == "b=c");
    CHECK(query_value("&&=x&a=1", "a") == "1");
    CHECK_FALSE(query_value("question=1", "q"));
    CHECK_FALSE(query_value("", "q"));
}
