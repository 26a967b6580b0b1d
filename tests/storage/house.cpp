#include "storage/house.hpp"

#include "storage/rows.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::storage;

TEST_CASE("a new database has no house, and then the one that was made")
{
    Rows rows;
    CHECK_FALSE(rows.run(find_house));
    const HouseRow made{.key = {1, 2, 3}, .reference_seed = -42, .ladder = "0s owner; "};
    rows.run([&](Transaction& tx) {
        add_house(tx, made);
        return 0;
    });
    const auto found = rows.run(find_house);
    REQUIRE(found);
    CHECK(found->key == made.key);
    CHECK(found->reference_seed == made.reference_seed);
    CHECK(found->ladder == made.ladder);
}

TEST_CASE("each epoch has numbers of its own, and tickets that were there before keep theirs")
{
    Rows rows;
    const auto begin = [&] {
        return rows.run([](Transaction& tx) {
            begin_epoch(tx);
            return find_house(tx)->epoch;
        });
    };
    rows.run([](Transaction& tx) {
        add_house(tx, {});
        return 0;
    });
    CHECK(rows.run(find_house)->epoch == core::Epoch{});
    const auto before = rows.add_ticket({.likes = "The bread."});
    const auto first = begin();
    const auto second = begin(); // Nobody wrote in between.
    CHECK(first.first_ticket.value > before.value + 1'000'000);
    CHECK(second.first_ticket.value > first.first_ticket.value + 1'000'000);
    CHECK(second.first_ticket.value < 1 << 23);
    CHECK(first.number > 0);
    CHECK(second.number > 0);
    CHECK(first.number != second.number);

    core::Submission said{.likes = "The cheese."};
    const auto add = [&](Transaction& tx) {
        ++said.form_key[1];
        return add_ticket(tx, {rows.references, second}, said);
    };
    CHECK(rows.run(add).id == second.first_ticket);
    const auto next = rows.run(add);
    CHECK(next.id.value == second.first_ticket.value + 1);
    const auto generation_of = [&](core::TicketId id) {
        return rows.run([&](Transaction& tx) { return find_ticket(tx, id)->link_generation; });
    };
    CHECK(generation_of(next.id) == second.number);
    CHECK(generation_of(before) == 0);
}

TEST_CASE("a new ladder has every open promise looked at at once; the same ladder changes nothing")
{
    Rows rows;
    const auto open = rows.add_ticket({.likes = "The bread."});
    const auto kept = rows.add_ticket({.likes = "The cheese."});
    rows.promise(open, rows.now + 24h);
    rows.promise(kept, rows.now + 24h);
    rows.end(kept, core::PromiseState::kept);
    rows.run([](Transaction& tx) {
        add_house(tx, {.key = {}, .reference_seed = 1, .ladder = "0s owner; "});
        return 0;
    });
    rows.now += 1h;
    const auto take_over = [&](const std::string& ladder) {
        return rows.run([&](Transaction& tx) {
            set_ladder(tx, ladder);
            return tx.wake();
        });
    };
    CHECK_FALSE(take_over("0s owner; ").promises_at);
    CHECK(rows.run(next_look_at) == rows.now + 23h);

    CHECK(take_over("1h owner; ").promises_at == rows.now);
    const auto due = rows.run([](Transaction& tx) { return promises_to_look_at(tx, 10); });
    REQUIRE(due.size() == 1);
    CHECK(due[0].ticket == open);
    CHECK(due[0].climbed_until == rows.now - 1h);
    CHECK(rows.run(find_house)->ladder == "1h owner; ");
}
