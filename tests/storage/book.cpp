#include "storage/book.hpp"

#include "storage/rows.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::storage;

TEST_CASE("the book says what happened on a ticket, in order, with who and when")
{
    Rows rows;
    const auto mary = rows.hire("Mary");
    const auto ticket = rows.add_ticket({.likes = "The bread."});
    const auto other = rows.add_ticket({.likes = "The cheese."});
    const auto start = rows.now;
    rows.run([&](Transaction& tx) {
        write_book(tx, {"submitted", ticket});
        write_book(tx, {"submitted", other});
        write_book(tx, {"promised", ticket, {}, {}, start + 24h});
        return 0;
    });
    rows.now += 1h;
    rows.run([&](Transaction& tx) {
        write_book(tx, {"assigned", ticket, {}, mary, {}, "Bob"});
        return 0;
    });

    const auto lines = rows.run([&](Transaction& tx) { return book_of(tx, ticket); });
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].what == "submitted");
    CHECK(lines[0].at == start);
    CHECK(lines[0].staff_name.empty());
    CHECK(lines[1].due_at == start + 24h);
    CHECK(lines[2].what == "assigned");
    CHECK(lines[2].at == start + 1h);
    CHECK(lines[2].staff_name == "Mary");
    CHECK(lines[2].detail == "Bob");
}
