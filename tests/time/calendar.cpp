#include "time/calendar.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <iterator>
#include <map>
#include <memory>
#include <sstream>
#include <thread>

using namespace heard::time;
using namespace std::chrono_literals;
using std::chrono::local_days;
using std::chrono::sys_days;

namespace {

Zone zone(std::string_view name)
{
    const auto found = Zone::find(name);
    REQUIRE_MESSAGE(found.has_value(), name);
    return *found;
}

DailySpan span(std::string_view text)
{
    const auto parsed = parse_daily_span(text);
    REQUIRE_MESSAGE(parsed.has_value(), text);
    return *parsed;
}

std::vector<std::string> split(const std::string& text, char separator)
{
    std::vector<std::string> parts;
    std::istringstream stream{text};
    for (std::string part; std::getline(stream, part, separator);)
        parts.push_back(part);
    return parts;
}

/// `09:00-12:30,13:30-17:00`, or `-` for none.
std::vector<DailySpan> spans(const std::string& text)
{
    std::vector<DailySpan> all;
    if (text != "-")
        for (const auto& part : split(text, ','))
            all.push_back(span(part));
    return all;
}

/// Open on weekdays, with a lunch break.
OpeningHours shop_in(std::string_view name)
{
    OpeningHours shop{.zone = zone(name), .days = {}, .closed = {}};
    for (std::size_t day = 1; day <= 5; ++day)
        shop.days[day] = spans("09:00-12:30,13:30-17:00");
    return shop;
}

} // namespace

// In 2026 Berlin's clocks jump from 2 to 3 on 29 March and from 3 back to 2 on 25 October, both at
// 01:00 UTC.

