#include "storage/savepoint.hpp"

#include "storage/book.hpp"
#include "storage/book_audit.hpp"
#include "storage/rows.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace heard;
using namespace heard::storage;

namespace {

/// Writes a person down, and keeps them or not.
Task hire(const std::string& name, bool keep)
{
    return [name, keep](Transaction& tx) {
        add_staff(tx, {name, name + "@example.com", core::Role::staff, ""});
        tx.wake_promises_at(tx.now());
        return keep;
    };
}

/// Writes a line into the book, and keeps it or not.
Task note(core::TicketId ticket, bool keep)
{
    return [ticket, keep](Transaction& tx) {
        write_book(tx, {.what = "note", .ticket = ticket});
        return keep;
    };
}

std::size_t staff_count(Rows& rows)
{
    return rows.run([](Transaction& tx) { return all_staff(tx).size(); });
}

} // namespace

TEST_CASE("a job that is not kept takes nothing of its neighbours with it")
{
    Rows rows;
    rows.database.begin();
    CHECK(run_in_savepoint(rows.database, rows.now, hire("Ann", true)).kept);
    CHECK_FALSE(run_in_savepoint(rows.database, rows.now, hire("Bob", false)).kept);
    CHECK(run_in_savepoint(rows.database, rows.now, hire("Cem", true)).kept);
    rows.database.commit();
    CHECK(staff_count(rows) == 2);
}

TEST_CASE("a job that breaks a rule of the schema fails alone")
{
    Rows rows;
    rows.database.begin();
    run_in_savepoint(rows.database, rows.now, hire("Ann", true));
    const auto again = run_in_savepoint(rows.database, rows.now, hire("Ann", true));
    rows.database.commit();
    CHECK_FALSE(again.kept);
    CHECK(again.thrown != nullptr);
    CHECK(staff_count(rows) == 1);
}

TEST_CASE("only what is kept wakes a round")
{
    Rows rows;
    rows.database.begin();
    const auto kept = run_in_savepoint(rows.database, rows.now, hire("Ann", true));
    const auto dropped = run_in_savepoint(rows.database, rows.now, hire("Bob", false));
    rows.database.commit();
    CHECK(kept.wake.promises_at == rows.now);
    CHECK_FALSE(dropped.wake.promises_at);
}

TEST_CASE("the book stays one chain over jobs that are kept and jobs that are not")
{
    Rows rows;
    const auto ticket = rows.add_ticket({.dislikes = "Sour milk."});
    const auto lines = [&] {
        return rows.run([](Transaction& tx) { return book_head(tx).number; });
    };
    const auto before = lines();
    rows.database.begin();
    std::optional<BookHead> head;
    for (const auto& job : {note(ticket, true), note(ticket, false), hire("Ann", true),
                            note(ticket, true), note(ticket, true)})
        head = run_in_savepoint(rows.database, rows.now, job, head).head;
    rows.database.commit();
    CHECK(lines() == before + 3);
    CHECK(rows.run([](Transaction& tx) { return problems_with_chain(tx); }).empty());
}
