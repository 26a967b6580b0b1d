#include "time/calendar.hpp"

#include <date/tz.h>

#include <algorithm>
#include <cstdio>
#include <span>
#include <stdexcept>

namespace heard::time {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr minutes day_length = hours{24};
constexpr days one_day{1};

/// How far ahead we look for open time: ten years and their leap days.
constexpr days horizon{3653};

/// Quiet time that has not ended after this long never ends: without full cover each day has a loud
/// moment, and a DST change can swallow only one of them.
constexpr days quiet_max{3};

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/// The number that `text` is, all of it digits (callers hand in at most four); -1 if it is
/// something else.
int number_in(std::string_view text)
{
    int number = 0;
    for (const char c : text) {
        if (!is_digit(c))
            return -1;
        number = number * 10 + (c - '0');
    }
    return number;
}

/// `HH:MM` up to 24:00.
std::optional<minutes> parse_time_of_day(std::string_view text)
{
    if (text.size() != 5 || text[2] != ':')
        return std::nullopt;
    const int hour = number_in(text.substr(0, 2));
    const int minute = number_in(text.substr(3));
    if (hour < 0 || minute < 0 || minute > 59)
        return std::nullopt;
    const auto time = hours{hour} + minutes{minute};
    if (time > day_length)
        return std::nullopt;
    return time;
}

/// A daily span on one date: from the first instant inside to the first one after. Empty if a DST
/// change skips it.
struct Stretch
{
    Instant from;
    Instant to;
    bool contains(Instant instant) const { return from <= instant && instant < to; }
};

Stretch stretch_on(local_days day, const DailySpan& span, const Zone& zone)
{
    const auto overnight = span.to <= span.from ? day_length : minutes{0};
    return {zone.instant(day + span.from), zone.instant(day + overnight + span.to)};
}

local_days day_of(Instant instant, const Zone& zone)
{
    return std::chrono::floor<days>(zone.at(instant).wall);
}

/// The stretch around `instant` among those that `spans_on(day)` begins on the days near it.
/// Yesterday's may run past midnight; tomorrow's may have begun if the clock was set back across
/// midnight.
template <typename SpansOn>
std::optional<Stretch> stretch_around(Instant instant, const Zone& zone, const SpansOn& spans_on)
{
    const auto today = day_of(instant, zone);
    for (const auto day : {today - one_day, today, today + one_day})
        for (const auto& span : spans_on(day))
            if (const auto stretch = stretch_on(day, span, zone); stretch.contains(instant))
                return stretch;
    return std::nullopt;
}

std::span<const DailySpan> openings_on(const OpeningHours& shop, local_days day)
{
    if (shop.closed.contains(Date{day}))
        return {};
    return shop.days[std::chrono::weekday{day}.c_encoding()];
}

} // namespace

struct Zone::Rules
{
    std::string name;
    const date::time_zone*
        table; ///< Null for UTC, which works without the system's table. Lives until exit.
};

Zone::Zone(std::shared_ptr<const Rules> rules)
    : rules_(std::move(rules))
{}

Zone Zone::utc()
{
    static const auto rules = std::make_shared<const Rules>("UTC", nullptr);
    return Zone{rules};
}

std::optional<Zone> Zone::find(std::string_view name)
try {
    if (name == "UTC")
        return utc();
    const auto* const table = date::locate_zone(name);
    table->get_info(date::sys_seconds{}); // Reads the zone's file now: a broken one is found here.
    return Zone{std::make_shared<const Rules>(std::string{name}, table)};
} catch (const std::runtime_error&) {
    return std::nullopt;
}

const std::string& Zone::name() const
{
    return rules_->name;
}

LocalTime Zone::at(Instant instant) const
{
    const auto second = std::chrono::floor<seconds>(instant);
    if (!rules_->table)
        return {LocalSeconds{second.time_since_epoch()}, "UTC", seconds{0}};
    auto info = rules_->table->get_info(second);
    return {LocalSeconds{second.time_since_epoch() + info.offset}, std::move(info.abbrev),
            info.offset};
}

Instant Zone::instant(LocalSeconds wall) const
{
    const auto since_epoch = wall.time_since_epoch();
    if (!rules_->table)
        return Instant{since_epoch};
    // The earliest of two; for a wall time that is never shown `date` gives the end of the old
    // rule, which is the jump.
    return rules_->table->to_sys(date::local_seconds{since_epoch}, date::choose::earliest);
}

std::optional<Date> parse_date(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    const int year = number_in(text.substr(0, 4));
    const int month = number_in(text.substr(5, 2));
    const int day = number_in(text.substr(8));
    if (year < 0 || month < 0 || day < 0)
        return std::nullopt;
    const Date date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                    std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok())
        return std::nullopt;
    return date;
}

std::string to_text(Date date)
{
    char text[40]; // Room for any int: the compiler cannot know.
    const auto size = std::snprintf(text, sizeof text, "%04d-%02u-%02u", int{date.year()},
                                    unsigned{date.month()}, unsigned{date.day()});
    return {text, static_cast<std::size_t>(size)};
}

std::optional<DailySpan> parse_daily_span(std::string_view text)
{
    if (text.size() != 11 || text[5] != '-')
        return std::nullopt;
    const auto from = parse_time_of_day(text.substr(0, 5));
    const auto to = parse_time_of_day(text.substr(6));
    if (!from || !to || *from == day_length)
        return std::nullopt;
    return DailySpan{*from, *to};
}

Instant QuietHours::next_loud(Instant instant) const
{
    const auto every_day = [this](local_days) -> std::span<const DailySpan> { return spans; };
    auto loud = instant;
    while (const auto quiet = stretch_around(loud, zone, every_day)) {
        if (quiet->to - instant > quiet_max)
            return instant;
        loud = quiet->to;
    }
    return loud;
}

bool OpeningHours::never_open() const
{
    return std::ranges::all_of(days, [](const auto& spans) { return spans.empty(); });
}

bool OpeningHours::open_at(Instant instant) const
{
    const auto openings = [this](local_days day) { return openings_on(*this, day); };
    return stretch_around(instant, zone, openings).has_value();
}

Instant OpeningHours::after(Instant start, Micros span) const
{
    span = std::max(span, Micros{0});
    if (never_open())
        return start + span;

    auto left = span;
    auto counted_to = start; // Spans that overlap count once.
    const auto first_day = day_of(start, zone) - one_day;
    for (auto day = first_day; day <= first_day + horizon; day += one_day) {
        for (const auto& daily : openings_on(*this, day)) {
            const auto open = stretch_on(day, daily, zone);
            const auto from = std::max(open.from, counted_to);
            if (open.to <= from)
                continue;
            if (left <= open.to - from)
                return from + left;
            left -= open.to - from;
            counted_to = open.to;
        }
    }
    return start + span;
}

} // namespace heard::time