TEST_CASE("the wall of the shop shows its zone's time, with the zone's short name")
{
    const auto berlin = zone("Europe/Berlin");
    const auto winter = berlin.at(sys_days{2026y / 3 / 29} + 59min + 59s + 999'999us);
    CHECK(winter.wall == local_days{2026y / 3 / 29} + 1h + 59min + 59s);
    CHECK(winter.abbreviation == "CET");
    CHECK(winter.offset == 1h);

    const auto summer = berlin.at(sys_days{2026y / 3 / 29} + 1h);
    CHECK(summer.wall == local_days{2026y / 3 / 29} + 3h);
    CHECK(summer.abbreviation == "CEST");
    CHECK(summer.offset == 2h);
}

TEST_CASE("before 1970 the wall is rounded down as well")
{
    CHECK(Zone::utc().at(Instant{-1us}).wall == local_days{1970y / 1 / 1} - 1s);
    CHECK(zone("Asia/Kolkata").at(Instant{-1us}).wall ==
          local_days{1970y / 1 / 1} + 5h + 30min - 1s);
}

TEST_CASE("a wall time shown twice means the first, one never shown means the jump")
{
    const auto berlin = zone("Europe/Berlin");
    CHECK(berlin.instant(local_days{2026y / 10 / 25} + 2h + 30min) ==
          sys_days{2026y / 10 / 25} + 30min);
    CHECK(berlin.instant(local_days{2026y / 3 / 29} + 2h + 30min) == sys_days{2026y / 3 / 29} + 1h);

    // Lord Howe moves by half an hour.
    const auto lord_howe = zone("Australia/Lord_Howe");
    CHECK(lord_howe.instant(local_days{2026y / 10 / 4} + 2h + 15min) ==
          sys_days{2026y / 10 / 3} + 15h + 30min);

    // Samoa never saw 30 December 2011.
    const auto apia = zone("Pacific/Apia");
    CHECK(apia.instant(local_days{2011y / 12 / 30} + 12h) == sys_days{2011y / 12 / 30} + 10h);
}

TEST_CASE("a zone is found by its exact name, and nothing else is a zone")
{
    CHECK(zone("Europe/Berlin").name() == "Europe/Berlin");
    CHECK(zone("UTC").name() == "UTC");
    CHECK(Zone::utc().name() == "UTC");
    for (const auto* name : {"", "Europe", "europe/berlin", "Europe/Nowhere", "CEST", "+01:00",
                             "../zoneinfo/Europe/Berlin", "/etc/passwd", "tzdata.zi", "zone.tab"})
        CHECK_MESSAGE(!Zone::find(name), name);
}

TEST_CASE("zones can be found and asked by many threads at once")
{
    std::vector<std::jthread> threads;
    std::array<bool, 4> right{};
    for (auto& result : right)
        threads.emplace_back([&result] {
            result = true;
            for (int i = 0; i < 200; ++i) {
                const auto found = Zone::find(i % 2 ? "America/New_York" : "Asia/Tokyo");
                result = result && found->at(Instant{}).offset == (i % 2 ? -5h : 9h);
            }
        });
    threads.clear();
    CHECK(right == std::array{true, true, true, true});
}

TEST_CASE("a date is four, two and two digits and exists")
{
    CHECK(parse_date("2026-12-25") == Date{2026y / 12 / 25});
    CHECK(parse_date("2024-02-29") == Date{2024y / 2 / 29});
    for (const auto* junk :
         {"", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-01", "26-01-01",
          "2026/01/01", "2026-01-01 ", "+026-01-01", "2026-01-1x", "2026-01--1", "20260101"})
        CHECK_MESSAGE(!parse_date(junk), junk);
    CHECK(to_text(Date{2026y / 3 / 5}) == "2026-03-05");
    CHECK(to_text(*parse_date("0987-03-05")) == "0987-03-05");
}

TEST_CASE("a daily span is two times of day, and 24:00 is an end")
{
    CHECK(parse_daily_span("09:00-12:30") == DailySpan{9h, 12h + 30min});
    CHECK(parse_daily_span("22:00-07:00") == DailySpan{22h, 7h});
    CHECK(parse_daily_span("00:00-24:00") == DailySpan{0h, 24h});
    for (const auto* junk : {"", "9:00-12:30", "09:00", "09:00-", "09:00-12:60", "09:00-24:01",
                             "24:00-07:00", "25:00-26:00", "09:00 - 12:30", "09.00-12.30",
                             "09:00-12:30 ", "-9:00-12:30", "09:00–12:30", "0a:00-12:30"})
        CHECK_MESSAGE(!parse_daily_span(junk), junk);
}

TEST_CASE("at night a repeating rung waits for the morning")
{
    const QuietHours quiet{zone("Europe/Berlin"), spans("22:00-07:00")};
    const auto evening = sys_days{2026y / 7 / 1} + 20h; // 22:00 in Berlin.
    CHECK(quiet.next_loud(evening - 1us) == evening - 1us);
    CHECK(quiet.next_loud(evening) == evening + 9h);
    CHECK(quiet.next_loud(evening + 5h) == evening + 9h);
    CHECK(quiet.next_loud(evening + 9h) == evening + 9h);
}

TEST_CASE("quiet spans that touch are one")
{
    const QuietHours quiet{Zone::utc(), spans("12:00-14:00,14:00-15:00,23:00-12:00")};
    CHECK(quiet.next_loud(sys_days{2026y / 7 / 1} + 23h) == sys_days{2026y / 7 / 2} + 15h);
}

TEST_CASE("a night in which the clock changes ends at the same time of day")
{
    const QuietHours quiet{zone("Europe/Berlin"), spans("22:00-07:00")};
    CHECK(quiet.next_loud(sys_days{2026y / 3 / 28} + 22h) == sys_days{2026y / 3 / 29} + 5h);
    CHECK(quiet.next_loud(sys_days{2026y / 10 / 24} + 22h) == sys_days{2026y / 10 / 25} + 6h);
}

TEST_CASE("quiet hours that cover the whole day keep nothing quiet")
{
    const auto now = sys_days{2026y / 7 / 1} + 12h;
    CHECK(QuietHours{Zone::utc(), spans("00:00-24:00")}.next_loud(now) == now);
    CHECK(QuietHours{Zone::utc(), spans("08:00-08:00")}.next_loud(now) == now);
    CHECK(QuietHours{Zone::utc(), spans("06:00-20:00,18:00-07:00")}.next_loud(now) == now);
    CHECK(QuietHours{Zone::utc(), {}}.next_loud(now) == now);
}

TEST_CASE("one loud minute a day is found")
{
    const QuietHours quiet{zone("Europe/Berlin"), spans("02:31-02:30")};
    // 28 March, 02:31: the next loud minute, 02:30 on the 29th, is never shown, so it is that of
    // the 30th.
    const auto start = sys_days{2026y / 3 / 28} + 1h + 31min;
    CHECK(quiet.next_loud(start) == sys_days{2026y / 3 / 30} + 30min);
}

TEST_CASE("four open hours from Friday afternoon end on Monday")
{
    const auto shop = shop_in("Europe/Berlin");
    const auto friday_three = sys_days{2026y / 7 / 3} + 13h; // 15:00 in Berlin: two hours are left.
    CHECK(shop.after(friday_three, 2h) == friday_three + 2h);
    CHECK(shop.after(friday_three, 4h) == sys_days{2026y / 7 / 6} + 9h);
}

TEST_CASE("closed dates and lunch do not count")
{
    auto shop = shop_in("Europe/Berlin");
    shop.closed = {Date{2026y / 7 / 6}};
    const auto friday_noon = sys_days{2026y / 7 / 3} + 10h; // 12:00 in Berlin.
    CHECK(shop.after(friday_noon, 1h) == sys_days{2026y / 7 / 3} + 12h);
    CHECK(shop.after(friday_noon, 5h) == sys_days{2026y / 7 / 7} + 8h);
}

TEST_CASE("no time at all gives the next open instant")
{
    const auto shop = shop_in("Europe/Berlin");
    const auto saturday = sys_days{2026y / 7 / 4} + 12h;
    const auto monday = sys_days{2026y / 7 / 6} + 7h;
    CHECK(shop.after(saturday, 0s) == monday);
    CHECK(shop.after(saturday, -5h) == monday);
    CHECK(shop.after(monday + 1h, 0s) == monday + 1h);
}

TEST_CASE("the shop is open from its first minute until just before its last")
{
    const auto shop = shop_in("Europe/Berlin");
    const auto nine = sys_days{2026y / 7 / 6} + 7h;
    CHECK(!shop.open_at(nine - 1us));
    CHECK(shop.open_at(nine));
    CHECK(shop.open_at(nine + 3h + 30min - 1us));
    CHECK(!shop.open_at(nine + 3h + 30min));
    CHECK(!shop.open_at(nine - 48h));
}

TEST_CASE("a bar that closes at four is open past midnight, unless it did not open that evening")
{
    OpeningHours bar{.zone = Zone::utc(), .days = {}, .closed = {Date{2026y / 7 / 11}}};
    bar.days[6] = spans("20:00-04:00"); // Saturday.
    const auto night = sys_days{2026y / 7 / 5} + 3h;
    CHECK(bar.open_at(night));
    CHECK(bar.after(night, 2h) == sys_days{2026y / 7 / 18} + 21h); // The 11th is closed.
    CHECK(!bar.open_at(night + 168h));
}

TEST_CASE("a day without a break has 23 hours in spring and 25 in autumn")
{
    OpeningHours always{.zone = zone("Europe/Berlin"), .days = {}, .closed = {}};
    always.days[0] = spans("00:00-24:00"); // Sundays.
    const auto spring = sys_days{2026y / 3 / 28} + 23h;
    const auto autumn = sys_days{2026y / 10 / 24} + 22h;
    CHECK(always.after(spring, 23h) == spring + 23h);
    CHECK(always.after(spring, 23h + 1s) == sys_days{2026y / 4 / 4} + 22h + 1s);
    CHECK(always.after(autumn, 25h) == autumn + 25h);
}

TEST_CASE("an opening that the clock jumps over does not happen")
{
    OpeningHours night{.zone = zone("Europe/Berlin"), .days = {}, .closed = {}};
    night.days[0] = spans("02:00-03:00");
    CHECK(night.after(sys_days{2026y / 3 / 29}, 0s) == sys_days{2026y / 4 / 5});
}

TEST_CASE("openings that overlap count once")
{
    OpeningHours shop{.zone = Zone::utc(), .days = {}, .closed = {}};
    shop.days[1] = spans("20:00-04:00");
    shop.days[2] = spans("02:00-06:00");
    const auto monday = sys_days{2026y / 7 / 6} + 20h;
    CHECK(shop.after(monday, 10h) == monday + 10h);
    CHECK(shop.after(monday, 10h + 1s) == monday + 168h + 1s);
}

TEST_CASE("a shop that never opens still gives a date")
{
    const auto now = sys_days{2026y / 7 / 6} + 12h;
    OpeningHours never;
    CHECK(never.never_open());
    CHECK(!never.open_at(now));
    CHECK(never.after(now, 24h) == now + 24h);

    OpeningHours rarely{.zone = Zone::utc(), .days = {}, .closed = {}};
    rarely.days[1] = spans("09:00-09:01");
    CHECK(!rarely.never_open());
    CHECK(rarely.after(now, 24h) == now + 24h); // Ten years have 522 minutes of it.
}

TEST_CASE("finding a date ten years ahead is a matter of milliseconds")
{
    auto shop = shop_in("Europe/Berlin");
    const auto now = sys_days{2026y / 7 / 6} + 12h;
    const auto began = std::chrono::steady_clock::now();
    CHECK(shop.after(now, 876'600h) == now + 876'600h);
    CHECK(std::chrono::steady_clock::now() - began <
          500ms); // 10 ms in release; sanitizers are slow.
}

namespace {

/// The lines that the oracle prints, one case each.
std::vector<std::string> oracle_cases(int seed, int count)
{
    const auto command =
        "python3 '" ORACLE "' " + std::to_string(seed) + ' ' + std::to_string(count);
    std::FILE* const pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    for (char buffer[4096]; const auto size = std::fread(buffer, 1, sizeof buffer, pipe);)
        output.append(buffer, size);
    REQUIRE_MESSAGE(pclose(pipe) == 0, command);
    return split(output, '\n');
}

Instant instant_in(const std::string& micros)
{
    return from_number(std::stoll(micros));
}

OpeningHours hours_in(const std::string& zone_name, const std::string& days,
                      const std::string& closed)
{
    OpeningHours hours{.zone = zone(zone_name), .days = {}, .closed = {}};
    const auto parts = split(days, ';');
    REQUIRE(parts.size() == hours.days.size());
    for (std::size_t day = 0; day < parts.size(); ++day)
        hours.days[day] = spans(parts[day]);
    if (closed != "-")
        for (const auto& date : split(closed, ','))
            hours.closed.insert(parse_date(date).value());
    return hours;
}

/// What we make of one case, in the oracle's notation.
std::string our_answer(const std::vector<std::string>& fields)
{
    const auto& [kind, name] = std::tie(fields[0], fields[1]);
    const auto text = [](Instant instant) { return std::to_string(to_number(instant)); };
    const auto wall = [](const std::string& micros) {
        return LocalSeconds{std::chrono::floor<std::chrono::seconds>(Micros{std::stoll(micros)})};
    };
    if (kind == "at") {
        const auto local = zone(name).at(instant_in(fields[2]));
        return text(Instant{local.wall.time_since_epoch()}) + ' ' +
               std::to_string(local.offset.count()) + ' ' + local.abbreviation;
    }
    if (kind == "wall")
        return text(zone(name).instant(wall(fields[2])));
    if (kind == "loud")
        return text(QuietHours{zone(name), spans(fields[2])}.next_loud(instant_in(fields[3])));
    REQUIRE(kind == "after");
    const auto hours = hours_in(name, fields[2], fields[3]);
    const auto reached = hours.after(instant_in(fields[4]), Micros{std::stoll(fields[5])});
    // Where it is said to be open or to open next, it must be open.
    if (fields[5] == "0" && !hours.open_at(reached))
        return "closed";
    return text(reached);
}

} // namespace

TEST_CASE("zones, opening hours and quiet hours agree with Python's zoneinfo")
{
    constexpr int seed = 20'261'121;
    constexpr int count = 4'000;
    const std::map<std::string, std::size_t> answer_at = {
        {"at", 3}, {"wall", 3}, {"after", 6}, {"loud", 4}};

    const auto cases = oracle_cases(seed, count);
    REQUIRE(cases.size() == std::size_t{4} * count);
    int differences = 0;
    for (const auto& line : cases) {
        const auto fields = split(line, ' ');
        auto expected = fields.at(answer_at.at(fields[0]));
        for (auto i = answer_at.at(fields[0]) + 1; i < fields.size(); ++i)
            expected += ' ' + fields[i];
        const auto ours = our_answer(fields);
        if (ours != expected && ++differences <= 10)
            FAIL_CHECK("seed ", seed, ": ", line, "\n  ours: ", ours);
    }
    MESSAGE("seed ", seed, ": ", cases.size(), " cases, ", differences, " differences");
    CHECK(differences == 0);
}
