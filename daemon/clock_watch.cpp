#include "daemon/clock_watch.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <sys/timerfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>
#include <tuple>

namespace heard::daemon {

namespace {

int made_timer()
{
    const int timer = ::timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    if (timer < 0)
        throw std::system_error{errno, std::generic_category(), "cannot watch the clock"};
    return timer;
}

} // namespace

ClockWatch::ClockWatch(boost::asio::io_context& io, std::function<void()> clock_was_set)
    : timer_{io, made_timer()}
    , clock_was_set_{std::move(clock_was_set)}
{
    arm();
}

void ClockWatch::start()
{
    // Ends only when the timer is closed; a watch that fails is no reason to stop: rounds look
    // twice a minute anyway.
    boost::asio::co_spawn(timer_.get_executor(), watch(), [](std::exception_ptr) {});
}

void ClockWatch::stop()
{
    boost::system::error_code ignored;
    timer_.close(ignored);
}

// A time that never comes: only a set clock makes the timer readable.
void ClockWatch::arm()
{
    itimerspec never{};
    never.it_value.tv_sec = 0x7fff'ffff'ffffLL;
    ::timerfd_settime(timer_.native_handle(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never,
                      nullptr);
}

boost::asio::awaitable<void> ClockWatch::watch()
{
    while (true) {
        const auto [failed] =
            co_await timer_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                                       boost::asio::as_tuple(boost::asio::use_awaitable));
        if (failed)
            co_return;
        std::uint64_t expirations = 0;
        // Fails with ECANCELED when the clock was set; that is the message.
        [[maybe_unused]] const auto count =
            ::read(timer_.native_handle(), &expirations, sizeof expirations);
        arm();
        clock_was_set_();
    }
}

} // namespace heard::daemon
