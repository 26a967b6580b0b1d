#include "http/running_server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace heard::http::test {

namespace asio = boost::asio;

RunningServer::RunningServer(ServerOptions options)
    : door_(context_)
    , server_(context_, with_log(std::move(options)),
              [this](Request request) { return answer(*this, std::move(request)); })
    , port_(server_.listen("127.0.0.1:0"))
{
    door_.expires_at(std::chrono::steady_clock::time_point::max());
    thread_ = std::thread([this] { context_.run(); });
}

void RunningServer::release()
{
    asio::post(context_, [this] { door_.cancel(); });
}

void RunningServer::stop()
{
    asio::post(context_, [this] { server_.stop(); });
}

void RunningServer::stop_and_wait()
{
    if (!thread_.joinable())
        return;
    stop();
    thread_.join();
}

bool RunningServer::noted(std::string_view event)
{
    const std::lock_guard hold(mutex_);
    return std::ranges::find(events_, event) != events_.end();
}

ServerOptions RunningServer::with_log(ServerOptions options)
{
    options.log = [this](std::string_view event, std::string_view) {
        const std::lock_guard hold(mutex_);
        events_.emplace_back(event);
    };
    return options;
}

void RunningServer::ring()
{
    asio::post(context_, [this] { bell_.ring(1); });
}

/// An event whenever the bell rings, and one at the beginning.
Awaitable<void> RunningServer::tell(RunningServer& self, Stream& stream)
{
    const Bell::Ear ear(self.bell_, 1, stream);
    ++self.listening_;
    bool there = true;
    for (int number = 1; there; ++number) {
        const auto news = event(number, "news", "read all about it");
        there = co_await stream.send(news) && co_await stream.sleep(patience);
    }
    --self.listening_;
}

Awaitable<Response> RunningServer::answer(RunningServer& self, Request request)
{
    if (request.path == "/throw")
        throw std::runtime_error("a handler fails");
    if (request.path == "/large")
        co_return plain(200, std::string(10'000'000, 'x'));
    if (request.path == "/who")
        co_return plain(200, request.address + (request.secure ? " secure" : ""));
    if (request.path == "/cut")
        co_return plain(request.crowded    ? 503
                        : request.body_cut ? 413
                                           : 200,
                        std::to_string(request.body.size()));
    if (request.path == "/news")
        co_return event_stream([&self](Stream& stream) { return tell(self, stream); });
    if (request.path == "/wait") {
        ++self.waiting_;
        co_await self.door_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    co_return plain(200, request.body.empty() ? request.path : request.body);
}

} // namespace heard::http::test
