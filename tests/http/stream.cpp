#include "http/running_server.hpp"

#include <doctest/doctest.h>

namespace heard::http::test {

namespace {

ServerOptions with(const Limits& limits)
{
    ServerOptions options;
    options.limits = limits;
    return options;
}

/// Somebody who has heard the first event.
struct Listener : Client
{
    explicit Listener(RunningServer& running)
        : Client(running.port())
    {
        send(get("/news"));
        head = until("\r\n\r\n");
        first = until("\n\n");
    }
    std::string head;
    std::string first;
};

} // namespace

TEST_CASE("a stream sends each event when it happens")
{
    RunningServer running;
    Listener listener(running);
    CHECK(listener.head.find("Content-Type: text/event-stream\r\n") != std::string::npos);
    CHECK(listener.head.find("Connection: close\r\n") != std::string::npos);
    CHECK(listener.head.find("Content-Length") == std::string::npos);
    CHECK(listener.first == "id: 1\nevent: news\ndata: read all about it\n\n");
    running.ring();
    CHECK(listener.until("\n\n") == "id: 2\nevent: news\ndata: read all about it\n\n");
}

TEST_CASE("a stream ends when its listener hangs up, without waiting for something to say")
{
    RunningServer running;
    {
        Listener listener(running);
        CHECK(running.listening() == 1);
    }
    CHECK(comes_true([&] { return running.listening() == 0; }));
    CHECK(comes_true([&] { return running.server().connections_open() == 0; }));
}

TEST_CASE("asked for a stream's head only, the server sends no event")
{
    RunningServer running;
    Client client(running.port());
    client.send("HEAD /news HTTP/1.1\r\nHost: shop.example\r\n\r\n");
    const auto all = client.rest();
    CHECK(status_of(all) == 200);
    CHECK(all.ends_with("\r\n\r\n"));
    CHECK(running.listening() == 0);
}

TEST_CASE("a server that stops does not wait for streams")
{
    RunningServer running(with({.drain_time = patience * 10}));
    Listener listener(running);
    running.stop_and_wait();
    CHECK(listener.ended());
}

TEST_CASE("in a full house who only listens makes room")
{
    RunningServer running(with({.connections = 1}));
    Listener listener(running);
    Client next(running.port());
    next.send(get("/echo"));
    CHECK(status_of(next.response()) == 200);
    CHECK(comes_true([&] { return running.listening() == 0; }));
}

TEST_CASE("a listener outlives the times that requests have")
{
    RunningServer running(with({.head_time = 100ms, .request_time = 100ms, .idle_time = 100ms}));
    Listener listener(running);
    CHECK_FALSE(listener.hears_within(500ms));
    running.ring();
    CHECK(listener.until("\n\n").starts_with("id: 2\n"));
}

TEST_CASE("who comes back says what was heard last")
{
    Request request;
    CHECK_FALSE(last_event_id(request));
    request.query = "seen=41";
    CHECK(last_event_id(request) == 41);
    request.headers = {{"Last-Event-ID", "42"}};
    CHECK(last_event_id(request) == 42);
    request.headers.clear();
    request.query = "seen=-1";
    CHECK_FALSE(last_event_id(request));
}

TEST_CASE("each line of an event's data is a line of data")
{
    CHECK(event(7, "words", "one\n\ntwo") ==
          "id: 7\nevent: words\ndata: one\ndata: \ndata: two\n\n");
    CHECK(event(7, "words", "") == "id: 7\nevent: words\ndata: \n\n");
}

} // namespace heard::http::test
