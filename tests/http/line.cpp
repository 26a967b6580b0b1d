#include "http/line.hpp"

#include <doctest/doctest.h>

#include <optional>

using namespace heard::http;

namespace {

/// Only its address matters here.
Connection* somebody(char& c)
{
    return reinterpret_cast<Connection*>(&c);
}

} // namespace

TEST_CASE("the longest wait stands in front, and a new one begins at the end")
{
    char names[3];
    Line line;
    Place anna(line, somebody(names[0]));
    Place ben(line, somebody(names[1]));
    CHECK(line.empty());
    anna.join();
    ben.join();
    CHECK(line.front() == somebody(names[0]));
    anna.join();
    CHECK(line.front() == somebody(names[1]));
    ben.leave();
    CHECK(line.front() == somebody(names[0]));
    ben.leave();
    ben.join();
    CHECK(line.size() == 2);
    CHECK(line.back() == somebody(names[1]));
}

TEST_CASE("who is gone stands in no line")
{
    char name;
    Line line;
    std::optional<Place> place(std::in_place, line, somebody(name));
    place->join();
    place.reset();
    CHECK(line.empty());
}
