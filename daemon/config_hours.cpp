#include "daemon/config_hours.hpp"

#include "daemon/config_values.hpp"

#include <algorithm>
#include <array>

namespace heard::daemon {

namespace {

using namespace std::chrono_literals;
using Spans = std::vector<Placed<time::DailySpan>>;

constexpr auto day_length = std::chrono::minutes(24h);

/// By `weekday::c_encoding()`.
constexpr std::array<std::string_view, 7> day_keys = {"sun", "mon", "tue", "wed",
                                                      "thu", "fri", "sat"};

/// Counted from the midnight on which the span's own day begins.
std::chrono::minutes end_of(const time::DailySpan& span)
{
    return span.to > span.from ? span.to : span.to + day_length;
}

Spans read_day(TableReader& hours, std::string_view key)
{
    auto spans = hours.list(key, as_daily_span);
    std::ranges::stable_sort(spans, {}, [](const auto& span) { return span.value.from; });
    return spans;
}

/// When the day's last span ends, counted from the midnight after it; negative: before midnight.
std::chrono::minutes runs_into_next_day(const Spans& spans)
{
    return spans.empty() ? -day_length : end_of(spans.back().value) - day_length;
}

void check_apart(TableReader& hours, std::string_view key, const Spans& spans,
                 std::chrono::minutes open_until)
{
    for (const auto& [span, place] : spans) {
        if (span.from < open_until)
            hours.problem_at(place, key,
                             "this span begins before an earlier one ends; write spans that do "
                             "not overlap, or one that covers both");
        open_until = std::max(open_until, end_of(span));
    }
}

} // namespace

time::OpeningHours read_hours(TableReader hours, const time::Zone& zone)
{
    std::array<Spans, 7> week;
    for (std::size_t day = 0; day < week.size(); ++day)
        week[day] = read_day(hours, day_keys[day]);
    for (std::size_t day = 0; day < week.size(); ++day)
        check_apart(hours, day_keys[day], week[day], runs_into_next_day(week[(day + 6) % 7]));

    time::OpeningHours result;
    result.zone = zone;
    for (std::size_t day = 0; day < week.size(); ++day)
        for (const auto& span : week[day])
            result.days[day].push_back(span.value);
    for (const auto& closed : hours.list("closed", as_date))
        result.closed.insert(closed.value);
    hours.reject_the_rest();
    return result;
}

} // namespace heard::daemon
