#include "site/problems.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace heard::site {

TEST_CASE("every kind of problem has its status")
{
    using enum core::ProblemKind;
    CHECK(status_of(invalid) == 422);
    CHECK(status_of(not_found) == 404);
    CHECK(status_of(conflict) == 409);
    CHECK(status_of(forbidden) == 403);
    CHECK(status_of(too_many) == 429);
    CHECK(status_of(unavailable) == 503);
}

TEST_CASE("a problem says its numbers")
{
    const auto words = text::Words::of("en");
    const core::Problem problem{
        core::ProblemKind::invalid, "problem.too_long", "likes", {{"over", "7"}}, 10'000};
    CHECK(sentence_of(words, problem) ==
          "We can take 10000 characters here. Please shorten this by 7");
}

TEST_CASE("a problem says how long to wait in the language of whoever has it")
{
    const core::Problem problem{.kind = core::ProblemKind::too_many,
                                .phrase = "sign_in.throttled",
                                .field = {},
                                .wait = std::chrono::minutes{5}};
    CHECK(sentence_of(text::Words::of("en"), problem) ==
          "There were too many tries. Try again in 5 minutes");
    CHECK(sentence_of(text::Words::of("pl"), problem).find("za 5 minut") != std::string::npos);
}

TEST_CASE("every status that the server refuses with has a page in words for people")
{
    desk::House house;
    house.business = "Stew's";
    for (const int status :
         {400, 403, 404, 405, 408, 413, 414, 417, 429, 431, 500, 501, 503, 505}) {
        const auto page = problem_page(house, status);
        CHECK(page.status == status);
        CHECK(page.body.find("<h1>") != std::string::npos);
        CHECK(page.body.find("<h1></h1>") == std::string::npos);
    }
}

TEST_CASE("a page for 503 says when to try again")
{
    const desk::House house;
    const auto page = problem_page(house, 503);
    CHECK(std::ranges::find(page.headers, http::Header{"Retry-After", "30"}) != page.headers.end());
}

} // namespace heard::site
