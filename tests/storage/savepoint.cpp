#include "storage/savepoint.hpp"

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
