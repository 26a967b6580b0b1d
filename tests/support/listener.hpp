// A browser that listens to server-sent events, without a socket: it keeps what it hears.
#pragma once

#include "http/stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <string>
#include <vector>

namespace heard::site {

class Listener final : public http::Stream
{
public:
    explicit Listener(boost::asio::io_context& context)
        : timer_{context}
    {}

    http::Awaitable<bool> send(std::string_view piece) override
    {
        heard.emplace_back(piece);
        co_return !gone;
    }
    http::Awaitable<bool> sleep(std::chrono::milliseconds at_most) override
    {
        if (!woken_ && !gone) {
            timer_.expires_after(at_most);
            co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        }
        woken_ = false;
        co_return !gone;
    }
    void wake() override
    {
        woken_ = true;
        timer_.cancel();
    }
    /// The browser is closed.
    void go()
    {
        gone = true;
        wake();
    }

    std::vector<std::string> heard;
    bool gone = false;

private:
    boost::asio::steady_timer timer_;
    bool woken_ = false;
};

} // namespace heard::site
