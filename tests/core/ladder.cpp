#include "core/ladder.hpp"

#include "core/moments.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::core;
using namespace std::chrono_literals;

namespace {

const Instant made_at = utc("2026-11-23 08:00");
const Instant due_at = made_at + 24h;

const Recipient staff{RecipientKind::staff, ""};
const Recipient owner{RecipientKind::owner, ""};

/// The ladder of the sample settings, without quiet hours.
Ladder warn_tell_and_repeat()
{
    return {{{-4h, {staff}, {}, {}}, {0h, {owner}, {}, {}}, {2h, {owner}, 4h, {}}}};
}

/// The same, with a rung that repeats only while people are awake.
Ladder quiet_at_night()
{
    auto ladder = warn_tell_and_repeat();
    ladder.rungs[2].quiet = {berlin_zone(), {time::parse_daily_span("22:00-07:00").value()}};
    return ladder;
}

/// A promise and the round that looks at it, which writes down what it climbed.
struct Round
{
    Ladder ladder = warn_tell_and_repeat();
    Promise promise = [] {
        Promise made;
        made.made_at = made_at;
        made.due_at = due_at;
        made.climbed_until = made_at;
        return made;
    }();

    std::vector<Reached> look(Instant now)
    {
        const auto climbed = climb(ladder, promise, now);
        promise.climbed_until = std::max(promise.climbed_until, now);
        promise.look_again_at = climbed.look_again_at;
        return climbed.reached;
    }

    /// Looks whenever the ladder says so, until `end`; gives the time of every rung it reached.
    std::vector<Instant> run_until(Instant end)
    {
        std::vector<Instant> times;
        promise.look_again_at = climb(ladder, promise, promise.made_at).look_again_at;
        while (promise.look_again_at && *promise.look_again_at <= end) {
            const auto now = *promise.look_again_at;
            for (const auto& reached : look(now)) {
                CHECK(reached.planned_at == now);
                times.push_back(now);
            }
            REQUIRE((!promise.look_again_at || *promise.look_again_at > now));
        }
        return times;
    }
};

} // namespace

TEST_CASE("the ladder warns before the due time, tells at it, and repeats after it")
{
    Round round;
    CHECK(round.run_until(due_at + 11h) ==
          std::vector<Instant>{due_at - 4h, due_at, due_at + 2h, due_at + 6h, due_at + 10h});
}

TEST_CASE("a rung is reached at its very microsecond and not one before")
{
    Round round;
    CHECK(round.look(due_at - 4h - 1us).empty());
    CHECK(round.promise.look_again_at == due_at - 4h);

    const auto warned = round.look(due_at - 4h);
    REQUIRE(warned.size() == 1);
    CHECK(warned[0].rung == 0);
    CHECK(warned[0].turn == 0);
    CHECK(round.promise.look_again_at == due_at);
}

TEST_CASE("a rung is reached once, however often somebody looks")
{
    Round round;
    CHECK(round.look(due_at - 4h).size() == 1);
    CHECK(round.look(due_at - 4h).empty());
    CHECK(round.look(due_at - 3h).empty());
    CHECK(round.look(due_at).size() == 1);
    CHECK(round.look(due_at + 1us).empty());
}

TEST_CASE(
    "after a day without a daemon each rung is reached once, a repeating one in its last turn")
{
    Round round;
    const auto reached = round.look(due_at + 24h);
    REQUIRE(reached.size() == 3);
    CHECK(reached[0].rung == 0);
    CHECK(reached[1].rung == 1);
    CHECK(reached[2].rung == 2);
    CHECK(reached[2].turn == 5);
    CHECK(reached[2].planned_at == due_at + 22h);
    CHECK(round.promise.look_again_at == due_at + 26h);
}

TEST_CASE("a rung that lies before the promise was made is left out")
{
    Round round;
    round.promise.due_at = made_at + 3h;
    CHECK(round.run_until(made_at + 3h) == std::vector<Instant>{made_at + 3h});

    round = Round{};
    round.promise.due_at = made_at + 4h;
    CHECK(round.run_until(made_at + 4h) == std::vector<Instant>{made_at + 4h});
}

