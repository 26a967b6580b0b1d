#include "storage/merge.hpp"

#include "storage/rows.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::storage;

namespace {

struct Matter
{
    Rows rows{};
    core::TicketId first = rows.add_ticket({.dislikes = "The door sticks."});
    core::TicketId second = rows.add_ticket({.dislikes = "The door is stuck."});
    core::TicketId third = rows.add_ticket({.dislikes = "That door!"});

    void merge(core::TicketId ticket, core::TicketId into)
    {
        rows.now += 1h;
        rows.run([&](Transaction& tx) {
            merge_ticket(tx, ticket, into);
            return 0;
        });
    }

    void says(core::TicketId ticket, core::EntryKind what)
    {
        rows.run([&](Transaction& tx) { return add_entry(tx, {ticket, what, {}, "Words."}); });
    }

    bool awaited(core::TicketId ticket)
    {
        return rows.run([&](Transaction& tx) { return is_awaited(tx, ticket); });
    }
};

} // namespace

TEST_CASE("whatever went along with a ticket goes along with what that one goes along with")
{
    Matter matter;
    matter.merge(matter.third, matter.second);
    matter.merge(matter.second, matter.first);
    const auto along =
        matter.rows.run([&](Transaction& tx) { return merged_into(tx, matter.first); });
    REQUIRE(along.size() == 2);
    CHECK(along[0].ticket.id == matter.second);
    CHECK(along[1].ticket.id == matter.third);
    CHECK(along[1].at == matter.rows.now);
    CHECK(matter.rows.run([&](Transaction& tx) { return merged_into(tx, matter.second); }).empty());
    CHECK(matter.rows.run([&](Transaction& tx) { return merges_of(tx, matter.third); }).size() ==
          2);
    CHECK(matter.rows.run([&](Transaction& tx) { return newest_of_matter(tx, matter.first); }) ==
          2);
}

TEST_CASE("the open promise of a ticket that goes along is the one of the ticket that stays")
{
    Matter matter;
    const auto promise = matter.rows.promise(matter.first, matter.rows.now + 24h);
    matter.merge(matter.second, matter.first);
    const auto find = [&](Transaction& tx) { return find_open_promise(tx, matter.second); };
    CHECK(matter.rows.run(find)->id == promise);
    const auto beside = [&](Transaction& tx) { return promises_beside(tx, matter.second); };
    CHECK(matter.rows.run(beside).size() == 1);
    matter.rows.end(matter.first, core::PromiseState::kept);
    matter.merge(matter.third, matter.first);
    CHECK(matter.rows.run([&](Transaction& tx) { return promises_beside(tx, matter.third); })
              .empty());
}

TEST_CASE("somebody waits for a word as long as one of the customers does")
{
    Matter matter;
    matter.merge(matter.second, matter.first);
    CHECK(matter.awaited(matter.first));
    matter.says(matter.first, core::EntryKind::settled);
    CHECK(matter.awaited(matter.first));
    matter.says(matter.second, core::EntryKind::settled);
    CHECK_FALSE(matter.awaited(matter.first));
    CHECK_FALSE(matter.awaited(matter.second));
    matter.says(matter.second, core::EntryKind::message);
    CHECK(matter.awaited(matter.first));
    CHECK(matter.awaited(matter.second));
}
