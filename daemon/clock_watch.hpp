// Notices when somebody sets the system clock (timerfd_create(2), TFD_TIMER_CANCEL_ON_SET), so that
// the rounds look at once.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <functional>

namespace heard::daemon {

/// Thread: I/O.
class ClockWatch
{
public:
    /// Throws std::system_error when the kernel gives no timer.
    ClockWatch(boost::asio::io_context& io, std::function<void()> clock_was_set);
    void start();
    void stop();

private:
    boost::asio::awaitable<void> watch();
    void arm();

    boost::asio::posix::stream_descriptor timer_;
    std::function<void()> clock_was_set_;
};

} // namespace heard::daemon