TEST_CASE("a turn in quiet hours waits for their end, and a night is one turn")
{
    Round round{.ladder = quiet_at_night()};
    // Due at 17:00 in Berlin: 19:00 is loud, 23:00 and 03:00 are not, and 07:00 is the end.
    round.promise.due_at = berlin("2026-11-24 17:00");
    CHECK(round.run_until(berlin("2026-11-25 12:00")) ==
          std::vector<Instant>{berlin("2026-11-24 13:00"), berlin("2026-11-24 17:00"),
                               berlin("2026-11-24 19:00"), berlin("2026-11-25 07:00"),
                               berlin("2026-11-25 11:00")});
}

TEST_CASE("quiet hours hold up their own rung only")
{
    Round round{.ladder = quiet_at_night()};
    round.promise.due_at = berlin("2026-11-24 23:30");
    CHECK(round.run_until(berlin("2026-11-25 08:00")) ==
          std::vector<Instant>{berlin("2026-11-24 19:30"), berlin("2026-11-24 23:30"),
                               berlin("2026-11-25 07:00")});
}

TEST_CASE("a look in the middle of the night climbs nothing that waits for the morning")
{
    Round round{.ladder = quiet_at_night()};
    round.promise.due_at = berlin("2026-11-24 17:00");
    CHECK(round.look(berlin("2026-11-24 19:00")).size() == 3);
    CHECK(round.look(berlin("2026-11-25 03:30")).empty());
    CHECK(round.promise.look_again_at == berlin("2026-11-25 07:00"));
    CHECK(round.look(berlin("2026-11-25 07:00")).size() == 1);
}

TEST_CASE("a clock that is set back and forth climbs nothing twice")
{
    Round round;
    CHECK(round.look(due_at + 3h).size() == 3);
    for (const auto now : {due_at - 5h, due_at - 4h, due_at, due_at + 2h, due_at + 3h})
        CHECK(round.look(now).empty());
    CHECK(round.look(due_at + 6h).size() == 1);
}

TEST_CASE("with the clock set back, the next look is never for what was climbed already")
{
    Round round;
    round.look(due_at + 3h);
    round.look(due_at + 1h);
    CHECK(round.promise.look_again_at == due_at + 6h);
}

TEST_CASE("the next look is the earliest of all rungs and the due time")
{
    Round round;
    round.look(made_at);
    CHECK(round.promise.look_again_at == due_at - 4h);
    round.look(due_at - 4h);
    CHECK(round.promise.look_again_at == due_at);
    round.look(due_at);
    CHECK(round.promise.look_again_at == due_at + 2h);
    round.look(due_at + 7h);
    CHECK(round.promise.look_again_at == due_at + 10h);
}

TEST_CASE("without any rung the due time is still looked at, once")
{
    Round round{.ladder = {}};
    CHECK(round.look(made_at).empty());
    CHECK(round.promise.look_again_at == due_at);
    CHECK(round.look(due_at).empty());
    CHECK_FALSE(round.promise.look_again_at);
}

TEST_CASE("a ladder in one line changes with everything that makes it another ladder")
{
    const auto line = to_text(warn_tell_and_repeat());
    CHECK(line == "-4h staff; 0s owner; 2h owner every 4h; ");

    auto other = warn_tell_and_repeat();
    other.rungs[1].to.push_back({RecipientKind::address, "deputy@dairy.example"});
    CHECK(to_text(other) != line);
    other = warn_tell_and_repeat();
    other.rungs[2].every = 5h;
    CHECK(to_text(other) != line);
    CHECK(to_text(quiet_at_night()) != line);
    auto elsewhere = quiet_at_night();
    elsewhere.rungs[2].quiet.zone = time::Zone::utc();
    CHECK(to_text(elsewhere) != to_text(quiet_at_night()));
}
