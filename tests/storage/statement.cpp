#include "storage/statement.hpp"

#include "core/moments.hpp"
#include "storage/database.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace heard;
using namespace heard::storage;

namespace {

/// One table with a column of every type.
struct Table
{
    Table()
    {
        database.execute(
            "create table thing (number integer, words text, bytes blob, fraction real) strict");
    }
    Database database{":memory:", Access::write};
};

template <class T>
T there_and_back(Table& table, const T& value)
{
    return table.database.prepare("select ?1").value<T>(value);
}

} // namespace

TEST_CASE("numbers, instants, ids and flags come back as they went")
{
    Table table;
    using Limits = std::numeric_limits<std::int64_t>;
    CHECK(there_and_back(table, Limits::min()) == Limits::min());
    CHECK(there_and_back(table, Limits::max()) == Limits::max());
    CHECK(there_and_back(table, -7) == -7);
    CHECK(there_and_back(table, true));
    CHECK_FALSE(there_and_back(table, false));
    CHECK(there_and_back(table, core::TicketId{17}) == core::TicketId{17});
    const auto now = utc("2026-11-23 08:00") + std::chrono::microseconds{1};
    CHECK(there_and_back(table, now) == now);
    CHECK(table.database.prepare("select 0.5").value<double>() == 0.5);
}

TEST_CASE("words come back whole: empty, long, of any language, with quotes and a NUL inside")
{
    Table table;
    for (const auto& words : {std::string{}, std::string(1'000'000, 'a'),
                              std::string{"Gr\xc3\xbc\xc3\x9f Gott \xf0\x9f\x98\x80"},
                              std::string{"'; drop table thing; --"}, std::string{"a\0b", 3}})
        CHECK(there_and_back(table, words) == words);
}

TEST_CASE("empty words are words, not null")
{
    Table table;
    table.database.prepare("insert into thing (words) values (?1)").run(std::string_view{});
    CHECK(table.database.prepare("select words is not null from thing").value<bool>());
}

TEST_CASE("bytes come back, and of another length are an error")
{
    Table table;
    const std::array<unsigned char, 4> bytes{0, 1, 0xff, 0};
    table.database.prepare("insert into thing (bytes) values (?1)").run(bytes);
    CHECK(table.database.prepare("select bytes from thing").value<std::array<unsigned char, 4>>() ==
          bytes);
    CHECK_THROWS_AS(
        (table.database.prepare("select bytes from thing").value<std::array<unsigned char, 5>>()),
        Error);
}

TEST_CASE("nothing is null, and null is nothing")
{
    Table table;
    table.database.prepare("insert into thing (number, words) values (?1, ?2)")
        .run(std::optional<int>{}, std::nullopt);
    CHECK(
        table.database.prepare("select number is null and words is null from thing").value<bool>());
    const auto read = [](Row& row) {
        std::pair<std::optional<int>, std::optional<std::string>> found{1, "something"};
        row >> found.first >> found.second;
        return found;
    };
    const auto found = table.database.prepare("select number, words from thing").first(read);
    REQUIRE(found);
    CHECK_FALSE(found->first);
    CHECK_FALSE(found->second);
    CHECK(table.database.prepare("select number from thing").value<int>() == 0);
}

TEST_CASE("all rows, the first row, and no row")
{
    Table table;
    auto insert = table.database.prepare("insert into thing (number) values (?1)");
    for (int i = 1; i <= 3; ++i)
        insert.run(i);
    const auto read = [](Row& row) {
        int number = 0;
        row >> number;
        return number;
    };
    auto query =
        table.database.prepare("select number from thing where number >= ?1 order by number");
    CHECK(query.all(read, 1) == std::vector<int>{1, 2, 3});
    CHECK(query.first(read, 2) == 2);
    CHECK_FALSE(query.first(read, 4));
    CHECK(query.all(read, 4).empty());
    CHECK(query.value<int>(4) == 0);
}

TEST_CASE("a statement asked for again is the same one, ready to run")
{
    Table table;
    for (int i = 1; i <= 3; ++i)
        table.database.prepare("insert into thing (number) values (?1)").run(i);
    CHECK(table.database.prepare("select count(*) from thing").value<int>() == 3);
    // Left after its first row, it holds up nobody.
    table.database.prepare("select number from thing").value<int>();
    CHECK_NOTHROW(table.database.execute("drop table thing"));
}

TEST_CASE("a statement that SQLite does not take says which and why")
{
    Table table;
    try {
        table.database.prepare("select smile from thing");
        FAIL("prepared");
    } catch (const Error& error) {
        const std::string sentence = error.what();
        CHECK(sentence.find("select smile from thing") != std::string::npos);
        CHECK(sentence.find("no such column: smile") != std::string::npos);
    }
}

TEST_CASE("a value for a place that a statement does not have is an error")
{
    Table table;
    CHECK_THROWS_AS(table.database.prepare("select ?1").run(1, 2), Error);
}
