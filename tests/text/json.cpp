#include "text/json.hpp"

#include <doctest/doctest.h>

using namespace heard::text;

TEST_CASE("text becomes a JSON string whatever is in it")
{
    CHECK(json_string("Zoë said \"no\"") == R"("Zoë said \"no\"")");
    CHECK(json_string("a\\b\n\t\x01") == R"("a\\b\u000a\u0009\u0001")");
    CHECK(json_string("") == R"("")");
}

TEST_CASE("members stand in the order in which they were added")
{
    JsonObject one;
    one.text("name", "Ann").number("age", -1).json("gone", "null");
    CHECK(one.str() == R"({"name":"Ann","age":-1,"gone":null})");
    CHECK(json_array({one.str(), "2"}) == R"([{"name":"Ann","age":-1,"gone":null},2])");
    CHECK(json_array({}) == "[]");
    CHECK(JsonObject{}.str() == "{}");
}
