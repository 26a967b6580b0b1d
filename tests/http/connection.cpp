#include "http/connection.hpp"

#include "http/running_server.hpp"

#include <doctest/doctest.h>

using namespace heard::http;
using namespace heard::http::test;

namespace {

ServerOptions with(Limits limits)
{
    ServerOptions options;
    options.limits = limits;
    return options;
}

} // namespace

TEST_CASE("a connection serves one request after the other")
{
    RunningServer running;
    Client client(running.port());
    for (int i = 0; i < 3; ++i) {
        client.send(post("/echo", "hello " + std::to_string(i)));
        CHECK(body_of(client.response()) == "hello " + std::to_string(i));
    }
    CHECK(running.server().requests_served() == 3);
    CHECK(running.server().connections_open() == 1);
}

TEST_CASE("requests sent all at once are answered in order")
{
    RunningServer running;
    Client client(running.port());
    std::string requests;
    for (int i = 0; i < 200; ++i)
        requests += post("/echo", "body " + std::to_string(i)) + get("/page" + std::to_string(i));
    client.send(requests);
    for (int i = 0; i < 200; ++i) {
        CHECK(body_of(client.response()) == "body " + std::to_string(i));
        CHECK(body_of(client.response()) == "/page" + std::to_string(i));
    }
}

TEST_CASE("a request may arrive byte by byte")
{
    RunningServer running;
    Client client(running.port());
    for (const char byte : post("/echo", "slowly"))
        client.send({&byte, 1});
    CHECK(body_of(client.response()) == "slowly");
}

TEST_CASE("HEAD gets the head of the page and no body")
{
    RunningServer running;
    Client client(running.port());
    client.send("HEAD /four HTTP/1.1\r\nHost: a\r\n\r\n" + get("/next"));
    const auto head = client.response(true);
    CHECK(head.find("\r\nContent-Length: 5\r\n") != std::string::npos);
    CHECK(body_of(client.response()) == "/next");
}

