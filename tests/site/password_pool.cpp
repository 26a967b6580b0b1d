#include "site/password_pool.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

#include <exception>
#include <memory>
#include <optional>
#include <vector>

using namespace heard;
using namespace heard::site;

namespace {

namespace asio = boost::asio;
using Verified = std::expected<bool, core::Problem>;
using Hashed = std::expected<std::string, core::Problem>;

/// Notes each result as it comes back on the I/O thread.
template <class Result>
auto note_in(std::vector<Result>& results)
{
    return [&results](std::exception_ptr thrown, Result result) {
        REQUIRE_FALSE(thrown);
        results.push_back(std::move(result));
    };
}

} // namespace

TEST_CASE("a password fits its own hash, no other's, and nobody's")
{
    asio::io_context io;
    PasswordPool pool{2};
    std::vector<Hashed> hashed;
    asio::co_spawn(io, pool.hash("three cows in a row"), note_in(hashed));
    io.run();
    REQUIRE(hashed.size() == 1);
    REQUIRE(hashed[0]);

    std::vector<Verified> right;
    std::vector<Verified> wrong;
    asio::co_spawn(io, pool.verify(*hashed[0], "three cows in a row"), note_in(right));
    asio::co_spawn(io, pool.verify(*hashed[0], "four cows in a row"), note_in(wrong));
    asio::co_spawn(io, pool.verify("", "three cows in a row"), note_in(wrong));
    io.restart();
    io.run();
    REQUIRE(right.size() == 1);
    CHECK(right[0].value());
    REQUIRE(wrong.size() == 2);
    CHECK_FALSE(wrong[0].value());
    CHECK_FALSE(wrong[1].value());
}

TEST_CASE("a crowd at the sign-in is told that we are busy, at once")
{
    asio::io_context io;
    PasswordPool pool{1, 1};
    std::vector<Verified> results;
    for (int i = 0; i < 5; ++i)
        asio::co_spawn(io, pool.verify("", "three cows in a row"), note_in(results));
    io.run();
    REQUIRE(results.size() == 5);
    // One runs, one waits; how many more come in later depends on how fast the first is done.
    int busy = 0;
    for (const auto& result : results)
        if (!result && result.error().phrase == "problem.busy")
            ++busy;
    CHECK(busy >= 1);
    CHECK(busy <= 3);
    CHECK_FALSE(results.front().has_value());
}

TEST_CASE("closing leaves nobody waiting")
{
    asio::io_context io;
    auto pool = std::make_unique<PasswordPool>(1, 8);
    std::vector<Verified> results;
    for (int i = 0; i < 4; ++i)
        asio::co_spawn(io, pool->verify("", "three cows in a row"), note_in(results));
    io.poll();
    pool.reset();
    io.run();
    CHECK(results.size() == 4);
}
