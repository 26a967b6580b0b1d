// The ladder: whom we tell, and when, while a promise is not kept.
// Pure. Knows neither clock nor mail; the caller says what time it is and writes down what was
// climbed.
#pragma once

#include "core/promise.hpp"

#include <string>
#include <vector>

namespace heard::core {

enum class RecipientKind { assignee, staff, manager, owner, address };

struct Recipient
{
    RecipientKind kind = RecipientKind::owner;
    std::string address; ///< Only with `RecipientKind::address`.
    bool operator==(const Recipient&) const = default;
};

/// One step: at a time relative to the due time, to these people, and perhaps again and again.
struct Rung
{
    Micros at{0};
    std::vector<Recipient> to;
    std::optional<Micros> every; ///< At least a minute. Without it the rung is climbed once.
    time::QuietHours quiet;      ///< A turn that falls into it waits for its end.
};

/// Rungs by `at`, lowest first, no two alike.
struct Ladder
{
    std::vector<Rung> rungs;
};

/// A rung that was reached. Together with promise and recipient this is the key under which it is
/// written once.
struct Reached
{
    std::size_t rung = 0; ///< Index in the ladder.
    int turn = 0;         ///< 0 for the first time, counting the periods of a repeating rung.
    Instant planned_at;
};

struct Climb
{
    std::vector<Reached> reached;
    std::optional<Instant>
        look_again_at; ///< The next rung or the due time; nothing when all is climbed.
};

/// The rungs of `promise` that are reached at `now` and not yet climbed, lowest first, and when to
/// look again. A daemon that was down for a day climbs what it missed once; a repeating rung is
/// reached once per look, not once per period missed. A rung that lies before the promise was made
/// is left out: nobody is warned of what they just promised.
Climb climb(const Ladder& ladder, const Promise& promise, Instant now);

/// The ladder in one line, so that the daemon notices when the settings changed it.
std::string to_text(const Ladder& ladder);

} // namespace heard::core
