// The date of a holding reply, as people and programs write it. Pure. Whether a date will do is
// core's business (core::problem_with_hold).
#pragma once

#include "time/calendar.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace heard::site {

/// `2026-11-22T12:00` (with or without seconds) on the shop's wall clock, `2026-11-22` for the end
/// of that day (23:59), or RFC 3339 in UTC, `2026-11-22T11:00:00Z`. Nothing else parses.
std::optional<time::Instant> parse_until(std::string_view text, const time::Zone& zone);

/// `2026-11-22T12:00`: what a `datetime-local` field takes.
std::string until_text(time::LocalSeconds wall);

} // namespace heard::site
