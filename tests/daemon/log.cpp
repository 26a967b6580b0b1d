#include "daemon/log.hpp"

#include "daemon/captured_log.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace heard;
using namespace heard::daemon;

namespace {

struct StandingClock final : time::Clock
{
    time::Instant now() const override
    {
        return time::Instant{std::chrono::seconds{1'795'262'400}};
    }
};

std::string written(Level level, std::string_view event, std::string_view detail = {})
{
    const StandingClock clock;
    test::CapturedLog captured;
    Log{clock}.write(level, event, detail);
    return captured.text();
}

} // namespace

TEST_CASE("an event is one line: when, how bad, what, and its details")
{
    CHECK(written(Level::info, "ready") == "2026-11-21T12:00:00Z level=info event=ready\n");
    CHECK(written(Level::error, "letter_given_up",
                  field("letter", 17) + " " + field("detail", "550 no")) ==
          "2026-11-21T12:00:00Z level=error event=letter_given_up letter=17 detail=\"550 no\"\n");
    CHECK(written(Level::warning, "x").find("level=warning") != std::string::npos);
}

TEST_CASE("no value can end its quotes or its line")
{
    CHECK(field("reason", R"(a "b" \c)") == R"(reason="a \"b\" \\c")");
    CHECK(field("reason", "one\r\ntwo\tthree") == "reason=\"one  two three\"");
    CHECK(field("reason", std::string_view{"a\0b\x1b[2J", 7}) == "reason=\"a b [2J\"");
    CHECK(field("reason", "Müller") == "reason=\"Müller\"");
    const auto line = written(Level::error, "job_died",
                              field("reason", "first\n2026-11-21T12:00:00Z level=info"));
    CHECK(std::ranges::count(line, '\n') == 1);
}
