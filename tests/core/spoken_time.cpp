#include "core/spoken_time.hpp"

#include "core/moments.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::core;
using namespace std::chrono_literals;

namespace {

/// Read when first asked for: no test begins before all of the program's files are there.
const text::Words& english()
{
    static const auto words = text::Words::of("en");
    return words;
}

} // namespace

TEST_CASE("a span is said in its largest unit, rounded down")
{
    CHECK(span_in_words(english(), 0s) == "less than a minute");
    CHECK(span_in_words(english(), 59s) == "less than a minute");
    CHECK(span_in_words(english(), 1min) == "1 minute");
    CHECK(span_in_words(english(), 59min + 59s) == "59 minutes");
    CHECK(span_in_words(english(), 1h) == "1 hour");
    CHECK(span_in_words(english(), 5h + 59min) == "5 hours");
    CHECK(span_in_words(english(), 47h + 59min) == "47 hours");
    CHECK(span_in_words(english(), 48h) == "2 days");
    CHECK(span_in_words(english(), -3h) == "3 hours");
}

TEST_CASE("below four hours the minutes are said too: an hour more or less matters there")
{
    CHECK(span_in_words(english(), 1h + 59min + 59s, SpanAs::in) == "in 1 h 59 min");
    CHECK(span_in_words(english(), 3h + 1min) == "3 h 1 min");
    CHECK(span_in_words(english(), 2h + 59s) == "2 hours");
    CHECK(span_in_words(english(), 4h + 59min) == "4 hours");
    CHECK(span_in_words(english(), 90min, SpanAs::within) == "within 1 h 30 min");
    CHECK(span_in_words(text::Words::of("de"), -90min, SpanAs::late) == "1 Std. 30 Min. zu spät");
    CHECK(span_in_words(text::Words::of("tr"), 90min, SpanAs::since) == "1 saat 30 dakikadır");
}

TEST_CASE("a span takes the form of the place where it stands")
{
    CHECK(span_in_words(english(), 5h, SpanAs::in) == "in 5 hours");
    CHECK(span_in_words(english(), 24h, SpanAs::within) == "within 24 hours");
    CHECK(span_in_words(english(), 61min, SpanAs::late) == "1 h 1 min late");
    CHECK(span_in_words(english(), 72h, SpanAs::since) == "for 3 days");
    CHECK(span_in_words(english(), 59s, SpanAs::within) == "within a minute");
    CHECK(span_in_words(english(), 0s, SpanAs::since) == "for less than a minute");
}

TEST_CASE("each language says it with its own cases and forms")
{
    const auto said = [](const char* language, auto span, SpanAs as) {
        return span_in_words(text::Words::of(language), span, as);
    };
    CHECK(said("de", 72h, SpanAs::name) == "3 Tage");
    CHECK(said("de", 72h, SpanAs::in) == "in 3 Tagen");
    CHECK(said("pl", 2h, SpanAs::in) == "za 2 godziny");
    CHECK(said("pl", 2h, SpanAs::within) == "w ciągu 2 godzin");
    CHECK(said("pl", 5h, SpanAs::in) == "za 5 godzin");
    CHECK(said("ar", 2h, SpanAs::in) == "بعد ساعتين");
    CHECK(said("fr", 24h, SpanAs::within) == "sous 24 heures");
}

TEST_CASE("a day is said with its weekday, as its language writes it")
{
    const auto day = std::chrono::year{2026} / 11 / 22;
    CHECK(date_in_words(english(), day) == "Sunday 22 November 2026");
    CHECK(date_in_words(text::Words::of("de"), day) == "Sonntag, 22. November 2026");
}

TEST_CASE("a short span fits a subject")
{
    CHECK(span_in_short(english(), 25min) == "25 min");
    CHECK(span_in_short(english(), 2h + 10min) == "2 h");
    CHECK(span_in_short(english(), 72h) == "3 d");
    CHECK(span_in_short(english(), 20s) == "<1 min");
}

TEST_CASE("a moment is said with weekday, date, time and the zone's name of that season")
{
    CHECK(moment_in_words(english(), berlin_zone(), berlin("2026-11-22 21:04")) ==
          "Sunday 22 November 2026, 21:04 CET");
    CHECK(moment_in_words(english(), berlin_zone(), berlin("2026-07-01 09:05")) ==
          "Wednesday 1 July 2026, 09:05 CEST");
    CHECK(moment_in_words(english(), time::Zone::utc(), utc("2026-11-22 00:00")) ==
          "Sunday 22 November 2026, 00:00 UTC");
}

TEST_CASE("people who know what day it is are told today, tomorrow and yesterday")
{
    const auto now = berlin("2026-11-22 23:30");
    const auto said = [&](std::string_view wall) {
        return moment_in_short(english(), berlin_zone(), berlin(wall), now);
    };
    CHECK(said("2026-11-22 00:10") == "today, 00:10 CET");
    CHECK(said("2026-11-23 00:10") == "tomorrow, 00:10 CET");
    CHECK(said("2026-11-21 23:59") == "yesterday, 23:59 CET");
    CHECK(said("2026-11-24 09:30") == "Tuesday 24 November, 09:30 CET");
}

TEST_CASE("the day is the shop's, not Greenwich's")
{
    // In UTC both are on the 22nd.
    CHECK(moment_in_short(english(), berlin_zone(), utc("2026-11-22 23:30"),
                          utc("2026-11-22 22:30")) == "tomorrow, 00:30 CET");
}

TEST_CASE("time left becomes time late after the due time")
{
    const auto due_at = utc("2026-11-22 12:00");
    CHECK(time_left_in_words(english(), due_at, due_at - 5h) == "in 5 hours");
    CHECK(time_left_in_words(english(), due_at, due_at) == "in less than a minute");
    CHECK(time_left_in_words(english(), due_at, due_at + 1s) == "less than a minute late");
    CHECK(time_left_in_words(english(), due_at, due_at + 2h) == "2 hours late");
}
