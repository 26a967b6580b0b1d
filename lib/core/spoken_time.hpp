// Times as people say them: "in 5 hours", "2 h late", "Sunday 22 November 2026, 21:04 CET".
// Pure. The words come from the language, the zone from the shop.
#pragma once

#include "text/words.hpp"
#include "time/calendar.hpp"

#include <string>

namespace heard::core {

/// Where a span stands in a sentence. Most languages put it into another case in each place, so
/// each has phrases of its own.
enum class SpanAs {
    name,   ///< "5 hours"
    in,     ///< "in 5 hours"
    within, ///< "within 24 hours"
    late,   ///< "5 hours late"
    since,  ///< "for 5 hours": it has lasted so long
};

/// A span in its largest unit that fits, rounded down: "2 days", "5 hours", "25 minutes", "less
/// than a minute"; below four hours with its minutes: "1 h 59 min".
std::string span_in_words(const text::Words& words, time::Micros span, SpanAs as = SpanAs::name);

/// The largest unit alone, short, for subjects and lists: "2 d", "5 h", "25 min", "<1 min".
std::string span_in_short(const text::Words& words, time::Micros span);

/// Date, time and zone: "Sunday 22 November 2026, 21:04 CET".
std::string moment_in_words(const text::Words& words, const time::Zone& zone, time::Instant at);

/// The day alone: "Sunday 22 November 2026".
std::string date_in_words(const text::Words& words, time::Date date);

/// "today, 21:04 CET", "tomorrow, 09:30 CET", else weekday, date and time: for people who know what
/// day it is.
std::string moment_in_short(const text::Words& words, const time::Zone& zone, time::Instant at,
                            time::Instant now);

/// "in 5 hours" before the due time, "2 hours late" after it.
std::string time_left_in_words(const text::Words& words, time::Instant due_at, time::Instant now);

} // namespace heard::core
