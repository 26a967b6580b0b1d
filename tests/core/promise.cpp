#include "core/promise.hpp"

#include "core/moments.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::core;
using namespace std::chrono_literals;

namespace {

const Promise promise = [] {
    Promise made;
    made.made_at = utc("2026-11-23 08:00");
    made.due_at = utc("2026-11-24 08:00");
    return made;
}();

PromiseRule in_open_time(Micros respond_within, const time::Zone& zone)
{
    PromiseRule rule;
    rule.respond_within = respond_within;
    rule.opening_hours_only = true;
    rule.hours.zone = zone;
    return rule;
}

/// Open from Monday to Saturday, 09:00 to 12:30 and 13:30 to 17:00 in Berlin: seven hours a day.
PromiseRule within_opening_hours(Micros respond_within)
{
    auto rule = in_open_time(respond_within, berlin_zone());
    for (std::size_t day = 1; day <= 6; ++day)
        rule.hours.days[day] = {{9h, 12h + 30min}, {13h + 30min, 17h}};
    return rule;
}

/// Open in the night to Sunday, when clocks are changed.
PromiseRule at_night(Micros respond_within)
{
    auto rule = in_open_time(respond_within, berlin_zone());
    rule.hours.days[0] = {{0h, 6h}};
    return rule;
}

} // namespace

TEST_CASE("a promise is kept until its due time, and broken from then on")
{
    CHECK(state_after(promise, PromiseEnd::answered, promise.due_at - 1us) == PromiseState::kept);
    CHECK(state_after(promise, PromiseEnd::answered, promise.due_at) == PromiseState::broken);
    CHECK(state_after(promise, PromiseEnd::answered, promise.due_at + 1us) == PromiseState::broken);
}

TEST_CASE("a holding reply in time keeps the promise too")
{
    CHECK(state_after(promise, PromiseEnd::held, promise.due_at - 1us) == PromiseState::kept);
    CHECK(state_after(promise, PromiseEnd::held, promise.due_at + 1us) == PromiseState::broken);
}

TEST_CASE("a customer's thank-you releases the promise, but not one that is broken")
{
    CHECK(state_after(promise, PromiseEnd::settled, promise.due_at - 1us) ==
          PromiseState::released);
    CHECK(state_after(promise, PromiseEnd::settled, promise.due_at) == PromiseState::broken);
}

TEST_CASE("what was found broken stays broken, even if the clock is set back")
{
    auto broken = promise;
    broken.broken_at = broken.due_at;
    CHECK(state_after(broken, PromiseEnd::answered, broken.due_at - 1h) == PromiseState::broken);
    CHECK(state_after(broken, PromiseEnd::settled, broken.due_at - 1h) == PromiseState::broken);
}

TEST_CASE("a holding reply needs a date in the future and within two weeks")
{
    const PromiseRule rule;
    const auto now = utc("2026-11-23 08:00");
    CHECK(problem_with_hold(rule, now, now)->phrase == "problem.hold_in_the_past");
    CHECK(problem_with_hold(rule, now - 1h, now)->phrase == "problem.hold_in_the_past");
    CHECK_FALSE(problem_with_hold(rule, now + 1us, now));
    CHECK_FALSE(problem_with_hold(rule, now + 14 * 24h, now));

    const auto problem = problem_with_hold(rule, now + 14 * 24h + 1us, now);
    REQUIRE(problem);
    CHECK(problem->phrase == "problem.hold_too_long");
    CHECK(problem->field == "until");
    CHECK(problem->number == 14);
}

TEST_CASE("the clock that always runs counts hours, whatever the wall shows")
{
    const PromiseRule rule;
    CHECK(due_after(rule, berlin("2026-10-24 18:00")) == berlin("2026-10-25 17:00"));
    CHECK(due_after(rule, berlin("2026-03-28 18:00")) == berlin("2026-03-29 19:00"));
}

TEST_CASE("opening hours count open time only, over lunch, night and Sunday")
{
    CHECK(due_after(within_opening_hours(4h), berlin("2026-11-23 09:00")) ==
          berlin("2026-11-23 14:00"));
    CHECK(due_after(within_opening_hours(4h), berlin("2026-11-23 15:00")) ==
          berlin("2026-11-24 11:00"));
    // Said on Sunday, the time begins to run on Monday at nine.
    CHECK(due_after(within_opening_hours(2h), berlin("2026-11-22 11:00")) ==
          berlin("2026-11-23 11:00"));
    CHECK(due_after(within_opening_hours(8h), berlin("2026-11-21 13:30")) ==
          berlin("2026-11-23 14:30"));
}

TEST_CASE("a closed day is skipped")
{
    auto rule = within_opening_hours(2h);
    rule.hours.closed.insert(time::parse_date("2026-12-25").value());
    rule.hours.closed.insert(time::parse_date("2026-12-26").value());
    CHECK(due_after(rule, berlin("2026-12-24 16:00")) == berlin("2026-12-28 10:00"));
}

TEST_CASE("a promise over the weekend of a clock change is due at the same time on the wall")
{
    const auto rule = within_opening_hours(7h);
    CHECK(due_after(rule, berlin("2026-03-28 12:00")) == berlin("2026-03-30 12:00"));
    CHECK(due_after(rule, berlin("2026-10-24 12:00")) == berlin("2026-10-26 12:00"));
}

TEST_CASE("an hour that spring skips is not open time, and one that autumn repeats counts twice")
{
    CHECK(due_after(at_night(3h), berlin("2026-03-29 00:00")) == berlin("2026-03-29 04:00"));
    CHECK(due_after(at_night(3h), berlin("2026-10-25 00:00")) == utc("2026-10-25 01:00"));
    CHECK(due_after(at_night(5h), berlin("2026-10-25 00:00")) == berlin("2026-10-25 04:00"));
}

TEST_CASE("a shop that never opens still promises a date")
{
    const auto rule = in_open_time(24h, berlin_zone());
    const auto now = utc("2026-11-23 08:00");
    CHECK(due_after(rule, now) == now + 24h);
}

TEST_CASE("states keep their names")
{
    for (const auto state : {PromiseState::open, PromiseState::kept, PromiseState::broken,
                             PromiseState::replaced, PromiseState::released})
        CHECK(promise_state_from(to_text(state)) == state);
    CHECK(to_text(PromiseState::released) == "released");
    CHECK_FALSE(promise_state_from("snoozed"));
    CHECK_FALSE(promise_state_from(""));
}
