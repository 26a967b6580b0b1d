#include "http/server.hpp"

#include "http/admission.hpp"
#include "http/connection.hpp"
#include "http/endpoint.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <list>
#include <map>
#include <stdexcept>

namespace heard::http {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);

constexpr auto pause_after_error =
    200ms;                        // Descriptors come back when connections end; no need to spin.
constexpr auto tick_span = 100ms; // How exactly deadlines are kept.
// Each is told so with a page: whoever is served meanwhile must not wait for thousands of them.
constexpr int cuts_max = 500;
constexpr auto full_noted_every = 10s; // A flood must not become a flood of log lines.
constexpr std::size_t turned_away_max =
    128; // Beyond these at once, the refused see a closed door and no page.

std::string text_of(const std::exception_ptr& problem)
{
    try {
        std::rethrow_exception(problem);
    } catch (const std::exception& caught) {
        return caught.what();
    } catch (...) {
        return "unknown";
    }
}

} // namespace

/// Lives as long as the server, its accept loops or any of its connections.
struct Server::State : Service, std::enable_shared_from_this<State>
{
    using Steady = std::chrono::steady_clock;

    struct Listener
    {
        Acceptor acceptor;
        Timer pause;
    };

    State(asio::io_context& where, ServerOptions chosen, Handler handler)
        : Service(std::move(chosen), std::move(handler))
        , context(where)
        , admission({options.limits.connections, options.limits.connections_per_address})
        , tick(where)
    {}

    std::uint16_t listen(const std::string& where);
    void accept_on(Listener& listener);
    static Awaitable<void> accept_loop(std::shared_ptr<State> self, Listener& listener);
    static Awaitable<void> watch(std::shared_ptr<State> self);

    /// What a connection is to us.
    enum class Standing {
        guest,       ///< Has a place.
        shown_out,   ///< Had one, and is on the way out.
        turned_away, ///< Only hears 503.
    };

    void let_in(Socket socket);
    bool admit(const AddressBytes& peer);
    bool make_room();
    void start(const std::shared_ptr<Connection>& connection, Standing standing);
    void ended(Connection* connection, const std::exception_ptr& problem);
    void start_watching();
    void look_at_deadlines();
    void note_full();
    void stop();

    asio::io_context& context;
    Admission admission;
    std::list<Listener> listeners;
    std::map<Connection*, Standing> connections;
    std::size_t turned_away = 0; ///< So many of them are.
    Timer tick;
    bool watching = false;
    Steady::time_point drained_at = Steady::time_point::max();
    Steady::time_point full_noted_at{};
    std::atomic<std::size_t> open{0};
    std::atomic<std::uint64_t> refused{0};
};

std::uint16_t Server::State::listen(const std::string& where)
{
    const auto endpoint = parse_endpoint(where);
    try {
        Acceptor acceptor(context);
        acceptor.open(endpoint.protocol());
        acceptor.set_option(Acceptor::reuse_address(true));
        if (endpoint.protocol() == tcp::v6())
            acceptor.set_option(
                asio::ip::v6_only(true)); // `[::]` and `0.0.0.0` may stand beside each other.
        acceptor.bind(endpoint);
        acceptor.listen();
        const auto port = acceptor.local_endpoint().port();
        accept_on(listeners.emplace_back(std::move(acceptor), Timer(context)));
        return port;
    } catch (const boost::system::system_error& problem) {
        throw std::runtime_error("cannot listen on " + where + ": " + problem.code().message());
    }
}

/// Should the loop ever end by an exception, it begins again: a server that does not accept is no
/// server.
void Server::State::accept_on(Listener& listener)
{
    auto self = shared_from_this();
    asio::co_spawn(context, accept_loop(self, listener),
                   [self, &listener](const std::exception_ptr& problem) {
                       if (!problem || self->stopping)
                           return;
                       self->note("http.accept_failed", text_of(problem));
                       self->accept_on(listener);
                   });
}

Awaitable<void> Server::State::accept_loop(std::shared_ptr<State> self, Listener& listener)
{
    boost::system::error_code last;
    while (!self->stopping) {
        auto [error, socket] = co_await listener.acceptor.async_accept(as_value);
        if (self->stopping)
            break;
        if (!error) {
            last = error;
            self->let_in(std::move(socket));
            continue;
        }
        if (error != last) // Once for each spell of trouble.
            self->note("http.accept_failed", error.message());
        last = error;
        listener.pause.expires_after(pause_after_error);
        co_await listener.pause.async_wait(as_value);
    }
}

void Server::State::let_in(Socket socket)
{
    boost::system::error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    if (error)
        return; // Gone before we looked.
    const auto peer = bytes_of(endpoint);
    const bool welcome = admit(peer);
    if (!welcome && turned_away == turned_away_max)
        return;
    start(std::make_shared<Connection>(shared_from_this(), std::move(socket), peer),
          welcome ? Standing::guest : Standing::turned_away);
}

