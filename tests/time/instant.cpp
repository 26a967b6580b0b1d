#include "time/instant.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace heard::time;
using namespace std::chrono_literals;

namespace {

constexpr Instant at(std::int64_t seconds)
{
    return Instant{std::chrono::seconds{seconds}};
}

} // namespace

TEST_CASE("an instant comes back from the number it is stored as")
{
    for (const std::int64_t micros : {std::int64_t{0}, std::int64_t{1'795'000'000'123'456},
                                      std::int64_t{-1}, std::numeric_limits<std::int64_t>::max()})
        CHECK(to_number(from_number(micros)) == micros);
}

TEST_CASE("machine formats show an instant in UTC, rounded down to the second")
{
    CHECK(to_rfc3339(at(0)) == "1970-01-01T00:00:00Z");
    CHECK(to_rfc3339(at(1'795'291'445)) == "2026-11-21T20:04:05Z");
    CHECK(to_rfc3339(at(1'795'291'445) + 999'999us) == "2026-11-21T20:04:05Z");
    CHECK(to_rfc3339(at(951'782'400)) == "2000-02-29T00:00:00Z");
    CHECK(to_rfc3339(Instant{-1us}) == "1969-12-31T23:59:59Z");
}

TEST_CASE("an instant that RFC 3339 cannot write becomes the nearest that it can")
{
    CHECK(to_rfc3339(Instant::max()) == "9999-12-31T23:59:59Z");
    CHECK(to_rfc3339(Instant::min()) == "0000-01-01T00:00:00Z");
}

TEST_CASE("durations are a whole number and a unit")
{
    CHECK(parse_duration("90s") == 90s);
    CHECK(parse_duration("15m") == 15min);
    CHECK(parse_duration("24h") == 24h);
    CHECK(parse_duration("3d") == 72h);
    CHECK(parse_duration("-4h") == -4h);
    CHECK(parse_duration("0s") == 0s);
    CHECK(parse_duration("007m") == 7min);
}

TEST_CASE("nothing else is a duration")
{
    for (const auto* junk : {"",      "-",    "s",    "-s",   "24",  "24 h",       " 24h", "24h ",
                             "+4h",   "--4h", "1.5h", "1,5h", "24H", "1w",         "1y",   "1h30m",
                             "0x10s", "1e3s", "h24",  "24hh", "٣d",  "24\xC2\xA0h"})
        CHECK_MESSAGE(!parse_duration(junk), junk);
}

TEST_CASE("a duration is at most 100 years, and a long number does not wrap around")
{
    CHECK(parse_duration("36525d") == 876'600h);
    CHECK(parse_duration("-36525d") == -876'600h);
    CHECK(parse_duration("3155760000s").has_value());
    CHECK(!parse_duration("3155760001s"));
    CHECK(!parse_duration("36526d"));
    CHECK(!parse_duration("213503982334602d")); // Its seconds are more than 64 bits.
    CHECK(!parse_duration("18446744073709551616s"));
    CHECK(!parse_duration("99999999999999999999999999s"));
}

TEST_CASE("a span is written in the largest unit that divides it, days from three on")
{
    CHECK(to_text(0s) == "0s");
    CHECK(to_text(90s) == "90s");
    CHECK(to_text(60s) == "1m");
    CHECK(to_text(15min) == "15m");
    CHECK(to_text(90min) == "90m");
    CHECK(to_text(24h) == "24h");
    CHECK(to_text(48h) == "48h");
    CHECK(to_text(72h) == "3d");
    CHECK(to_text(73h) == "73h");
    CHECK(to_text(-4h) == "-4h");
    CHECK(to_text(1'999'999us) == "1s");
}

TEST_CASE("a duration that is written is read as the same")
{
    for (std::int64_t seconds = -400'000; seconds < 400'000; seconds += 37) {
        const Micros span = std::chrono::seconds{seconds};
        REQUIRE(parse_duration(to_text(span)) == span);
    }
}
