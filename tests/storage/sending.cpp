#include "storage/sending.hpp"

#include "storage/rows.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::storage;

TEST_CASE("of the replies whose time has come the longest waiting leaves first")
{
    Rows rows;
    const auto mary = rows.hire("Mary");
    const auto leaves_in = [&](std::chrono::seconds span) {
        const auto ticket = rows.add_ticket({.dislikes = "Sour milk."});
        return rows.run([&](Transaction& tx) {
            add_sending(tx, {.ticket = ticket,
                             .staff = mary,
                             .text = "Sorry.",
                             .done = {},
                             .until = {},
                             .release_at = tx.now() + span});
            return ticket;
        });
    };
    const auto second = leaves_in(30s);
    const auto first = leaves_in(10s);
    leaves_in(60s);
    const auto last_at = rows.now + 60s;
    const auto due = [&](int count_max) {
        return rows.run([&](Transaction& tx) { return tickets_to_release(tx, count_max); });
    };
    CHECK(due(10).empty());
    rows.now += 30s;
    CHECK(due(10) == std::vector{first, second});
    CHECK(due(1) == std::vector{first});
    CHECK(rows.run(next_release_at) == last_at);
}