bool Server::State::admit(const AddressBytes& peer)
{
    const bool exempt = proxies.trusts(peer);
    auto answer = admission.enter(peer, exempt);
    if (answer == Admission::Answer::welcome)
        return true;
    // Either the newcomer goes or somebody else does.
    refused.fetch_add(1, std::memory_order_relaxed);
    note_full();
    if (answer == Admission::Answer::full && make_room())
        answer = admission.enter(peer, exempt);
    return answer == Admission::Answer::welcome;
}

/// Slow clients, however many, must not keep the next one outside: who has kept us waiting the
/// longest goes. A customer's request takes a moment, so it is hardly ever him. False when all are
/// waiting for us.
bool Server::State::make_room()
{
    if (line.empty())
        return false;
    auto* const slowest = line.front();
    slowest->show_out();
    admission.leave(slowest->peer());
    connections.at(slowest) = Standing::shown_out;
    return true;
}

void Server::State::start(const std::shared_ptr<Connection>& connection, Standing standing)
{
    connections.emplace(connection.get(), standing);
    turned_away += standing == Standing::turned_away;
    open.store(connections.size(), std::memory_order_relaxed);
    start_watching();
    auto life = standing == Standing::guest ? Connection::serve(connection)
                                            : Connection::turn_away(connection);
    auto ending = [self = shared_from_this(), connection](const std::exception_ptr& problem) {
        self->ended(connection.get(), problem);
    };
    asio::co_spawn(context, std::move(life),
                   asio::bind_cancellation_slot(connection->cancellation(), std::move(ending)));
}

void Server::State::ended(Connection* connection, const std::exception_ptr& problem)
{
    if (problem && !stopping)
        note("http.connection_failed", text_of(problem));
    const auto left = connections.extract(connection);
    open.store(connections.size(), std::memory_order_relaxed);
    if (left.mapped() == Standing::guest)
        admission.leave(connection->peer());
    turned_away -= left.mapped() == Standing::turned_away;
    if (stopping && connections.empty())
        tick.cancel();
}

/// One timer for everybody, and none at all while nobody is there.
void Server::State::start_watching()
{
    if (watching)
        return;
    watching = true;
    auto self = shared_from_this();
    asio::co_spawn(context, watch(self), [self](const std::exception_ptr& problem) {
        self->watching = false;
        if (problem)
            self->note("http.watch_failed", text_of(problem));
        if (!self->connections.empty())
            self->start_watching();
    });
}

Awaitable<void> Server::State::watch(std::shared_ptr<State> self)
{
    while (!self->connections.empty()) {
        self->tick.expires_after(tick_span);
        co_await self->tick.async_wait(as_value);
        self->look_at_deadlines();
    }
}

void Server::State::look_at_deadlines()
{
    const auto now = Steady::now();
    int cuts = 0;
    for (const auto& [connection, standing] : connections)
        if (connection->cut_if_late(now) && ++cuts == cuts_max)
            break; // The others at the next look.
    if (now < drained_at)
        return;
    std::vector<Connection*> left;
    for (const auto& [connection, standing] : connections)
        left.push_back(connection);
    for (auto* connection : left)
        if (connections.contains(connection)) // Ending one may end another at once.
            connection->abort();
}

void Server::State::note_full()
{
    const auto now = Steady::now();
    if (now - full_noted_at < full_noted_every)
        return;
    full_noted_at = now;
    note("http.full", std::to_string(connections.size()) + " connections are open");
}

void Server::State::stop()
{
    if (stopping)
        return;
    stopping = true;
    drained_at = Steady::now() + options.limits.drain_time;
    boost::system::error_code ignored;
    for (auto& listener : listeners) {
        listener.acceptor.close(ignored);
        listener.pause.cancel();
    }
    for (const auto& [connection, standing] : connections)
        connection->cut_if_idle();
}

Server::Server(asio::io_context& context, ServerOptions options, Handler app)
    : state_(std::make_shared<State>(context, std::move(options), std::move(app)))
{}

Server::~Server()
{
    state_->stop();
}

std::uint16_t Server::listen(const std::string& where)
{
    return state_->listen(where);
}

void Server::stop()
{
    state_->stop();
}

std::size_t Server::connections_open() const
{
    return state_->open.load(std::memory_order_relaxed);
}

std::uint64_t Server::requests_served() const
{
    return state_->served.load(std::memory_order_relaxed);
}

std::uint64_t Server::connections_refused() const
{
    return state_->refused.load(std::memory_order_relaxed);
}

} // namespace heard::http
