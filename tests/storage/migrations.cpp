#include "storage/migrations.hpp"

#include "storage/database.hpp"
#include "storage/real_file.hpp"

#include <doctest/doctest.h>

#include <latch>
#include <thread>
#include <vector>

using namespace heard::storage;

namespace {

int version_of(Database& database)
{
    return database.prepare("pragma user_version").value<int>();
}

} // namespace

TEST_CASE("an empty file becomes a house of the newest schema")
{
    const RealFile file;
    Database database{file.path(), Access::write};
    CHECK(schema_version() >= 1);
    CHECK(version_of(database) == schema_version());
    CHECK(database.prepare("select count(*) from ticket").value<int>() == 0);
}

TEST_CASE("a house that is up to date is opened as it is")
{
    const RealFile file;
    {
        Database database{file.path(), Access::write};
        database.execute("insert into book (at, what) values (1, 'submitted')");
    }
    Database database{file.path(), Access::write};
    CHECK(version_of(database) == schema_version());
    CHECK(database.prepare("select count(*) from book").value<int>() == 1);
}

TEST_CASE("a database of a newer program is refused, in a sentence that says what to do")
{
    const RealFile file;
    {
        Database database{file.path(), Access::write};
        database.execute("pragma user_version = 999");
    }
    try {
        Database database{file.path(), Access::write};
        FAIL("opened");
    } catch (const NewerSchema& refusal) {
        const std::string sentence = refusal.what();
        CHECK(sentence.find("schema 999") != std::string::npos);
        CHECK(sentence.find("run the newer heard") != std::string::npos);
    }
}

TEST_CASE("two programs that start at once make one house")
{
    const RealFile file;
    // The file is there and in WAL mode, as after a start that was killed; the schema is not.
    {
        Database database{file.path(), Access::write};
        for (const auto* table : {"book", "escalation", "letter", "promise", "entry", "submission",
                                  "ticket", "session", "staff", "house"})
            database.execute(std::string{"drop table "} + table);
        database.execute("pragma user_version = 0");
    }
    std::latch both{2};
    std::vector<int> versions(2);
    std::vector<std::jthread> programs;
    for (auto& version : versions)
        programs.emplace_back([&] {
            both.arrive_and_wait();
            Database database{file.path(), Access::write};
            version = version_of(database);
        });
    programs.clear();
    CHECK(versions == std::vector<int>(2, schema_version()));
}

TEST_CASE("the schema refuses what the house does not allow")
{
    Database database{":memory:", Access::write};
    database.execute(
        "insert into ticket (id, reference, kind, opened_at) values (1, 'H-1', 'other', 1)");
    const std::string promise = "insert into promise (ticket, made_at, due_at, climbed_until";

    SUBCASE("two open promises on one ticket")
    {
        database.execute(promise + ") values (1, 1, 2, 1)");
        CHECK_THROWS_AS(database.execute(promise + ") values (1, 1, 3, 1)"), Error);
        database.execute("update promise set state = 'kept', ended_at = 2");
        CHECK_NOTHROW(database.execute(promise + ") values (1, 1, 3, 1)"));
    }
    SUBCASE("a promise that has ended without saying when")
    {
        CHECK_THROWS_AS(database.execute(promise + ", state) values (1, 1, 2, 1, 'kept')"), Error);
    }
    SUBCASE("a broken promise that became a kept one")
    {
        database.execute(promise + ", broken_at) values (1, 1, 2, 1, 2)");
        CHECK_THROWS_AS(database.execute("update promise set state = 'kept', ended_at = 3"), Error);
        CHECK_NOTHROW(database.execute("update promise set state = 'broken', ended_at = 3"));
    }
    SUBCASE("a promise on no ticket")
    {
        CHECK_THROWS_AS(database.execute(promise + ") values (2, 1, 2, 1)"), Error);
    }
    SUBCASE("a kind that is none")
    {
        CHECK_THROWS_AS(database.execute("update ticket set kind = 'spam'"), Error);
    }
    SUBCASE("a number where words belong, and the other way round")
    {
        CHECK_THROWS_AS(database.execute("update ticket set opened_at = 'today'"), Error);
    }
    SUBCASE("a second house")
    {
        const std::string house =
            "insert into house (id, key, reference_seed, created_at) values (";
        database.execute(house + "1, zeroblob(32), 1, 1)");
        CHECK_THROWS_AS(database.execute(house + "2, zeroblob(32), 1, 1)"), Error);
    }
    SUBCASE("a letter that is neither waiting, nor delivered, nor given up")
    {
        CHECK_THROWS_AS(
            database.execute(
                "insert into letter (key, what, sender, recipient, message_id, queued_at, "
                "mime) values ('k', 'answer', 'a@b', 'c@d', '<1@b>', 1, zeroblob(1))"),
            Error);
    }
}
