// A server on a free port of loopback, run by a thread of its own, with an application for tests;
// and a client that sends whatever bytes it is told to.
#pragma once

#include "http/bell.hpp"
#include "http/event_stream.hpp"
#include "http/server.hpp"

#include <boost/asio/steady_timer.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace heard::http::test {

using namespace std::chrono_literals;

/// How long a test waits for what must happen before it calls it a failure.
inline constexpr auto patience = 10s;

/// Blocking, with a deadline for each read.
class Client
{
public:
    explicit Client(std::uint16_t port)
        : Client()
    {
        connect(port);
    }
    Client()
        : socket_(::socket(AF_INET, SOCK_STREAM, 0))
    {}
    ~Client() { ::close(socket_); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    void connect(std::uint16_t port)
    {
        sockaddr_in there{};
        there.sin_family = AF_INET;
        there.sin_port = htons(port);
        there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&there), sizeof there) != 0)
            throw std::runtime_error("cannot connect");
    }

    void send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0)
                return; // The server hung up; what it said can still be read.
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
    }

    void finish_sending() { ::shutdown(socket_, SHUT_WR); }

    /// Something to read (or the end) within that time.
    bool hears_within(std::chrono::milliseconds span) const
    {
        pollfd watched{socket_, POLLIN, 0};
        return ::poll(&watched, 1, static_cast<int>(span.count())) > 0;
    }

    int socket() const { return socket_; }

    /// One response: its head, and as many bytes as its Content-Length says (none if `head_only`).
    /// What arrived is kept for the next call. Empty if the server hung up before the head was
    /// whole.
    std::string response(bool head_only = false)
    {
        std::size_t head_end = std::string::npos;
        while ((head_end = received_.find("\r\n\r\n")) == std::string::npos)
            if (!read())
                return {};
        auto size = head_end + 4;
        const auto at = received_.find("Content-Length: ");
        if (!head_only && at < head_end)
            size += std::stoul(received_.substr(at + 16));
        while (received_.size() < size)
            if (!read())
                break;
        auto one = received_.substr(0, size);
        received_.erase(0, one.size());
        return one;
    }

    /// Everything until the server hangs up.
    std::string rest()
    {
        while (read())
            continue;
        return std::move(received_);
    }

    /// Everything up to and with `end`; all there was if the server hung up before.
    std::string until(std::string_view end)
    {
        auto at = std::string::npos;
        while ((at = received_.find(end)) == std::string::npos)
            if (!read())
                return std::exchange(received_, {});
        auto one = received_.substr(0, at + end.size());
        received_.erase(0, one.size());
        return one;
    }

    /// The server hung up in order, with nothing more to say: no reset.
    bool ended()
    {
        char byte = 0;
        return received_.empty() && hears_within(patience) && ::recv(socket_, &byte, 1, 0) == 0;
    }

private:
    bool read()
    {
        char bytes[16384];
        if (!hears_within(patience))
            throw std::runtime_error("the server said nothing");
        const auto count = ::recv(socket_, bytes, sizeof bytes, 0);
        if (count > 0)
            received_.append(bytes, static_cast<std::size_t>(count));
        return count > 0;
    }

    int socket_;
    std::string received_;
};

/// A condition and its deadline, for what another thread does.
template <class Condition>
bool comes_true(Condition condition)
{
    const auto late = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > late)
            return false;
        std::this_thread::sleep_for(1ms);
    }
    return true;
}

/// Its pages: `/echo` gives the body back, `/cut` says what became of the body, `/who` the client,
/// `/large` ten megabytes, `/throw` throws, `/wait` answers when release() is called,
/// `/news` sends an event at once, and one each time that ring() is called.
class RunningServer
{
public:
    explicit RunningServer(ServerOptions options = {});
    ~RunningServer() { stop_and_wait(); }

    std::uint16_t port() const { return port_; }
    Server& server() { return server_; }
    int waiting() const { return waiting_; } ///< Requests inside `/wait`, ever.

    int listening() const { return listening_; } ///< Streams of `/news`, now.

    void release();
    void ring();
    void stop();
    /// Returns when io_context::run() has.
    void stop_and_wait();

    bool noted(std::string_view event);

private:
    ServerOptions with_log(ServerOptions options);
    static Awaitable<void> tell(RunningServer& self, Stream& stream);
    static Awaitable<Response> answer(RunningServer& self, Request request);

    std::mutex mutex_;
    std::vector<std::string> events_;
    std::atomic<int> waiting_ = 0;
    boost::asio::io_context context_{1};
    boost::asio::steady_timer door_;
    Bell bell_;
    std::atomic<int> listening_ = 0;
    Server server_;
    std::uint16_t port_;
    std::thread thread_;
};

/// `GET path` as a browser would say it, without its small talk.
inline std::string get(std::string_view path)
{
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: shop.example\r\n\r\n";
}

inline std::string post(std::string_view path, std::string_view body)
{
    return "POST " + std::string(path) +
           " HTTP/1.1\r\nHost: shop.example\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + std::string(body);
}

/// 0 if it is no response.
inline int status_of(const std::string& response)
{
    return response.starts_with("HTTP/1.1 ") ? std::stoi(response.substr(9, 3)) : 0;
}

inline std::string body_of(const std::string& response)
{
    const auto end = response.find("\r\n\r\n");
    return end == std::string::npos ? "" : response.substr(end + 4);
}

} // namespace heard::http::test
