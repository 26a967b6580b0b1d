// A promise: a commitment to one customer on one ticket with a due time. When it is made, and how
// it ends. Pure. Knows neither clock nor storage. Nothing moves a due time; a promise ends and
// another is made.
#pragma once

#include "core/ids.hpp"
#include "core/problem.hpp"
#include "time/calendar.hpp"

#include <optional>
#include <string_view>

namespace heard::core {

using time::Instant;
using time::Micros;

enum class PromiseState { open, kept, broken, replaced, released };
std::string_view to_text(PromiseState state);
std::optional<PromiseState> promise_state_from(std::string_view text);

struct Promise
{
    PromiseId id;
    TicketId ticket;
    Instant made_at;
    Instant due_at;
    std::optional<StaffId> made_by; ///< Nobody: the house, on arrival.
    PromiseState state = PromiseState::open;
    std::optional<Instant>
        broken_at; ///< Set once, when the due time passed while open. Never unset.
    std::optional<Instant> ended_at;      ///< A broken promise that was answered late has both.
    Instant climbed_until;                ///< Every rung up to here has been climbed.
    std::optional<Instant> look_again_at; ///< When the promise round looks next.
};

/// How soon the house answers.
struct PromiseRule
{
    Micros respond_within = std::chrono::hours{24};
    bool opening_hours_only = false; ///< Counts only open time.
    time::OpeningHours hours;        ///< Also says the zone in which dates are shown and entered.
    Micros longest_hold = std::chrono::days{14};
};

/// When what arrives at `now` must be answered.
Instant due_after(const PromiseRule& rule, Instant now);

/// What ends a promise: an answer or a holding reply keeps it if it comes in time; the customer's
/// "settled" releases it, and so does "erase my words", or that its ticket goes along with another
/// one.
enum class PromiseEnd { answered, held, settled, erased, merged };

/// What the books say of a promise that ends so at `now`. Once its due time has passed it is
/// broken, whatever came after.
PromiseState state_after(const Promise& promise, PromiseEnd end, Instant now);

/// A holding reply needs a date: in the future, and not beyond the longest hold of the house.
std::optional<Problem> problem_with_hold(const PromiseRule& rule, Instant until, Instant now);

} // namespace heard::core
