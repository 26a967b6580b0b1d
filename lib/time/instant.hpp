// Moments in UTC, to the microsecond, and the spans between them.
// Knows no zone, no clock and no words: local time is calendar.hpp, "in 5 hours" is
// core/spoken_time.hpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace heard::time {

using Micros = std::chrono::microseconds;
using Instant = std::chrono::sys_time<Micros>;

/// Microseconds since 1970 in UTC: how an instant is stored.
constexpr std::int64_t to_number(Instant instant)
{
    return instant.time_since_epoch().count();
}
constexpr Instant from_number(std::int64_t micros)
{
    return Instant{Micros{micros}};
}

/// RFC 3339 in UTC to the second, rounded down: `2026-11-21T20:04:05Z`. What lies outside the years
/// 0000 to 9999, which it cannot write, becomes their first or last second.
std::string to_rfc3339(Instant instant);

/// A span as settings write it: a whole number and one of `s m h d`, with `-` before it for
/// "earlier": `90s`, `15m`, `24h`, `3d`, `-4h`. At most 100 years. Nothing else parses.
std::optional<Micros> parse_duration(std::string_view text);

/// Such a text in the largest unit that divides the span: `90s`, `15m`, `24h`, `48h`, and days from
/// `3d` on, as people say it. Parts of a second are dropped.
std::string to_text(Micros span);

} // namespace heard::time
