#include "http/server.hpp"

#include "http/running_server.hpp"

#include <doctest/doctest.h>

#include <sys/resource.h>

using namespace heard::http;
using namespace heard::http::test;

namespace {

ServerOptions with(Limits limits)
{
    ServerOptions options;
    options.limits = limits;
    return options;
}

/// While it lives, this process gets no further descriptor.
class NoMoreDescriptors
{
public:
    NoMoreDescriptors()
    {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const int lowest_free = ::dup(0);
        ::close(lowest_free);
        auto none = before_;
        none.rlim_cur = static_cast<rlim_t>(lowest_free);
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    ~NoMoreDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

std::string reason_not_to_listen(Server& server, const std::string& where)
{
    try {
        server.listen(where);
    } catch (const std::runtime_error& problem) {
        return problem.what();
    }
    return "";
}

Awaitable<Response> say_hello(Request)
{
    co_return plain(200, "hello");
}

} // namespace

TEST_CASE("a port in use is named, with the reason")
{
    RunningServer running;
    boost::asio::io_context context;
    Server other(context, {}, say_hello);
    const auto where = "127.0.0.1:" + std::to_string(running.port());
    CHECK(reason_not_to_listen(other, where) ==
          "cannot listen on " + where + ": Address already in use");
}

TEST_CASE("a proxy that is no address is refused at the start")
{
    boost::asio::io_context context;
    ServerOptions options;
    options.trusted_proxies = {"proxy.example"};
    CHECK_THROWS_AS(Server(context, options, say_hello), std::invalid_argument);
}

TEST_CASE("a handler that throws becomes a page, and the connection goes on")
{
    ServerOptions options;
    options.refusal = [](int status, std::string_view reason) {
        return page(status, "<p>" + std::string(reason));
    };
    RunningServer running(std::move(options));
    Client client(running.port());
    client.send(get("/throw") + get("/next"));
    const auto response = client.response();
    CHECK(status_of(response) == 500);
    CHECK(body_of(response) == "<p>Something went wrong on our side.");
    CHECK(body_of(client.response()) == "/next");
    CHECK(running.noted("http.handler_failed"));
}

TEST_CASE("the house's headers are on every response, refusals too")
{
    ServerOptions options;
    options.headers_always = {{"X-Content-Type-Options", "nosniff"}};
    options.limits.connections_per_address = 1;
    RunningServer running(std::move(options));
    const auto has_them = [](const std::string& response) {
        return response.find("\r\nX-Content-Type-Options: nosniff\r\n") != std::string::npos &&
               response.find("\r\nDate: ") != std::string::npos;
    };
    Client client(running.port());
    client.send(get("/"));
    CHECK(has_them(client.response()));
    Client one_too_many(running.port());
    CHECK(has_them(one_too_many.response()));
    client.send("nonsense\r\n\r\n");
    CHECK(has_them(client.response()));
}

TEST_CASE("a refusal page that fails becomes a line of text")
{
    ServerOptions options;
    options.refusal = [](int, std::string_view) -> Response { throw std::runtime_error("torn"); };
    RunningServer running(std::move(options));
    Client client(running.port());
    client.send("GET / HTTP/9.9\r\nHost: a\r\n\r\n");
    const auto response = client.response();
    CHECK(status_of(response) == 505);
    CHECK(body_of(response) == "This server speaks HTTP/1.1 and HTTP/1.0.\n");
    CHECK(running.noted("http.refusal_failed"));
}

TEST_CASE("a server full of people who wait for us says 503 and when to come back")
{
    RunningServer running(with({.connections = 2}));
    auto first = std::make_unique<Client>(running.port());
    first->send(get("/wait"));
    Client second(running.port());
    second.send(get("/wait"));
    REQUIRE(comes_true([&] { return running.waiting() == 2; }));

    Client third(running.port());
    third.send(get("/"));
    const auto response = third.response();
    CHECK(status_of(response) == 503);
    CHECK(response.find("\r\nRetry-After: ") != std::string::npos);
    CHECK(third.ended());
    CHECK(running.noted("http.full"));
    CHECK(running.server().connections_refused() == 1);

    running.release();
    CHECK(status_of(first->response()) == 200);
    CHECK(status_of(second.response()) == 200);
}

TEST_CASE("a full server lets the next one in, and shows out who kept it waiting the longest")
{
    RunningServer running(with({.connections = 2}));
    Client slow(running.port());
    slow.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf");
    REQUIRE(comes_true([&] { return running.server().connections_open() == 1; }));
    Client idle(running.port());
    idle.send(get("/idle"));
    CHECK(body_of(idle.response()) == "/idle");

    Client next(running.port());
    next.send(get("/next"));
    CHECK(body_of(next.response()) == "/next");
    const auto response = slow.response();
    CHECK(status_of(response) == 503);
    CHECK(response.find("\r\nRetry-After: ") != std::string::npos);
    CHECK(slow.ended());

    Client last(running.port());
    last.send(get("/last"));
    CHECK(body_of(last.response()) == "/last");
    CHECK(idle.ended()); // Between two requests there is nothing to say.
    next.send(get("/again"));
    CHECK(body_of(next.response()) == "/again");
    CHECK(running.server().connections_refused() == 2);
}

TEST_CASE("a page that says itself when to come back says it once")
{
    ServerOptions options;
    options.limits.connections = 1;
    options.limits.connections_per_address = 1;
    options.refusal = [](int status, std::string_view) {
        auto response = page(status, "later");
        response.headers.push_back({"Retry-After", "30"});
        return response;
    };
    RunningServer running(std::move(options));
    Client first(running.port());
    REQUIRE(comes_true([&] { return running.server().connections_open() == 1; }));
    Client second(running.port());
    const auto response = second.response();
    CHECK(response.find("\r\nRetry-After: 30\r\n") != std::string::npos);
    CHECK(response.find("Retry-After") == response.rfind("Retry-After"));
}

TEST_CASE("of many large bodies at once only the beginnings are kept, and small ones whole")
{
    RunningServer running(with({.small_bytes = 16, .large_bytes_together = 100}));
    Client first(running.port());
    first.send(post("/wait", std::string(80, 'a')));
    REQUIRE(comes_true([&] { return running.waiting() == 1; }));

    Client second(running.port());
    second.send(post("/cut", std::string(80, 'b')));
    const auto cut = second.response();
    CHECK(status_of(cut) == 503);
    CHECK(body_of(cut) == "16");
    Client boundless(running.port()); // Too much at any time.
    boundless.send(post("/cut", std::string((1 << 20) + 1, 'b')));
    CHECK(status_of(boundless.response()) == 413);
    Client third(running.port());
    third.send(post("/echo", std::string(16, 'c')));
    CHECK(body_of(third.response()) == std::string(16, 'c'));

    running.release();
    CHECK(status_of(first.response()) == 200);
    Client fourth(running.port());
    fourth.send(post("/cut", std::string(80, 'd')));
    CHECK(status_of(fourth.response()) == 200);
}

TEST_CASE("large answers that nobody takes do not use up the machine")
{
    RunningServer running(with({.large_bytes_together = 15'000'000}));
    Client slow(running.port());
    slow.send(get("/large"));
    REQUIRE(slow.hears_within(patience)); // On its way; ten megabytes fit into no socket's buffer.
    Client next(running.port());
    next.send(get("/large"));
    const auto response = next.response();
    CHECK(status_of(response) == 503);
    CHECK(response.find("\r\nRetry-After: ") != std::string::npos);
}

TEST_CASE("one address cannot take all places")
{
    RunningServer running(with({.connections = 10, .connections_per_address = 2}));
    Client first(running.port());
    Client second(running.port());
    Client third(running.port());
    CHECK(status_of(third.response()) == 503);
}

TEST_CASE("running out of descriptors is noted and survived")
{
    RunningServer running;
    Client client;
    {
        const NoMoreDescriptors none;
        client.connect(running.port());
        client.send(get("/patience"));
        CHECK(comes_true([&] { return running.noted("http.accept_failed"); }));
    }
    CHECK(body_of(client.response()) == "/patience");
}

TEST_CASE("stopping cuts an idle connection, finishes a busy request, and ends the loop")
{
    RunningServer running;
    Client idle(running.port());
    idle.send(get("/"));
    CHECK(status_of(idle.response()) == 200);
    Client busy(running.port());
    busy.send(get("/wait"));
    REQUIRE(comes_true([&] { return running.waiting() == 1; }));

    running.stop();
    CHECK(idle.ended());
    CHECK_THROWS(Client(running.port()));
    running.release();
    const auto response = busy.response();
    CHECK(status_of(response) == 200);
    CHECK(response.find("\r\nConnection: close\r\n") != std::string::npos);
    CHECK(busy.ended());
    running.stop_and_wait();
    CHECK(running.server().connections_open() == 0);
}

TEST_CASE("stopping does not wait for ever, neither for a handler nor for a body")
{
    RunningServer running(with({.drain_time = 200ms}));
    Client stuck(running.port());
    stuck.send(get("/wait"));
    Client slow(running.port());
    slow.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf");
    REQUIRE(comes_true([&] { return running.waiting() == 1; }));
    const auto start = std::chrono::steady_clock::now();
    running.stop_and_wait();
    CHECK(std::chrono::steady_clock::now() - start < patience);
}

TEST_CASE("a loop that ends in the middle of requests leaves nothing behind")
{
    auto context = std::make_unique<boost::asio::io_context>(1);
    auto server = std::make_unique<Server>(*context, ServerOptions{}, say_hello);
    const auto port = server->listen("127.0.0.1:0");
    Client half(port);
    half.send("GET / HT");
    Client idle(port);
    while (server->connections_open() < 2)
        context->run_one();
    context->poll();
    server.reset();
    context.reset();
    CHECK(half.rest().empty());
}

TEST_CASE("IPv6 is listened on where it is said")
{
    boost::asio::io_context context;
    Server server(context, {}, say_hello);
    try {
        CHECK(server.listen("[::1]:0") > 0);
    } catch (const std::runtime_error& problem) {
        MESSAGE("no IPv6 on this machine: " << problem.what());
    }
}
