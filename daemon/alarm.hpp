// An alarm clock for one round: sleeps until an instant of the system clock, or until somebody
// rings earlier. The database says when; this only wakes us, so nothing is lost when it is wrong.
#pragma once

#include "time/clock.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <cstdint>
#include <optional>

namespace heard::daemon {

/// Thread: I/O, but for `ring_at`.
class Alarm
{
public:
    Alarm(boost::asio::any_io_executor executor, const time::Clock& clock);

    /// Comes back at `at`, when it was rung, or after 30 s at the latest: whatever goes wrong with
    /// clocks and timers, a round looks twice a minute. Nothing to wait for: `at` is empty.
    boost::asio::awaitable<void> sleep_until(std::optional<time::Instant> at);

    /// Wakes the round by `at`, if it would sleep longer. Thread: any.
    void ring_at(time::Instant at);
    /// Wakes the round now; one that is busy looks again right after. Thread: any.
    void ring() { ring_at(time::Instant::min()); }

private:
    boost::asio::steady_timer timer_;
    const time::Clock& clock_;
    std::atomic<std::int64_t> wakes_at_; ///< Micros; the round is awake or wakes by then.
};

} // namespace heard::daemon
