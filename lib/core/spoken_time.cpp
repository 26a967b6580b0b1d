#include "core/spoken_time.hpp"

#include <array>
#include <string_view>

namespace heard::core {

namespace {

using namespace std::chrono;

/// Keys below `time`, by SpanAs.
constexpr std::array<std::string_view, 5> tables = {"span", "in", "within", "late", "since"};

struct Spoken
{
    const char* unit; ///< Key below each of the tables, and below `short`.
    long long number;
};

// So long hours alone would not do: somebody who reads "in 1 hour" must not have two.
constexpr auto minutes_matter = hours{4};

bool wants_minutes(time::Micros whole)
{
    return whole >= hours{1} && whole < minutes_matter &&
           floor<minutes>(whole) % hours{1} != minutes{0};
}

Spoken largest_unit(time::Micros span)
{
    const auto whole = abs(span);
    if (whole >= days{2})
        return {"days", floor<days>(whole).count()};
    if (whole >= hours{1})
        return {"hours", floor<hours>(whole).count()};
    return {"minutes", floor<minutes>(whole).count()};
}

std::string two_digits(long long number)
{
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string time_of_day(const time::LocalTime& local)
{
    const hh_mm_ss clock{local.wall - floor<days>(local.wall)};
    return two_digits(clock.hours().count()) + ":" + two_digits(clock.minutes().count()) + " " +
           local.abbreviation;
}

std::string date_by(const text::Words& words, time::Date date, std::string_view pattern)
{
    const weekday day{local_days{date}};
    const auto weekday_key = "time.weekday." + std::to_string(day.c_encoding());
    const auto month_key = "time.month." + std::to_string(static_cast<unsigned>(date.month()));
    return words.say(pattern, {{"weekday", words.say(weekday_key)},
                               {"day", std::to_string(static_cast<unsigned>(date.day()))},
                               {"month", words.say(month_key)},
                               {"year", std::to_string(static_cast<int>(date.year()))}});
}

} // namespace

std::string span_in_words(const text::Words& words, time::Micros span, SpanAs as)
{
    const auto table = "time." + std::string{tables[static_cast<std::size_t>(as)]} + ".";
    if (const auto whole = abs(span); wants_minutes(whole)) {
        const hh_mm_ss clock{whole};
        return words.say(table + "hours_minutes",
                         {{"hours", std::to_string(clock.hours().count())},
                          {"minutes", std::to_string(clock.minutes().count())}});
    }
    const auto spoken = largest_unit(span);
    return spoken.number == 0 ? words.say(table + "now")
                              : words.count(table + spoken.unit, spoken.number);
}

std::string span_in_short(const text::Words& words, time::Micros span)
{
    const auto [unit, number] = largest_unit(span);
    return words.say(std::string{"time.short."} + unit,
                     {{"n", number == 0 ? "<1" : std::to_string(number)}});
}

std::string moment_in_words(const text::Words& words, const time::Zone& zone, time::Instant at)
{
    const auto local = zone.at(at);
    const auto date = date_in_words(words, time::Date{floor<days>(local.wall)});
    return words.say("time.moment", {{"date", date}, {"time", time_of_day(local)}});
}

std::string date_in_words(const text::Words& words, time::Date date)
{
    return date_by(words, date, "time.date");
}

std::string moment_in_short(const text::Words& words, const time::Zone& zone, time::Instant at,
                            time::Instant now)
{
    const auto local = zone.at(at);
    const auto apart = floor<days>(local.wall) - floor<days>(zone.at(now).wall);
    const auto date = apart == days{0}   ? words.say("time.today")
                      : apart == days{1} ? words.say("time.tomorrow")
                      : apart == days{-1}
                          ? words.say("time.yesterday")
                          : date_by(words, time::Date{floor<days>(local.wall)}, "time.date_short");
    return words.say("time.moment", {{"date", date}, {"time", time_of_day(local)}});
}

std::string time_left_in_words(const text::Words& words, time::Instant due_at, time::Instant now)
{
    return span_in_words(words, due_at - now, now <= due_at ? SpanAs::in : SpanAs::late);
}

} // namespace heard::core
