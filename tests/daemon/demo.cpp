#include "daemon/demo.hpp"

#include "daemon/config_fixture.hpp"
#include "storage/database.hpp"
#include "storage/transaction.hpp"

#include <doctest/doctest.h>

#include <fstream>

using namespace heard;
using namespace heard::daemon;

namespace {

std::int64_t count_of(const std::filesystem::path& folder, std::string_view count)
{
    storage::Database database{folder / "heard.db", storage::Access::read};
    auto query = database.prepare(count);
    return query
        .first([](storage::Row& row) {
            std::int64_t number = 0;
            row >> number;
            return number;
        })
        .value();
}

} // namespace

TEST_CASE(
    "a demo shop has settings without problems, staff, tickets, and each waiting one its promise")
{
    const test::Folder folder;
    const auto shop = open_demo({.folder = folder.path()});
    CHECK(test::to_lines(test::problems(read_config(shop.settings))).empty());
    for (const auto* words : {"http://127.0.0.1:8080/F/A.2026-1042.", "http://127.0.0.1:8080/staff",
                              "name: Anna", "password: "})
        CHECK(shop.greeting.find(words) != std::string::npos);
    CHECK(count_of(folder.path(), "select count(*) from staff where password_hash <> ''") == 2);
    CHECK(count_of(folder.path(), "select count(*) from ticket") >= 5);
    CHECK(count_of(folder.path(), "select count(*) from promise where state = 'open'") ==
          count_of(folder.path(), "select count(*) from ticket where answered_at is null"));
}

TEST_CASE("a demo shop is found as it was left")
{
    const test::Folder folder;
    const auto first = open_demo({.folder = folder.path()});
    const auto tickets = count_of(folder.path(), "select count(*) from ticket");
    const auto again = open_demo({.folder = folder.path()});
    CHECK(again.greeting == first.greeting);
    CHECK(count_of(folder.path(), "select count(*) from ticket") == tickets);
}

TEST_CASE("a demo may promise within seconds, and its ladder shrinks with it")
{
    const test::Folder folder;
    const auto shop =
        open_demo({.folder = folder.path(), .respond_within = std::chrono::seconds{20}});
    const auto checked = read_config(shop.settings);
    REQUIRE(checked.good());
    CHECK(checked.config.promise.respond_within == std::chrono::seconds{20});
    CHECK(checked.config.ladder.rungs.front().at == std::chrono::seconds{-3});
}

TEST_CASE("a demo shop does not move in where another shop's settings are")
{
    const test::Folder folder;
    const auto settings = folder.path() / "heard.toml";
    std::ofstream{settings} << "[business]\nname = \"A real shop\"\n";
    CHECK_THROWS_WITH_AS(open_demo({.folder = folder.path()}), doctest::Contains("--dir"),
                         std::runtime_error);
    std::ifstream kept{settings};
    std::string line;
    std::getline(kept, line);
    CHECK(line == "[business]");
}
