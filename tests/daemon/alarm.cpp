#include "daemon/alarm.hpp"

#include "http/running_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

using namespace heard;
using namespace std::chrono_literals;
using http::test::comes_true;

namespace {

struct StandingClock final : time::Clock
{
    time::Instant now() const override { return noon; }
    static constexpr time::Instant noon{std::chrono::seconds{1'795'262'400}};
};

/// A round that sleeps once, on the thread of the test, so that nothing happens between two steps.
struct Sleeper
{
    void go_to_sleep(std::optional<time::Instant> until)
    {
        awake = false;
        boost::asio::co_spawn(io, alarm.sleep_until(until),
                              [this](std::exception_ptr) { awake = true; });
        settle();
    }
    void settle()
    {
        io.restart();
        io.poll();
    }
    void ring_at(time::Instant at)
    {
        alarm.ring_at(at);
        settle();
    }

    StandingClock clock;
    boost::asio::io_context io;
    daemon::Alarm alarm{io.get_executor(), clock};
    bool awake = true;
    time::Instant now = clock.now();
};

/// A round as the daemon has them: does what there is to do, sleeps, and does what has come since.
boost::asio::awaitable<void> work(daemon::Alarm& alarm, const std::atomic<int>& given,
                                  std::atomic<int>& done, int all)
{
    while (done < all) {
        done = given.load();
        if (done < all)
            co_await alarm.sleep_until(std::nullopt);
    }
}

} // namespace

TEST_CASE("a round sleeps until its time and not beyond")
{
    Sleeper round;
    const auto before = std::chrono::steady_clock::now();
    round.go_to_sleep(round.now + 50ms);
    CHECK_FALSE(round.awake);
    round.io.restart();
    round.io.run();
    CHECK(round.awake);
    CHECK(std::chrono::steady_clock::now() - before >= 50ms);
}

TEST_CASE("a round whose time has come does not sleep")
{
    Sleeper round;
    round.go_to_sleep(round.now);
    CHECK(round.awake);
    round.go_to_sleep(round.now - 1h);
    CHECK(round.awake);
}

TEST_CASE("a ring wakes a round early, one for later does not")
{
    Sleeper round;
    round.go_to_sleep(round.now + 20s);
    round.ring_at(round.now + 21s);
    CHECK_FALSE(round.awake);
    round.alarm.ring();
    round.settle();
    CHECK(round.awake);
}

TEST_CASE("a round sleeps no longer than 30 s, however far its time is")
{
    for (const std::optional<time::Instant> until :
         {std::optional{StandingClock::noon + 100h}, std::optional<time::Instant>{}}) {
        Sleeper round;
        round.go_to_sleep(until);
        // Who would ring only after that need not wake it.
        round.ring_at(round.now + 30s);
        CHECK_FALSE(round.awake);
        round.ring_at(round.now + 30s - 1us);
        CHECK(round.awake);
    }
}

TEST_CASE("a ring while a round is busy is not lost")
{
    Sleeper round;
    round.alarm.ring();
    round.settle();
    round.go_to_sleep(round.now + 20s);
    CHECK(round.awake);

    SUBCASE("and counts once")
    {
        round.go_to_sleep(round.now + 20s);
        CHECK_FALSE(round.awake);
        round.alarm.ring();
    }
    SUBCASE("and one for a later time holds too")
    {
        round.alarm.ring_at(round.now + 50ms);
        round.go_to_sleep(round.now + 20s);
        CHECK_FALSE(round.awake);
        round.io.restart();
        round.io.run();
        CHECK(round.awake);
    }
    round.settle();
}

TEST_CASE("work that other threads bring with a ring is always seen before the next long sleep")
{
    constexpr int all = 20'000;
    StandingClock clock;
    boost::asio::io_context io;
    daemon::Alarm alarm{io.get_executor(), clock};
    std::atomic<int> given = 0;
    std::atomic<int> done = 0;
    boost::asio::co_spawn(io, work(alarm, given, done, all), [](std::exception_ptr) {});
    std::thread rounds{[&] { io.run(); }};

    const auto bring = [&] {
        for (int i = 0; i < all / 2; ++i) {
            ++given;
            alarm.ring();
        }
    };
    std::thread one{bring};
    std::thread other{bring};
    one.join();
    other.join();
    CHECK(comes_true([&] { return done == all; }));
    io.stop();
    rounds.join();
}