TEST_CASE("the server hangs up when it was asked to, and the last answer arrives whole")
{
    RunningServer running;
    Client client(running.port());
    client.send("GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    const auto response = client.response();
    CHECK(response.find("\r\nConnection: close\r\n") != std::string::npos);
    CHECK(body_of(response).size() == 10'000'000);
    CHECK(client.ended());
}

TEST_CASE("HTTP/1.0 ends after one answer, unless it asks to go on")
{
    RunningServer running;
    Client once(running.port());
    once.send("GET /a HTTP/1.0\r\nHost: a\r\n\r\n");
    CHECK(body_of(once.response()) == "/a");
    CHECK(once.ended());

    Client again(running.port());
    again.send("GET /a HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
    CHECK(again.response().find("\r\nConnection: keep-alive\r\n") != std::string::npos);
    again.send(get("/b"));
    CHECK(body_of(again.response()) == "/b");
}

TEST_CASE("a head that trickles in is cut at the deadline, however often a byte comes")
{
    RunningServer running(with({.head_time = 300ms}));
    Client client(running.port());
    const auto start = std::chrono::steady_clock::now();
    client.send("GET / HTTP/1.1\r\n");
    while (!client.hears_within(20ms))
        client.send("X: y\r\n");
    const auto took = std::chrono::steady_clock::now() - start;
    CHECK(took >= 250ms);
    CHECK(took < patience);
    CHECK(status_of(client.response()) == 408);
}

TEST_CASE("a body that trickles in is cut at the deadline too")
{
    RunningServer running(with({.request_time = 300ms}));
    Client client(running.port());
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
    while (!client.hears_within(20ms))
        client.send("x");
    CHECK(status_of(client.response()) == 408);
}

TEST_CASE("a body that keeps its pace may take as long as it needs, and saves up no time")
{
    // 300 bytes in each 300 ms.
    RunningServer running(with({.request_time = 300ms, .slowest_bytes_per_second = 1000}));
    Client client(running.port());
    const auto start = std::chrono::steady_clock::now();
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3000\r\n\r\n");
    for (int i = 0; i < 14; ++i) {
        client.send(std::string(200, 'x'));
        CHECK_FALSE(client.hears_within(60ms));
    }
    client.send(std::string(200, 'x'));
    CHECK(std::chrono::steady_clock::now() - start > 800ms);
    CHECK(body_of(client.response()).size() == 3000);

    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" +
                std::string(90'000, 'x'));
    const auto stalled = std::chrono::steady_clock::now();
    CHECK(status_of(client.response()) == 408);
    CHECK(std::chrono::steady_clock::now() - stalled < 2s);
}

TEST_CASE("an answer is as patient with a reader who keeps his pace")
{
    // 500,000 bytes in each half second. The client takes some 6 MB a second, and what neither his
    // buffer nor ours holds takes more than half a second.
    RunningServer running(with({.request_time = 500ms, .slowest_bytes_per_second = 1'000'000}));
    Client client;
    const int small = 64 << 10;
    REQUIRE(::setsockopt(client.socket(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small) == 0);
    client.connect(running.port());
    client.send(get("/large"));
    std::vector<char> piece(128 << 10);
    std::size_t taken = 0;
    while (taken <= 10'000'000 && client.hears_within(patience)) {
        const auto count = ::recv(client.socket(), piece.data(), piece.size(), 0);
        if (count <= 0)
            break;
        taken += static_cast<std::size_t>(count);
        std::this_thread::sleep_for(20ms); // The pace of a phone, not a wait for anything.
    }
    CHECK(taken > 10'000'000);
}

TEST_CASE("a connection on which nothing comes is closed without a word")
{
    RunningServer running(with({.head_time = 200ms, .idle_time = 200ms}));
    Client silent(running.port());
    Client idle(running.port());
    idle.send(get("/"));
    CHECK(status_of(idle.response()) == 200);
    CHECK(silent.ended());
    CHECK(idle.ended());
}

TEST_CASE("a client that does not read its answer is cut off")
{
    RunningServer running(with({.request_time = 300ms}));
    Client client(running.port());
    client.send(get("/large") + get("/large"));
    CHECK(comes_true([&] { return running.server().connections_open() == 1; }));
    CHECK(comes_true([&] { return running.server().connections_open() == 0; }));
}

TEST_CASE("a slow handler is not cut off by a deadline")
{
    RunningServer running(with({.head_time = 100ms, .request_time = 100ms, .idle_time = 100ms}));
    Client client(running.port());
    client.send(get("/wait"));
    CHECK_FALSE(client.hears_within(500ms));
    running.release();
    CHECK(status_of(client.response()) == 200);
}

TEST_CASE("of a body over the limit the handler sees the beginning, and its answer can be read")
{
    RunningServer running(with({.body_bytes = 1000}));
    Client client(running.port());
    client.send(post("/cut", std::string(5'000'000, 'x')));
    const auto response = client.response();
    CHECK(status_of(response) == 413);
    CHECK(body_of(response) == "1000");
    CHECK(response.find("\r\nConnection: close\r\n") != std::string::npos);
    CHECK(client.ended());
}

TEST_CASE("a body beyond all measure is answered before it is all there")
{
    RunningServer running(with({.body_bytes = 1000, .sent_bytes = 10'000}));
    Client client(running.port());
    client.send("POST /cut HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000000\r\n\r\n" +
                std::string(200'000, 'x'));
    CHECK(status_of(client.response()) == 413);
    CHECK(client.ended());
}

TEST_CASE("a chunked body arrives whole, and the connection goes on")
{
    RunningServer running;
    Client client(running.port());
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nX: y\r\n\r\n" +
                get("/next"));
    CHECK(body_of(client.response()) == "hello world");
    CHECK(body_of(client.response()) == "/next");
}

TEST_CASE("a trailer of 70,000 bytes gets 400, and the server lives")
{
    RunningServer running;
    Client client(running.port());
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                "5\r\nhello\r\n0\r\nX: " +
                std::string(70'000, 'x') + "\r\n\r\n");
    CHECK(status_of(client.response()) == 400);
    Client next(running.port());
    next.send(get("/alive"));
    CHECK(body_of(next.response()) == "/alive");
}

TEST_CASE("a client that asks whether to go on is told so, and only if there is something to come")
{
    RunningServer running;
    Client client(running.port());
    const std::string head =
        "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
    client.send(head);
    CHECK(client.response(true) == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("hello");
    CHECK(body_of(client.response()) == "hello");
    client.send(head + "again");
    CHECK(body_of(client.response()) == "again");
}

TEST_CASE("after a refused request nothing more is read from the connection")
{
    RunningServer running;
    Client client(running.port());
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked"
                "\r\n\r\n0\r\n\r\n" +
                get("/smuggled"));
    const auto all = client.rest();
    CHECK(status_of(all) == 400);
    CHECK(all.find("smuggled") == std::string::npos);
    CHECK(running.server().requests_served() == 0);
}

TEST_CASE("only a trusted proxy may say who the client is")
{
    const auto request = "GET /who HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.9\r\n"
                         "X-Forwarded-Proto: https\r\n\r\n";
    RunningServer open;
    Client liar(open.port());
    liar.send(request);
    CHECK(body_of(liar.response()) == "127.0.0.1");

    ServerOptions options;
    options.trusted_proxies = {"127.0.0.0/8"};
    RunningServer behind(options);
    Client proxy(behind.port());
    proxy.send(request);
    CHECK(body_of(proxy.response()) == "192.0.2.9 secure");
}
