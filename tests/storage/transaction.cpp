#include "storage/transaction.hpp"

#include "storage/rows.hpp"

#include <doctest/doctest.h>

#include <expected>
#include <stdexcept>

using namespace heard;
using namespace heard::storage;

namespace {

int book_lines(Rows& rows)
{
    return rows.database.prepare("select count(*) from book").value<int>();
}

void write_line(Transaction& tx)
{
    tx.prepare("insert into book (at, what, link) values (1, 'submitted', zeroblob(32))").run();
}

} // namespace

TEST_CASE("a job that ends well is kept")
{
    Rows rows;
    rows.run([](Transaction& tx) {
        write_line(tx);
        return 0;
    });
    CHECK(book_lines(rows) == 1);
}

TEST_CASE("a job that ends in a problem has written nothing")
{
    Rows rows;
    const auto result = rows.run([](Transaction& tx) -> std::expected<int, core::Problem> {
        write_line(tx);
        return std::unexpected{
            core::Problem{core::ProblemKind::conflict, "problem.newer_entry", ""}};
    });
    CHECK(result.error().phrase == "problem.newer_entry");
    CHECK(book_lines(rows) == 0);
}

TEST_CASE("a job that throws has written nothing, and the next one can write")
{
    Rows rows;
    const auto fails = [](Transaction& tx) -> int {
        write_line(tx);
        throw std::runtime_error{"out of luck"};
    };
    CHECK_THROWS_WITH(rows.run(fails), "out of luck");
    CHECK(book_lines(rows) == 0);
    rows.run([](Transaction& tx) {
        write_line(tx);
        return 0;
    });
    CHECK(book_lines(rows) == 1);
}

TEST_CASE("rounds are woken for the earliest of all promises, and for any letter")
{
    const auto now = utc("2026-11-23 08:00");
    Wake wake;
    wake.add({});
    CHECK_FALSE(wake.promises_at);
    CHECK_FALSE(wake.letters);
    wake.add({now + 2h, false});
    wake.add({now + 1h, true});
    wake.add({now + 3h, false});
    CHECK(wake.promises_at == now + 1h);
    CHECK(wake.letters);
}
