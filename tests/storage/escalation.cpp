#include "storage/escalation.hpp"

#include "storage/letter.hpp"
#include "storage/rows.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::storage;

namespace {

/// A promise that climbs, and a letter about it.
struct Climbing
{
    Rows rows{};
    core::PromiseId promise = rows.promise(rows.add_ticket({.likes = "The bread."}), rows.now + 1h);
    core::LetterId letter =
        rows.run([](Transaction& tx) {
                return queue_letter(tx, {.key = "escalation/1", .what = "escalation", .mime = "x"});
            })
            .value();

    bool has(const EscalationKey& key)
    {
        return rows.run([&](Transaction& tx) { return has_escalation(tx, key); });
    }

    void add(const EscalationKey& key)
    {
        rows.run([&](Transaction& tx) {
            add_escalation(tx, {key, rows.now, letter, rows.now + 5min});
            return 0;
        });
    }
};

} // namespace

TEST_CASE("one rung, one turn, one recipient: written once, even against the round")
{
    Climbing climbing;
    const EscalationKey key{climbing.promise, -4h, 0, "stew@example.com"};
    CHECK_FALSE(climbing.has(key));
    climbing.add(key);
    CHECK(climbing.has(key));
    CHECK_THROWS_AS(climbing.add(key), Error);
}

TEST_CASE("another rung, another turn and another recipient are others")
{
    Climbing climbing;
    climbing.add({climbing.promise, 0s, 0, "stew@example.com"});
    for (const EscalationKey& other :
         {EscalationKey{climbing.promise, 2h, 0, "stew@example.com"},
          EscalationKey{climbing.promise, 0s, 1, "stew@example.com"},
          EscalationKey{climbing.promise, 0s, 0, "mary@example.com"}}) {
        CHECK_FALSE(climbing.has(other));
        CHECK_NOTHROW(climbing.add(other));
    }
}

TEST_CASE("somebody whose address is spelled in other letters is told once")
{
    Climbing climbing;
    climbing.add({climbing.promise, 0s, 0, "Nora@Dairy.example"});
    CHECK(climbing.has({climbing.promise, 0s, 0, "nora@dairy.example"}));
}

TEST_CASE("an escalation remembers for when it was planned and when it was written")
{
    Climbing climbing;
    climbing.rows.now += 1h;
    climbing.rows.run([&](Transaction& tx) {
        add_escalation(tx, {{climbing.promise, 0s, 0, "stew@example.com"},
                            tx.now() - 3s,
                            climbing.letter,
                            tx.now() + 5min});
        return 0;
    });
    CHECK(climbing.rows.database.prepare("select written_at - planned_at from escalation")
              .value<int>() == 3'000'000);
}
