#include "site/status_promise.hpp"

#include "core/spoken_time.hpp"
#include "site/frame.hpp"

#include <algorithm>

namespace heard::site {

namespace {

using core::Instant;
using core::PromiseState;

/// Only what was climbed was told: a rung that is still to come, or rests in quiet hours, was not.
bool owner_was_told(const desk::House& house, const core::Promise& promise)
{
    return std::ranges::any_of(house.ladder.rungs, [&](const core::Rung& rung) {
        const bool to_owner = std::ranges::any_of(rung.to, [](const core::Recipient& recipient) {
            return recipient.kind == core::RecipientKind::owner;
        });
        return to_owner && rung.at >= core::Micros::zero() &&
               rung.quiet.next_loud(promise.due_at + rung.at) <= promise.climbed_until;
    });
}

/// A reply is written in the transaction that ends the promise, so both have the same time.
bool ended_by_reply(const desk::Thread& thread, const core::Promise& promise)
{
    return std::ranges::any_of(thread.entries, [&](const core::Entry& entry) {
        const bool reply =
            entry.what == core::EntryKind::answer || entry.what == core::EntryKind::hold;
        return reply && promise.ended_at == entry.at;
    });
}

bool ended_by_erasure(const desk::Thread& thread, const core::Promise& promise)
{
    return std::ranges::any_of(thread.entries, [&](const core::Entry& entry) {
        return entry.what == core::EntryKind::erased && promise.ended_at == entry.at;
    });
}

/// Of several tickets that are one matter one promise is left. One that the customer settled at the
/// same time would be told as settled.
bool ended_by_merge(const desk::Thread& thread, const core::Promise& promise)
{
    return promise.ended_at && std::ranges::count(thread.merged_at, *promise.ended_at) > 0;
}

std::string made(const desk::House& house, const desk::Thread& thread, const core::Promise& promise,
                 bool waits)
{
    const auto moment = core::moment_in_words(house.words, house.zone(), promise.due_at);
    const auto name = first_name(thread.name_of(promise.made_by));
    if (name.empty())
        return house.words.say(waits ? "status.promise.waits" : "status.promise.made",
                               {{"moment", moment}});
    return house.words.say(waits ? "status.promise.waits_by" : "status.promise.made_by",
                           {{"moment", moment}, {"name", name}});
}

std::string outcome_while_open(const desk::House& house, const core::Promise& promise, Instant now)
{
    const auto& words = house.words;
    const auto left = core::time_left_in_words(words, promise.due_at, now);
    if (!is_late(promise, now))
        return words.say("status.promise.left", {{"left", left}});
    return words.say(owner_was_told(house, promise) ? "status.promise.late_owner_told"
                                                    : "status.promise.late",
                     {{"late", left}});
}

std::string outcome_when_broken(const desk::House& house, const desk::Thread& thread,
                                const core::Promise& promise)
{
    if (!promise.ended_at || !ended_by_reply(thread, promise))
        return house.words.say("status.promise.missed");
    const auto late = core::time_left_in_words(house.words, promise.due_at, *promise.ended_at);
    return house.words.say("status.promise.came_late", {{"late", late}});
}

} // namespace

bool is_late(const core::Promise& promise, Instant now)
{
    return promise.state == PromiseState::open && now >= promise.due_at;
}

SpokenPromise speak_of(const desk::House& house, const desk::Thread& thread,
                       const core::Promise& promise, Instant now)
{
    const auto& words = house.words;
    const bool waits = promise.state == PromiseState::open && !is_late(promise, now);
    const auto spoken = made(house, thread, promise, waits);
    switch (promise.state) {
    case PromiseState::open:
        return {spoken, outcome_while_open(house, promise, now)};
    case PromiseState::kept:
        return {spoken, words.say("status.promise.kept")};
    case PromiseState::broken:
        return {spoken, outcome_when_broken(house, thread, promise)};
    case PromiseState::replaced:
        return {spoken, words.say("status.promise.replaced")};
    case PromiseState::released:
        if (ended_by_merge(thread, promise))
            return {spoken, words.say("status.promise.replaced")};
        return {spoken, words.say(ended_by_erasure(thread, promise) ? "status.promise.erased"
                                                                    : "status.promise.released")};
    }
    return {spoken, {}};
}

} // namespace heard::site
