#include "http/response.hpp"

#include <doctest/doctest.h>

using namespace heard::http;

TEST_CASE("pages are never cached, files as they say")
{
    const auto made = page(422, "<p>");
    CHECK(made.status == 422);
    CHECK(made.headers.front() == Header{"Content-Type", "text/html; charset=utf-8"});
    CHECK(made.headers.back() == Header{"Cache-Control", "no-store"});
    CHECK(bytes("text/css", "p{}", "max-age=60").headers.back().value == "max-age=60");
    CHECK(see_other("/t/x").status == 303);
    CHECK(json(200, "{}").headers.front().value == "application/json");
}
