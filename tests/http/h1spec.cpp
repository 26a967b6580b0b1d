// The cases of uNetworking's h1spec (http_test.ts, 33 of them), said again in our words: what is
// sent, and which statuses are right. A fragment is right if the server keeps waiting for the rest.

#include "http/running_server.hpp"

#include <doctest/doctest.h>

#include <array>
#include <memory>

using namespace heard::http::test;

namespace {

/// Statuses from `from` to `to`, or in a second range; with `body` if the status is 200 and it is
/// given.
struct Case
{
    std::string_view what;
    std::string request;
    int from;
    int to;
    int or_from = 0;
    int or_to = 0;
    std::string_view body = {};
};

const std::string line = "GET / HTTP/1.1\r\n";
const std::string post_line = "POST / HTTP/1.1\r\n";
const std::string host = "Host: example.com\r\n";

/// Each ends where a careless parser might think that it knows enough.
const std::array<std::string, 15> fragments{
    "G",
    "GET ",
    "GET /hello",
    "GET /hello ",
    "GET /hello HTTP",
    "GET /hello HTTP/1.1",
    "GET /hello HTTP/1.1\r",
    "GET /hello HTTP/1.1\r\n",
    "GET /hello HTTP/1.1\r\nHos",
    "GET /hello HTTP/1.1\r\nHost:",
    "GET /hello HTTP/1.1\r\nHost: ",
    "GET /hello HTTP/1.1\r\nHost: localhost",
    "GET /hello HTTP/1.1\r\nHost: localhost\r",
    "GET /hello HTTP/1.1\r\nHost: localhost\r\n",
    "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r",
};

const std::array<Case, 18> cases{{
    {"no version", "GET / \r\n\r\n", 400, 599},
    {"an expectation", line + host + "Expect: 100-continue\r\n\r\n", 100, 100, 200, 299},
    {"a plain GET", line + host + "\r\n", 200, 299},
    {"odd but right fields", line + "hoSt:\texample.com\r\nempty:\r\n\r\n", 200, 299},
    {"a field name with brackets", line + host + "X-Invalid[]: test\r\n\r\n", 400, 499},
    {"no Host", line + "Content-Length: 5\r\n\r\n", 400, 499},
    {"two Hosts", line + host + "Host: example.org\r\n\r\n", 400, 499},
    {"a length far below zero",
     line + host + "Content-Length: -123456789123456789123456789\r\n\r\n", 400, 499},
    {"a length below zero", line + host + "Content-Length: -1234\r\n\r\n", 400, 499},
    {"a length in letters", line + host + "Content-Length: abc\r\n\r\n", 400, 499},
    {"an empty value", line + host + "X-Empty-Header: \r\n\r\n", 200, 299},
    {"a bell in a value", line + host + "X-Bad-Control-Char: test\x07\r\n\r\n", 400, 499},
    {"a version of the future", "GET / HTTP/9.9\r\n" + host + "\r\n", 400, 499, 500, 599},
    {"words before the request", "Extra line" + line + host + "\r\n", 400, 499, 500, 599},
    {"a bare carriage return", line + host + "\rSome-Header: Test\r\n\r\n", 400, 499},
    {"a POST with a body", post_line + host + "Content-Length: 5\r\n\r\nhello", 200, 299, 404, 404,
     "hello"},
    {"a chunked body",
     post_line + host + "Transfer-Encoding: chunked\r\n\r\nc\r\nHellO world1\r\n0\r\n\r\n", 200,
     299, 0, 0, "HellO world1"},
    {"a length and chunks at once",
     post_line + host +
         "content-LengtH: 5\r\nTransFer-Encoding: chunked\r\n\r\n"
         "c\r\nHellO world1\r\n0\r\n\r\n",
     400, 499, 200, 299, "HellO world1"},
}};

bool is_right(const Case& one, const std::string& response)
{
    const int status = status_of(response);
    const bool in_range =
        (status >= one.from && status <= one.to) || (status >= one.or_from && status <= one.or_to);
    const bool body_told = status != 200 || one.body.empty() || body_of(response) == one.body;
    return status > 0 && in_range && body_told;
}

} // namespace

TEST_CASE("h1spec: the server waits for the rest of a request, wherever it breaks off")
{
    RunningServer running;
    std::vector<std::unique_ptr<Client>> clients;
    std::vector<pollfd> watched;
    for (const auto& fragment : fragments) {
        clients.push_back(std::make_unique<Client>(running.port()));
        clients.back()->send(fragment);
        watched.push_back({clients.back()->socket(), POLLIN, 0});
    }
    // Half a second, as h1spec waits; nothing may come from any of them.
    CHECK(::poll(watched.data(), watched.size(), 500) == 0);
    for (std::size_t i = 0; i < watched.size(); ++i)
        CHECK_MESSAGE(watched[i].revents == 0, fragments[i]);
}

TEST_CASE("h1spec: what is right is served, what is wrong is refused")
{
    RunningServer running;
    for (const auto& one : cases) {
        Client client(running.port());
        client.send(one.request);
        const auto response = client.response();
        CHECK_MESSAGE(is_right(one, response), one.what << ": " << response);
    }
}
