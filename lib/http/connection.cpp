#include "http/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>

namespace heard::http {

namespace {

namespace asio = boost::asio;

// Errors come back as values: here the network failing is an everyday event.
constexpr auto as_value = asio::as_tuple(asio::use_awaitable);

// What a connection keeps of its buffer between two requests.
constexpr std::size_t idle_buffer_max = 1024;

constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr Refusal nobody_there{};
constexpr Refusal full{503, "There are too many connections."};

} // namespace

/// A stream over the connection's socket. Whoever sends something while we do has hung up, or
/// speaks out of turn: then it is over.
class Connection::Flow : public Stream, public std::enable_shared_from_this<Flow>
{
public:
    explicit Flow(std::shared_ptr<Connection> connection)
        : connection_(std::move(connection))
        , timer_(connection_->socket_.get_executor())
    {}

    Awaitable<bool> send(std::string_view piece) override
    {
        if (over_)
            co_return false;
        connection_->end_within(Steady::now(), connection_->service_->options.limits.request_time);
        const bool sent = co_await connection_->send(piece, {});
        connection_->late_at_ = Steady::time_point::max();
        over_ = over_ || !sent;
        co_return !over_;
    }

    Awaitable<bool> sleep(std::chrono::milliseconds at_most) override
    {
        if (!woken_ && !over_) {
            timer_.expires_after(at_most);
            co_await timer_.async_wait(as_value);
        }
        woken_ = false;
        co_return !over_;
    }

    void wake() override
    {
        woken_ = true;
        timer_.cancel();
    }

    void watch()
    {
        connection_->socket_.async_wait(
            Socket::wait_read,
            [self = shared_from_this()](const boost::system::error_code&) { self->end(); });
    }

private:
    void end()
    {
        over_ = true;
        wake();
    }

