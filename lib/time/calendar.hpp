// Local time in the shop's zone, and its opening hours.
// Pure but for the zone table of the system, which is read once. Knows no promise and no words.
// Limit: the `date` library reads a zone's listed changes, not its closing rule, so most zones keep
// standard time from 2038 on.
#pragma once

#include "time/instant.hpp"

#include <array>
#include <memory>
#include <set>
#include <vector>

namespace heard::time {

using LocalSeconds = std::chrono::local_seconds;
using Date = std::chrono::year_month_day;

/// An instant as the clock on the shop's wall shows it.
struct LocalTime
{
    LocalSeconds wall;           ///< Rounded down to the second.
    std::string abbreviation;    ///< `CET`, `CEST`, `+1030`, `UTC`.
    std::chrono::seconds offset; ///< East of UTC is positive.
};

/// A zone of the IANA table. Cheap to copy. Thread: any.
class Zone
{
public:
    static Zone utc();
    /// The zone of that IANA name (`Europe/Berlin`); nothing if the system's table has none.
    static std::optional<Zone> find(std::string_view name);

    const std::string& name() const;
    LocalTime at(Instant instant) const;

    /// The instant when the wall shows `wall`. Shown twice (autumn): the first. Never shown
    /// (spring): the jump itself.
    Instant instant(LocalSeconds wall) const;

private:
    struct Rules;
    explicit Zone(std::shared_ptr<const Rules> rules);
    std::shared_ptr<const Rules> rules_;
};

/// `YYYY-MM-DD`, a date that exists.
std::optional<Date> parse_date(std::string_view text);
std::string to_text(Date date);

/// A span of one day's wall clock, `to` not included. `to` at or before `from` means that it runs
/// past midnight. On a day whose clock is set back it ends when `to` is shown for the first time.
struct DailySpan
{
    std::chrono::minutes from;
    std::chrono::minutes to;
    bool operator==(const DailySpan&) const = default;
};

/// `09:00-12:30`, `22:00-07:00`; `24:00` is allowed as an end. Nothing else parses.
std::optional<DailySpan> parse_daily_span(std::string_view text);

/// Times of day when a repeating rung keeps quiet.
struct QuietHours
{
    Zone zone = Zone::utc();
    std::vector<DailySpan> spans;

    /// `instant` itself, or, when it falls into a span, the end of that span (across spans that
    /// touch). Spans that cover the whole day never end: then `instant` itself.
    Instant next_loud(Instant instant) const;
};

/// When the shop is open. Days without spans and closed dates are closed all day.
struct OpeningHours
{
    Zone zone = Zone::utc();
    /// By `weekday::c_encoding()`, Sunday is 0. Sorted, apart.
    std::array<std::vector<DailySpan>, 7> days;
    /// Spans that begin on these dates do not happen.
    std::set<Date> closed;

    bool never_open() const;
    bool open_at(Instant instant) const;

    /// The instant by which `span` of open time has passed since `start`, counted in elapsed time
    /// (so an hour that a DST change repeats counts twice, and one that it skips not at all). A
    /// `span` of zero (or less) gives the next open instant. Should the shop not open for so much
    /// within ten years: `start + span`, so that a promise always has a date.
    Instant after(Instant start, Micros span) const;
};

} // namespace heard::time
