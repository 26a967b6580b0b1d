#include "bench/hello.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <chrono>
#include <csignal>

namespace heard::bench {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);

void let_go(std::exception_ptr) {}

http::response<http::string_body> answer_to(const http::request<http::string_body>& request)
{
    http::response<http::string_body> response{http::status::see_other, request.version()};
    response.set(http::field::location, "/t/hello");
    response.keep_alive(request.keep_alive());
    response.prepare_payload();
    return response;
}

asio::awaitable<void> serve(tcp::socket socket)
{
    socket.set_option(tcp::no_delay(true));
    boost::beast::tcp_stream stream{std::move(socket)};
    boost::beast::flat_buffer buffer;
    while (true) {
        http::request<http::string_body> request;
        stream.expires_after(std::chrono::seconds{30});
        const auto [unread, read] = co_await http::async_read(stream, buffer, request, as_value);
        if (unread)
            co_return;
        const auto response = answer_to(request);
        const auto [unsent, sent] = co_await http::async_write(stream, response, as_value);
        if (unsent || !response.keep_alive())
            co_return;
    }
}

asio::awaitable<void> accept(tcp::acceptor& acceptor)
{
    while (true) {
        auto [failed, socket] = co_await acceptor.async_accept(as_value);
        if (failed)
            co_return;
        asio::co_spawn(acceptor.get_executor(), serve(std::move(socket)), let_go);
    }
}

} // namespace

void serve_hello(std::uint16_t port)
{
    asio::io_context context{1};
    tcp::acceptor acceptor{context, {asio::ip::address_v4::loopback(), port}};
    asio::signal_set signals{context, SIGTERM, SIGINT};
    signals.async_wait([&context](boost::system::error_code, int) { context.stop(); });
    asio::co_spawn(context, accept(acceptor), let_go);
    context.run();
}

} // namespace heard::bench
