#include "daemon/alarm.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <limits>

namespace heard::daemon {

namespace {

constexpr auto sleep_max = std::chrono::seconds{30};
/// The round is awake and has not said yet until when it will sleep: any ring counts.
constexpr auto awake = std::numeric_limits<std::int64_t>::max();

} // namespace

Alarm::Alarm(boost::asio::any_io_executor executor, const time::Clock& clock)
    : timer_{std::move(executor)}
    , clock_{clock}
    , wakes_at_{awake}
{}

boost::asio::awaitable<void> Alarm::sleep_until(std::optional<time::Instant> at)
{
    const auto now = clock_.now();
    const auto latest = now + sleep_max;
    const auto wanted = time::to_number(at ? std::min(*at, latest) : latest);
    // Somebody may have rung since the round looked: the earlier of the two counts.
    auto rung = wakes_at_.load();
    while (wanted < rung && !wakes_at_.compare_exchange_weak(rung, wanted))
        ;
    const auto wake_at = time::from_number(std::min(wanted, rung));
    if (wake_at > now) {
        timer_.expires_after(wake_at - now);
        // Cancelled by a ring or by its time: both mean "look".
        co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }
    wakes_at_ = awake;
}

void Alarm::ring_at(time::Instant at)
{
    const auto wanted = time::to_number(at);
    auto planned = wakes_at_.load();
    while (wanted < planned) {
        if (!wakes_at_.compare_exchange_weak(planned, wanted))
            continue;
        boost::asio::post(timer_.get_executor(), [this] { timer_.cancel(); });
        return;
    }
}

} // namespace heard::daemon
