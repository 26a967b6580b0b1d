#include "core/ladder.hpp"

#include <algorithm>

namespace heard::core {

namespace {

struct Turn
{
    int number;
    Instant planned_at;
};

Turn turn_of(const Rung& rung, const Promise& promise, int number)
{
    const auto first = promise.due_at + rung.at;
    const auto wanted = rung.every ? first + number * *rung.every : first;
    return {number, rung.quiet.next_loud(wanted)};
}

/// The latest turn that `now` has reached, or turn -1 when none is.
Turn latest_turn(const Rung& rung, const Promise& promise, Instant now)
{
    const auto since = now - (promise.due_at + rung.at);
    if (since < Micros::zero())
        return {-1, {}};
    // Quiet hours only ever move a turn later, so the latest loud turn is at or before this one.
    auto turn = turn_of(rung, promise, rung.every ? static_cast<int>(since / *rung.every) : 0);
    while (turn.planned_at > now && turn.number > 0)
        turn = turn_of(rung, promise, turn.number - 1);
    return turn.planned_at <= now ? turn : Turn{-1, {}};
}

std::optional<Instant> next_turn_at(const Rung& rung, const Promise& promise, Instant now)
{
    auto turn = turn_of(rung, promise, 0);
    if (turn.planned_at > now)
        return turn.planned_at;
    if (!rung.every)
        return std::nullopt;
    const auto since = now - (promise.due_at + rung.at);
    turn = turn_of(rung, promise, static_cast<int>(since / *rung.every));
    while (turn.planned_at <= now)
        turn = turn_of(rung, promise, turn.number + 1);
    return turn.planned_at;
}

std::string to_text(const Recipient& recipient)
{
    switch (recipient.kind) {
    case RecipientKind::assignee:
        return "assignee";
    case RecipientKind::staff:
        return "staff";
    case RecipientKind::manager:
        return "manager";
    case RecipientKind::owner:
        return "owner";
    case RecipientKind::address:
        break;
    }
    return recipient.address;
}

} // namespace

Climb climb(const Ladder& ladder, const Promise& promise, Instant now)
{
    Climb result;
    const auto look_at = [&](Instant at) {
        if (!result.look_again_at || at < *result.look_again_at)
            result.look_again_at = at;
    };
    if (now < promise.due_at)
        look_at(promise.due_at);
    // Before `climbed_until` everything is climbed, also when the clock was set back since.
    const auto from = std::max(now, promise.climbed_until);
    for (std::size_t i = 0; i < ladder.rungs.size(); ++i) {
        const auto& rung = ladder.rungs[i];
        const auto turn = latest_turn(rung, promise, now);
        if (turn.number >= 0 && turn.planned_at > promise.climbed_until)
            result.reached.push_back({i, turn.number, turn.planned_at});
        if (const auto next = next_turn_at(rung, promise, from))
            look_at(*next);
    }
    return result;
}

std::string to_text(const Ladder& ladder)
{
    std::string line;
    for (const auto& rung : ladder.rungs) {
        line += time::to_text(rung.at);
        for (const auto& recipient : rung.to)
            line += " " + to_text(recipient);
        if (rung.every)
            line += " every " + time::to_text(*rung.every);
        for (const auto& span : rung.quiet.spans)
            line += " quiet " + std::to_string(span.from.count()) + "-" +
                    std::to_string(span.to.count());
        line += rung.quiet.spans.empty() ? "; " : " " + rung.quiet.zone.name() + "; ";
    }
    return line;
}

} // namespace heard::core
