#include "time/instant.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace heard::time {

namespace {

using std::chrono::seconds;

constexpr std::int64_t seconds_max = std::int64_t{36525} * 24 * 60 * 60; // 100 years.

/// Beyond these RFC 3339 has no notation: its years have four digits.
constexpr auto first_second = std::chrono::sys_days{std::chrono::year{0} / 1 / 1} + seconds{0};
constexpr auto last_second = std::chrono::sys_days{std::chrono::year{10000} / 1 / 1} - seconds{1};

struct Unit
{
    char letter;
    std::int64_t seconds;
    std::int64_t seconds_min; ///< Not written for less: people say 48 hours, but 3 days.
};
constexpr Unit units[] = {
    {'d', 86'400, 3 * 86'400}, {'h', 3'600, 3'600}, {'m', 60, 60}, {'s', 1, 0}};

std::int64_t seconds_in(char letter)
{
    for (const auto& unit : units)
        if (unit.letter == letter)
            return unit.seconds;
    return 0;
}

} // namespace

std::string to_rfc3339(Instant instant)
{
    const auto second = std::clamp(std::chrono::floor<seconds>(instant), first_second, last_second);
    const auto day = std::chrono::floor<std::chrono::days>(second);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{second - day};

    char text[sizeof "YYYY-MM-DDTHH:MM:SSZ" + 60]; // Room for any int: the compiler cannot know.
    const auto size = std::snprintf(
        text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", int{date.year()},
        unsigned{date.month()}, unsigned{date.day()}, static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    return {text, static_cast<std::size_t>(size)};
}

std::optional<Micros> parse_duration(std::string_view text)
{
    const bool earlier = text.starts_with('-');
    if (earlier)
        text.remove_prefix(1);
    if (text.size() < 2)
        return std::nullopt;

    const auto unit = seconds_in(text.back());
    const auto* const digits_end = text.data() + text.size() - 1;
    std::uint64_t number = 0; // Unsigned: from_chars then takes no second sign.
    const auto [end, error] = std::from_chars(text.data(), digits_end, number);
    if (unit == 0 || error != std::errc{} || end != digits_end)
        return std::nullopt;
    if (number > static_cast<std::uint64_t>(seconds_max / unit))
        return std::nullopt;

    const seconds span{static_cast<std::int64_t>(number) * unit};
    return earlier ? -span : span;
}

std::string to_text(Micros span)
{
    const auto whole = std::chrono::duration_cast<seconds>(span).count();
    const auto size = whole < 0 ? -whole : whole;
    const auto fits = [&](const Unit& unit) {
        return size % unit.seconds == 0 && size >= unit.seconds_min;
    };
    const auto& unit = *std::find_if(std::begin(units), std::end(units), fits); // `s` always fits.
    return std::to_string(whole / unit.seconds) + unit.letter;
}

} // namespace heard::time
