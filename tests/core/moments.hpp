// Moments as the clock on a wall shows them: `berlin("2026-11-23 09:00")`.
#pragma once

#include "time/calendar.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace heard {

inline time::Instant moment(const time::Zone& zone, std::string_view wall)
{
    const auto two_digits = [&](std::size_t at) {
        return std::stoi(std::string{wall.substr(at, 2)});
    };
    const std::chrono::local_days day{time::parse_date(wall.substr(0, 10)).value()};
    return zone.instant(day + std::chrono::hours{two_digits(11)} +
                        std::chrono::minutes{two_digits(14)});
}

inline time::Instant utc(std::string_view wall)
{
    return moment(time::Zone::utc(), wall);
}

inline time::Zone berlin_zone()
{
    return time::Zone::find("Europe/Berlin").value();
}

inline time::Instant berlin(std::string_view wall)
{
    return moment(berlin_zone(), wall);
}

} // namespace heard

/// So that a failed check shows times, not `{?}`.
template <>
struct doctest::StringMaker<heard::time::Instant>
{
    static String convert(heard::time::Instant at) { return heard::time::to_rfc3339(at).c_str(); }
};
