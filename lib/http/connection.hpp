// One client's connection: requests in, answers out, one after the other, each within its time.
// Does not know who else is connected; server.cpp keeps the list and looks at the deadlines.
#pragma once

#include "http/awaitable.hpp"
#include "http/body.hpp"
#include "http/gate.hpp"
#include "http/service.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <chrono>
#include <memory>
#include <string>

namespace heard::http {

using Executor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;

/// Thread: I/O. Lives as long as its coroutine.
class Connection : public std::enable_shared_from_this<Connection>
{
public:
    using Steady = std::chrono::steady_clock;

    Connection(std::shared_ptr<Service> service, Socket socket, const AddressBytes& peer);

    /// Serves requests until one side has enough.
    static Awaitable<void> serve(std::shared_ptr<Connection> self);
    /// Says 503 to somebody for whom there is no room. Never stands in the line.
    static Awaitable<void> turn_away(std::shared_ptr<Connection> self);

    /// Ends the waiting for a client who had his time. Called every tenth of a second: a timer for
    /// each connection would be set and cancelled with each request. True when it did, this time.
    bool cut_if_late(Steady::time_point now);
    /// Makes room for somebody else, without politeness: a request that is whole is still answered,
    /// half a one gets 503 if that can be sent at once.
    void show_out();
    /// Hangs up on a client who has no request under way.
    void cut_if_idle();
    /// Ends everything, and cancels what the handler is waiting for.
    void abort();

    boost::asio::cancellation_slot cancellation() { return cancel_.slot(); }
    const AddressBytes& peer() const { return peer_; }

private:
    enum class Next { request, linger, hang_up };
    using Outcome = std::expected<void, Refusal>;
    class Flow;

    Awaitable<Next> exchange();
    Awaitable<std::expected<Head, Refusal>> next_head();
    Awaitable<Outcome> read_body(Head& head, HoardShare& share);
    Awaitable<Response> answer(Request& request);
    Awaitable<Next> refuse(Refusal refusal);
    Awaitable<bool> send(std::string_view head, std::string_view body);
    Awaitable<bool> send_rest(std::array<boost::asio::const_buffer, 2> parts);
    Awaitable<void> stream(StreamHandler handler);
    Awaitable<bool> read_more();
    Awaitable<void> linger();

    void stand_in_line();
    void wait_for_request();
    void begin_request();
    std::size_t stretch_bytes() const;
    void end_within(Steady::time_point from, std::chrono::milliseconds span);
    void name_client(Request& request) const;
    Ending ending_after(const Head& head, const Response& response) const;
    Refusal why_reading_ended(std::string_view reason) const;

    std::shared_ptr<Service> service_;
    Socket socket_;
    AddressBytes peer_;
    std::string peer_text_;
    bool proxied_;
    boost::asio::cancellation_signal cancel_;
    Place place_;

    std::string buffer_; ///< Bytes that arrived and were not used yet.
    Steady::time_point accepted_at_ = Steady::now();
    Steady::time_point begun_at_ = accepted_at_; ///< First byte of the request.
    Steady::time_point late_at_ = Steady::time_point::max();
    bool late_ = false; ///< The last wait was ended by cut_if_late().
    bool idle_ = true;  ///< No request under way.
    bool first_ = true; ///< No request ever began here.
    bool shown_out_ = false;
};

} // namespace heard::http
