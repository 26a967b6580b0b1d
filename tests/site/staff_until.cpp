#include "site/staff_until.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::site;

namespace {

std::string in_utc(std::string_view text)
{
    const auto berlin = time::Zone::find("Europe/Berlin").value();
    const auto until = parse_until(text, berlin);
    return until ? time::to_rfc3339(*until) : "nothing";
}

} // namespace

TEST_CASE("a date for a holding reply is read on the shop's clock")
{
    CHECK(in_utc("2026-11-22T12:00") == "2026-11-22T11:00:00Z");
    CHECK(in_utc("2026-07-01T12:00:30") == "2026-07-01T10:00:30Z");
    CHECK(in_utc("2026-11-22") == "2026-11-22T22:59:00Z");
    CHECK(in_utc("2026-11-22T12:00:00Z") == "2026-11-22T12:00:00Z");
}

TEST_CASE("a date that is none is not guessed at")
{
    for (const auto* const text :
         {"", "tomorrow", "2026-11-22T", "2026-11-22T24:00", "2026-11-22T12:60", "2026-11-22T12",
          "2026-02-30T12:00", "2026-11-22 12:00", "2026-11-22T12:00:0", "2026-11-22Z",
          "2026-11-22T+1:00", "2026-11-22T12:00:00+01:00"})
        CHECK_MESSAGE(in_utc(text) == "nothing", text);
}

TEST_CASE("the date field of the form gets back what it gave")
{
    const auto berlin = time::Zone::find("Europe/Berlin").value();
    const auto until = parse_until("2026-03-05T09:05", berlin).value();
    CHECK(until_text(berlin.at(until).wall) == "2026-03-05T09:05");
}