    std::shared_ptr<Connection> connection_;
    asio::basic_waitable_timer<Steady, asio::wait_traits<Steady>, Executor> timer_;
    bool woken_ = false;
    bool over_ = false;
};

Connection::Connection(std::shared_ptr<Service> service, Socket socket, const AddressBytes& peer)
    : service_(std::move(service))
    , socket_(std::move(socket))
    , peer_(peer)
    , peer_text_(to_text(peer))
    , proxied_(service_->proxies.trusts(peer))
    , place_(service_->line, this)
{
    boost::system::error_code ignored; // A socket that is dead already says so at the first read.
    socket_.non_blocking(true, ignored);
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

Awaitable<void> Connection::serve(std::shared_ptr<Connection> self)
{
    auto next = Next::request;
    while (next == Next::request)
        next = co_await self->exchange();
    if (next == Next::linger)
        co_await self->linger();
}

Awaitable<void> Connection::turn_away(std::shared_ptr<Connection> self)
{
    const auto response = self->service_->refuse(full);
    const auto head = self->service_->heads.head_of(response, Ending::close);
    self->end_within(Steady::now(), self->service_->options.limits.linger_time);
    co_await self->send(head, response.body);
    co_await self->linger();
}

/// One request and its answer.
Awaitable<Connection::Next> Connection::exchange()
{
    auto head = co_await next_head();
    if (!head)
        co_return co_await refuse(head.error());
    HoardShare share(service_->hoard);
    if (head->framing != Framing::none) {
        const auto body = co_await read_body(*head, share);
        if (!body)
            co_return co_await refuse(body.error());
    }
    name_client(head->request);
    const bool rest_unread = head->request.body_cut;

    late_at_ = Steady::time_point::max(); // A handler takes the time it takes; the rest is ours.
    place_.leave();
    auto response = co_await answer(head->request);
    share.give_back(); // The handler took the body, and is done with it.
    if (!share.cover(response.body.size(), service_->options.limits.small_bytes))
        response = service_->refuse({503, "Too many large answers are under way."});
    response.close = response.close || rest_unread || shown_out_ || response.stream;
    stand_in_line();

    service_->served.fetch_add(1, std::memory_order_relaxed);
    const auto ending = ending_after(*head, response);
    const auto text = service_->heads.head_of(response, ending);
    const bool bodiless = head->head_only || !has_body(response.status);
    end_within(Steady::now(), service_->options.limits.request_time);
    const bool sent = co_await send(text, bodiless ? std::string_view{} : response.body);
    if (!sent || shown_out_)
        co_return Next::hang_up;
    if (response.stream && !bodiless) {
        co_await stream(std::move(response.stream));
        co_return Next::hang_up;
    }
    co_return ending == Ending::close ? Next::linger : Next::request;
}

Awaitable<std::expected<Head, Refusal>> Connection::next_head()
{
    const auto& limits = service_->options.limits;
    const HeadLimits head_limits{limits.head_bytes, limits.head_fields};
    HeadFinder finder(head_limits);
    wait_for_request();
    for (;;) {
        const auto size = finder.look(buffer_);
        if (!size)
            co_return std::unexpected(size.error());
        if (*size > 0) {
            auto head = read_head(std::string_view(buffer_).substr(0, *size), head_limits);
            buffer_.erase(0, *size);
            end_within(begun_at_, limits.request_time);
            co_return head;
        }
        if (service_->stopping && idle_)
            co_return std::unexpected(nobody_there);
        const bool more = co_await read_more();
        if (!more)
            co_return std::unexpected(why_reading_ended("The head did not arrive in time."));
        if (idle_)
            begin_request();
    }
}

Awaitable<Connection::Outcome> Connection::read_body(Head& head, HoardShare& share)
{
    const auto& limits = service_->options.limits;
    auto& body = head.request.body;
    BodyReader reader(head, {limits.body_bytes, limits.sent_bytes});
    auto stretch_ends = stretch_bytes();
    bool crowded = false;
    if (head.expects_continue && buffer_.empty())
        co_await send(go_on, {});
    for (;;) {
        // Booked as it arrives: to announce much costs us nothing.
        if (!share.cover(std::min(body.size() + buffer_.size(), limits.body_bytes),
                         limits.small_bytes)) {
            reader.keep_no_more(std::max(body.size(), limits.small_bytes));
            crowded = true;
        }
        const auto taken = reader.take(buffer_, body);
        if (!taken)
            co_return std::unexpected(taken.error());
        buffer_.erase(0, *taken);
        if (reader.done())
            break;
        if (reader.bytes_read() >= stretch_ends) {
            stretch_ends = reader.bytes_read() + stretch_bytes();
            end_within(Steady::now(), limits.request_time);
        }
        const bool more = co_await read_more();
        if (!more)
            co_return std::unexpected(why_reading_ended("The body did not arrive in time."));
    }
    head.request.body_cut = reader.cut();
    head.request.crowded = reader.cut() && crowded && reader.bytes_read() <= limits.body_bytes;
    co_return Outcome{};
}

/// Asks the application. Whatever it throws becomes a page: the customer must not meet silence.
Awaitable<Response> Connection::answer(Request& request)
{
    std::string problem;
    try {
        auto pending = service_->app(std::move(request));
        co_return co_await std::move(pending);
    } catch (const std::exception& caught) {
        problem = caught.what();
    } catch (...) {
        problem = "unknown";
    }
    service_->note("http.handler_failed", problem);
    co_return service_->refuse({500, "Something went wrong on our side."});
}

Awaitable<Connection::Next> Connection::refuse(Refusal refusal)
{
    if (refusal.status == 0)
        co_return Next::hang_up;
    const auto response = service_->refuse(refusal);
    const auto text = service_->heads.head_of(response, Ending::close);
    idle_ = false;
    end_within(Steady::now(), service_->options.limits.linger_time);
    const bool sent = co_await send(text, response.body);
    co_return sent && !shown_out_ ? Next::linger : Next::hang_up;
}

/// Most answers fit into the kernel's buffer, and then this never waits: one system call, no turn
/// of the loop.
Awaitable<bool> Connection::send(std::string_view head, std::string_view body)
{
    std::array parts{asio::buffer(head), asio::buffer(body)};
    boost::system::error_code error;
    auto sent = socket_.write_some(parts, error);
    if (error && error != asio::error::would_block)
        co_return false;
    if (sent == head.size() + body.size())
        co_return true;
    for (auto& part : parts) {
        const auto done = std::min(sent, part.size());
        part += done;
        sent -= done;
    }
    co_return co_await send_rest(parts);
}

/// What the kernel did not take at once, in stretches, each within its time.
Awaitable<bool> Connection::send_rest(std::array<asio::const_buffer, 2> parts)
{
    for (auto& part : parts)
        while (part.size() > 0) {
            if (shown_out_)
                co_return false;
            const auto stretch = asio::buffer(part, stretch_bytes());
            const auto [error, count] = co_await asio::async_write(socket_, stretch, as_value);
            if (error)
                co_return false;
            part += count;
            if (part.size() > 0)
                end_within(Steady::now(), service_->options.limits.request_time);
        }
    co_return true;
}

/// While it lasts the client counts as idle: it makes room for others, and does not keep us from
/// stopping. Either cancels the socket, which ends the stream.
Awaitable<void> Connection::stream(StreamHandler handler)
{
    if (service_->stopping)
        co_return;
    idle_ = true;
    late_at_ = Steady::time_point::max();
    const auto flow = std::make_shared<Flow>(shared_from_this());
    flow->watch();
    try {
        auto rest = handler(*flow);
        co_await std::move(rest);
    } catch (const std::exception& caught) {
        service_->note("http.handler_failed", caught.what());
    }
    boost::system::error_code ignored;
    socket_.cancel(ignored);
}

/// False when the client is gone, or when it was cut off. Waits without a buffer, and waits before
/// each read: who sends faster than we read must not keep the loop to himself.
Awaitable<bool> Connection::read_more()
{
    auto& arriving = service_->arriving;
    while (!shown_out_) {
        const auto [cut] = co_await socket_.async_wait(Socket::wait_read, as_value);
        if (cut)
            break;
        boost::system::error_code error;
        const auto count = socket_.read_some(asio::buffer(arriving), error);
        buffer_.append(arriving.data(), count);
        if (error != asio::error::would_block)
            co_return count > 0;
    }
    co_return false;
}

/// Half closes and reads on for a while. Closing a socket with unread bytes resets the connection,
/// and the client's system then throws our last answer away before the client has read it.
Awaitable<void> Connection::linger()
{
    boost::system::error_code error;
    socket_.shutdown(Socket::shutdown_send, error);
    end_within(Steady::now(), service_->options.limits.linger_time);
    idle_ = true;
    bool more = !error && !service_->stopping; // Stopping has no time for politeness.
    while (more) {
        buffer_.clear();
        more = co_await read_more();
    }
}

bool Connection::cut_if_late(Steady::time_point now)
{
    if (now < late_at_)
        return false;
    boost::system::error_code ignored;
    socket_.cancel(ignored);
    return !std::exchange(late_, true);
}

void Connection::show_out()
{
    shown_out_ = true;
    place_.leave();
    boost::system::error_code ignored;
    socket_.cancel(ignored);
}

void Connection::cut_if_idle()
{
    boost::system::error_code ignored;
    if (idle_)
        socket_.cancel(ignored);
}

void Connection::abort()
{
    boost::system::error_code ignored;
    socket_.close(ignored);
    cancel_.emit(asio::cancellation_type::terminal);
}

void Connection::stand_in_line()
{
    if (!shown_out_)
        place_.join();
}

void Connection::wait_for_request()
{
    const auto& limits = service_->options.limits;
    stand_in_line();
    if (!buffer_.empty())
        return begin_request();
    if (buffer_.capacity() > idle_buffer_max)
        buffer_.shrink_to_fit();
    idle_ = true;
    if (first_)
        end_within(accepted_at_, limits.head_time);
    else
        end_within(Steady::now(), limits.idle_time);
}

/// The first byte of a first request does not prolong its time, nor does it win a later place in
/// the line.
void Connection::begin_request()
{
    begun_at_ = first_ ? accepted_at_ : Steady::now();
    if (!first_)
        stand_in_line();
    first_ = false;
    idle_ = false;
    end_within(begun_at_, service_->options.limits.head_time);
}

/// So much of a body or an answer has a request_time of its own: whoever is slower is cut, whoever
/// is faster gets through, however much it is, and nobody saves up time.
std::size_t Connection::stretch_bytes() const
{
    const auto& limits = service_->options.limits;
    const auto bytes = limits.slowest_bytes_per_second * limits.request_time.count() / 1000;
    return static_cast<std::size_t>(std::max<std::int64_t>(bytes, 1));
}

void Connection::end_within(Steady::time_point from, std::chrono::milliseconds span)
{
    late_at_ = from + span;
    late_ = false;
}

void Connection::name_client(Request& request) const
{
    if (!proxied_) {
        request.address = peer_text_;
        return;
    }
    auto client = service_->proxies.client_behind(peer_, request);
    request.address = std::move(client.address);
    request.secure = client.secure;
}

Ending Connection::ending_after(const Head& head, const Response& response) const
{
    if (response.close || service_->stopping || !head.keep_alive)
        return Ending::close;
    return head.version_1_0 ? Ending::open_said : Ending::open;
}

Refusal Connection::why_reading_ended(std::string_view reason) const
{
    if (idle_ || !(late_ || shown_out_))
        return nobody_there;
    return shown_out_ ? full : Refusal{408, reason};
}

} // namespace heard::http
