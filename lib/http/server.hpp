// The server: listens, lets in as many as the limits allow, and stops without cutting anybody off
// in mid-sentence. Knows nothing of what is said: the application is one handler.
#pragma once

#include "http/limits.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "http/router.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace heard::http {

struct ServerOptions
{
    Limits limits;
    std::vector<std::string>
        trusted_proxies; ///< Addresses or networks: `10.0.0.0/8`. Their X-Forwarded-* counts.
    std::vector<Header>
        headers_always; ///< On every response of any status; handlers do not repeat them.
    /// The page for what the server refuses itself: 400, 408, 414, 417, 431, 500, 501, 503, 505.
    /// `reason` is plain English for a developer. Without one: the reason as text.
    std::function<Response(int status, std::string_view reason)> refusal;
    /// `http.accept_failed`, `http.handler_failed`, ... with a detail that holds no customer's
    /// words of its own.
    std::function<void(std::string_view event, std::string_view detail)> log;
};

/// Thread: I/O (the one that runs the io_context), but for the counts. To be destroyed before the
/// io_context.
class Server
{
public:
    /// Throws std::invalid_argument for a proxy that is no address.
    Server(boost::asio::io_context& context, ServerOptions options, Handler app);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// `127.0.0.1:8080`, `[::1]:8080`; port 0 picks a free one. Returns the port.
    /// Throws std::runtime_error that names the address and the reason.
    std::uint16_t listen(const std::string& where);

    /// Takes nobody in any more, cuts who is idle, and lets busy requests finish until
    /// Limits::drain_time is over: then they are cut and their handlers cancelled. With nothing
    /// else to do, io_context::run() returns after it.
    void stop();

    /// Thread: any.
    std::size_t connections_open() const;
    std::uint64_t requests_served() const;
    std::uint64_t connections_refused() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace heard::http
