#include "storage/migrations.hpp"

#include "storage/book.hpp"
#include "storage/book_audit.hpp"
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

/// As the first house left it.
void make_version_1(Database& database)
{
    database.execute(R"sql(
        drop index promise_broken;
        drop index promise_by_staff;
        drop index ticket_queue;
        alter table ticket drop column due_at;
        create index promise_due on promise (due_at) where state = 'open';
        drop table customer_note;
        drop table search_term;
        drop table search;
        drop table known_by;
        drop table finder;
        alter table staff drop column single_keys;
        alter table staff drop column away_until;
        drop table sentence;
        drop table draft;
        drop table sending;
        drop table merge;
        drop index ticket_merged;
        alter table ticket drop column merged_into;
        drop table kind_word;
        drop table photo_bytes;
        drop table photo;
        drop table epoch;
        drop table alarm;
        drop index escalation_alarm;
        alter table escalation drop column alarm_at;
        drop index letter_waiting;
        alter table letter drop column lane;
        create index letter_waiting on letter (next_try_at) where next_try_at is not null;
        alter table house drop column heartbeat_at;
        alter table ticket drop column erased_at;
        alter table ticket drop column root_generation;
        drop table book;
        alter table submission drop column salt;
        alter table entry drop column salt;
        create table book (
            id      integer primary key,
            at      integer not null,
            what    text    not null,
            ticket  integer references ticket (id),
            promise integer references promise (id),
            staff   integer references staff (id),
            due_at  integer,
            detail  text    not null default ''
        ) strict;
        create index book_of_ticket on book (ticket);
        pragma user_version = 1
    )sql");
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
        database.execute("insert into ticket (id, reference, kind, opened_at) "
                         "values (1, 'H-1', 'other', 1)");
    }
    Database database{file.path(), Access::write};
    CHECK(version_of(database) == schema_version());
    CHECK(database.prepare("select count(*) from ticket").value<int>() == 1);
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
        for (const auto* table :
             {"customer_note", "search_term", "search", "known_by",   "finder",      "sentence",
              "draft",         "sending",     "merge",  "kind_word",  "photo_bytes", "photo",
              "epoch",         "alarm",       "book",   "escalation", "letter",      "promise",
              "entry",         "submission",  "ticket", "session",    "staff",       "house"})
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

TEST_CASE("a book from before it was a chain is taken over whole, and vouched for from then on")
{
    const RealFile file;
    {
        Database database{file.path(), Access::write};
        make_version_1(database);
        database.execute(R"sql(
            insert into staff (id, name, email, role, created_at) values (1, 'Mary', 'm@x', 'staff', 1);
            insert into ticket (id, reference, kind, opened_at, newest_entry, answered_at, settled_at)
            values (1, 'H-1', 'complaint', 10, 3, 20, null), (2, 'H-2', 'praise', 12, 0, null, null);
            insert into submission (ticket, form_key, received_at, channel, language, likes, dislikes,
                                    wishes, name, contact)
            values (1, x'01', 10, 'web', 'en', '', 'The shoes came apart.', '', 'Ann', ''),
                   (2, x'02', 12, 'web', 'en', 'The bread.', '', '', '', '');
            insert into entry (ticket, number, at, what, staff, text)
            values (1, 1, 20, 'answer', 1, 'We are sorry.'), (1, 2, 30, 'settled', null, ''),
                   (1, 3, 40, 'not_settled', null, '');
            insert into book (at, what, ticket, staff, detail)
            values (10, 'submitted', 1, null, ''), (12, 'submitted', 2, null, ''),
                   (20, 'answer', 1, 1, ''), (25, 'settled', 1, 1, ''), (30, 'settled', 1, null, ''),
                   (40, 'not settled', 1, null, '')
        )sql");
    }
    Database database{file.path(), Access::write};
    CHECK(version_of(database) == schema_version());
    in_one_transaction(database, {}, [](Transaction& tx) {
        CHECK(problems_with_chain(tx) == std::vector<std::string>{});
        CHECK(problems_against_book(tx) == std::vector<std::string>{});
        CHECK(book_head(tx).number == 6);
        return 0;
    });
    CHECK(database.prepare("select count(*) from submission where salt is null").value<int>() == 0);
}

TEST_CASE("what was open before the queue had an index of its own is in it")
{
    const RealFile file;
    {
        Database database{file.path(), Access::write};
        make_version_1(database);
        database.execute(R"sql(
            insert into ticket (id, reference, kind, opened_at)
            values (1, 'H-1', 'complaint', 10), (2, 'H-2', 'praise', 12);
            insert into promise (ticket, made_at, due_at, state, ended_at, climbed_until)
            values (1, 10, 50, 'kept', 20, 10), (1, 40, 90, 'open', null, 40),
                   (2, 12, 60, 'kept', 30, 12)
        )sql");
    }
    Database database{file.path(), Access::write};
    const auto due_at = [&](int ticket) {
        return database.prepare("select due_at from ticket where id = ?1")
            .value<std::int64_t>(ticket);
    };
    CHECK(due_at(1) == 90);
    CHECK(due_at(2) == 0);
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
