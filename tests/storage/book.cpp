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
    rows.add_ticket({.likes = "The cheese."});
    const auto start = rows.now;
    rows.run([&](Transaction& tx) {
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

TEST_CASE("a line of the book can neither be changed nor removed, not even by us")
{
    Rows rows;
    rows.add_ticket({.likes = "The bread."});
    CHECK_THROWS_AS(rows.execute("update book set at = 0"), Error);
    CHECK_THROWS_AS(rows.execute("delete from book"), Error);
}

TEST_CASE("the book's head is its newest line, to be kept elsewhere and compared later")
{
    Rows rows;
    CHECK(rows.run([](Transaction& tx) { return book_head(tx); }).number == 0);
    rows.add_ticket({.likes = "The bread."});
    const auto head = rows.run([](Transaction& tx) { return book_head(tx); });
    CHECK(head.number == 1);
    rows.add_ticket({.likes = "The cheese."});
    rows.run([&](Transaction& tx) {
        CHECK(link_of(tx, 1) == head.link);
        CHECK(book_head(tx).link != head.link);
        CHECK_FALSE(link_of(tx, 3));
        return 0;
    });
}

TEST_CASE("a corrected name or address is a line of the book, the same one again is none")
{
    Rows rows;
    const auto ticket = rows.add_ticket({.likes = "The bread.", .name = "Ann"});
    const auto lines_after = [&](std::string_view name, std::string_view contact) {
        return rows.run([&](Transaction& tx) {
            correct_sender(tx, ticket, name, contact);
            return book_of(tx, ticket).size();
        });
    };
    CHECK(lines_after("Ann", "") == 1);
    CHECK(lines_after("Anne", "") == 2);
    CHECK(lines_after("", "anne@example.com") == 3);
    CHECK(lines_after("Anne", "anne@example.com") == 3);
}
