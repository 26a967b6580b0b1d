#include "storage/promise.hpp"

#include "storage/rows.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::storage;
using core::PromiseState;

namespace {

core::Promise newest_of(Rows& rows, core::TicketId ticket)
{
    return rows.run([&](Transaction& tx) { return promises_of(tx, ticket).back(); });
}

} // namespace

TEST_CASE("a promise is made now, open, and climbed up to now")
{
    Rows rows;
    const auto mary = rows.hire("Mary");
    const auto ticket = rows.add_ticket({.likes = "The bread."});
    const auto id = rows.promise(ticket, rows.now + 24h, mary);
    const auto promise = newest_of(rows, ticket);
    CHECK(promise.id == id);
    CHECK(promise.ticket == ticket);
    CHECK(promise.made_at == rows.now);
    CHECK(promise.due_at == rows.now + 24h);
    CHECK(promise.made_by == mary);
    CHECK(promise.state == PromiseState::open);
    CHECK(promise.climbed_until == rows.now);
    CHECK(promise.look_again_at == rows.now + 24h);
    CHECK_FALSE(promise.broken_at);
    CHECK_FALSE(promise.ended_at);
}

TEST_CASE("a new promise wakes the round for its first look")
{
    Rows rows;
    const auto ticket = rows.add_ticket({.likes = "The bread."});
    const auto wake = rows.run([&](Transaction& tx) {
        add_promise(tx, {ticket, rows.now + 24h, {}, rows.now + 20h});
        return tx.wake();
    });
    CHECK(wake.promises_at == rows.now + 20h);
    CHECK_FALSE(wake.letters);
}

TEST_CASE("a ticket has one open promise at most, even against the verbs")
{
    Rows rows;
    const auto ticket = rows.add_ticket({.likes = "The bread."});
    rows.promise(ticket, rows.now + 24h);
    CHECK_THROWS_AS(rows.promise(ticket, rows.now + 48h), Error);
    rows.end(ticket, PromiseState::kept);
    CHECK_NOTHROW(rows.promise(ticket, rows.now + 48h));
    CHECK(rows.run([&](Transaction& tx) { return promises_of(tx, ticket); }).size() == 2);
}

TEST_CASE("a promise that has ended is not open, not looked at, and does not end again")
{
    Rows rows;
    const auto ticket = rows.add_ticket({.likes = "The bread."});
    rows.promise(ticket, rows.now + 1h);
    const auto before = newest_of(rows, ticket);
    rows.end(ticket, PromiseState::kept);
    const auto ended_at = rows.now;
    rows.now += 2h;
    const auto open = rows.run([&](Transaction& tx) {
        end_promise(tx, before, PromiseState::released);
        CHECK(promises_to_look_at(tx, 10).empty());
        CHECK_FALSE(next_look_at(tx));
        return find_open_promise(tx, ticket);
    });
    CHECK_FALSE(open);
    CHECK(newest_of(rows, ticket).state == PromiseState::kept);
    CHECK(newest_of(rows, ticket).ended_at == ended_at);
    CHECK_FALSE(newest_of(rows, ticket).broken_at);
}

TEST_CASE("a promise that ends broken was broken at its due time")
{
    Rows rows;
    const auto ticket = rows.add_ticket({.likes = "The bread."});
    rows.promise(ticket, rows.now + 1h);
    rows.now += 3h;
    rows.end(ticket, PromiseState::broken);
    CHECK(newest_of(rows, ticket).broken_at == rows.now - 2h);
    CHECK(newest_of(rows, ticket).ended_at == rows.now);
}

TEST_CASE("a look notes what was climbed, never backwards, and breaks a promise once")
{
    Rows rows;
    const auto ticket = rows.add_ticket({.likes = "The bread."});
    rows.promise(ticket, rows.now + 1h);
    const auto look = [&](Instant now, bool broken, std::optional<Instant> again) {
        rows.now = now;
        rows.run([&](Transaction& tx) {
            note_climb(tx, promises_of(tx, ticket).back(), broken, again);
            return 0;
        });
        return newest_of(rows, ticket);
    };
    const auto start = rows.now;
    CHECK_FALSE(look(start + 30min, false, start + 1h).broken_at);
    auto promise = look(start + 2h, true, start + 4h);
    CHECK(promise.broken_at == start + 1h);
    CHECK(promise.climbed_until == start + 2h);
    CHECK(promise.look_again_at == start + 4h);

    promise = look(start + 90min, false, {});
    CHECK(promise.broken_at == start + 1h);
    CHECK(promise.climbed_until == start + 2h);
    CHECK_FALSE(promise.look_again_at);
    CHECK(promise.state == PromiseState::open);
}

TEST_CASE("what has waited longest is looked at first, and no more than asked for")
{
    Rows rows;
    const auto start = rows.now;
    for (const auto wait : {3h, 1h, 2h, 9h})
        rows.promise(rows.add_ticket({.likes = "The bread."}), start + wait);
    CHECK(rows.run([](Transaction& tx) { return next_look_at(tx); }) == start + 1h);

    rows.now = start + 3h;
    const auto due = [&](int count_max) {
        std::vector<std::int64_t> tickets;
        for (const auto& promise :
             rows.run([&](Transaction& tx) { return promises_to_look_at(tx, count_max); }))
            tickets.push_back(promise.ticket.value);
        return tickets;
    };
    CHECK(due(10) == std::vector<std::int64_t>{2, 3, 1});
    CHECK(due(2) == std::vector<std::int64_t>{2, 3});
    rows.now -= 1us;
    CHECK(due(10) == std::vector<std::int64_t>{2, 3});
}
