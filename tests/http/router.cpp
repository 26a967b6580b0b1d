#include "http/router.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <stdexcept>

using namespace heard::http;

namespace {

Awaitable<Response> say_params(Request request)
{
    std::string text = "page";
    for (const auto& [name, value] : request.params)
        text += " " + name + "=" + value;
    co_return plain(200, text);
}

Awaitable<Response> say_posted(Request)
{
    co_return plain(200, "posted");
}

Awaitable<Response> say_lost(Request request)
{
    co_return plain(404, "no " + request.path);
}

Awaitable<Response> say_never(Request)
{
    co_return plain(405, "never");
}

Router shop()
{
    Router router;
    router.get("/", say_params);
    router.get("/t/new", say_posted);
    router.get("/t/{token}", say_params);
    router.post("/t/{token}/messages", say_posted);
    router.get("/staff/tickets/{ref}/{entry}", say_params);
    router.post("/staff/sign-in", say_posted);
    router.get("/staff/sign-in", say_params);
    return router;
}

Response ask(const Router& router, std::string method, std::string path)
{
    Request request;
    request.method = std::move(method);
    request.path = std::move(path);
    Response answer;
    boost::asio::io_context context;
    boost::asio::co_spawn(context, router.route(std::move(request)),
                          [&](const std::exception_ptr& problem, Response response) {
                              REQUIRE_FALSE(problem);
                              answer = std::move(response);
                          });
    context.run();
    return answer;
}

std::string header(const Response& response, std::string_view name)
{
    Request holder;
    holder.headers = response.headers;
    return std::string(holder.header(name));
}

} // namespace

TEST_CASE("a path leads to its handler, and captures arrive decoded")
{
    const auto router = shop();
    CHECK(ask(router, "GET", "/").body == "page");
    CHECK(ask(router, "GET", "/t/abc").body == "page token=abc");
    CHECK(ask(router, "GET", "/t/a%2Fb").body == "page token=a/b");
    CHECK(ask(router, "GET", "/staff/tickets/H-7K3M9Q/3").body == "page ref=H-7K3M9Q entry=3");
    CHECK(ask(router, "POST", "/t/abc/messages").body == "posted");
    CHECK(ask(router, "POST", "/staff/sign-in").body == "posted");
    CHECK(ask(router, "GET", "/staff/sign-in").body == "page");
}

TEST_CASE("the first pattern that fits wins")
{
    CHECK(ask(shop(), "GET", "/t/new").body == "posted");
}

TEST_CASE("a path that nobody knows is not found")
{
    const auto router = shop();
    for (const auto* path : {"/t", "/t/", "/t/a/", "/t//messages", "/t/a/b", "/T/a", "//", "/t/%00",
                             "/t/%zz", "/staff/tickets/a", "/staff/tickets/a/b/c"})
        CHECK_MESSAGE(ask(router, "GET", path).status == 404, path);
}

TEST_CASE("a known path with another method says which methods there are")
{
    const auto router = shop();
    CHECK(ask(router, "POST", "/t/abc").status == 405);
    CHECK(header(ask(router, "POST", "/t/abc"), "Allow") == "GET, HEAD");
    CHECK(header(ask(router, "GET", "/t/abc/messages"), "Allow") == "POST");
    CHECK(header(ask(router, "DELETE", "/staff/sign-in"), "Allow") == "GET, HEAD, POST");
}

TEST_CASE("the pages for both are the caller's")
{
    auto router = shop();
    router.not_found(say_lost);
    router.not_allowed(say_never);
    CHECK(ask(router, "GET", "/lost").body == "no /lost");
    const auto never = ask(router, "PUT", "/");
    CHECK(never.body == "never");
    CHECK(header(never, "Allow") == "GET, HEAD");
}

TEST_CASE("a pattern that is none is a bug, and said at once")
{
    Router router;
    for (const auto* pattern : {"", "t", "/a{b}", "/{a}b", "/{", "/{}"})
        CHECK_THROWS_AS(router.get(pattern, say_params), std::logic_error);
}

TEST_CASE("the routes can be listed")
{
    const auto router = shop();
    CHECK(router.routes().size() == 7);
    CHECK(router.routes()[3].method == "POST");
    CHECK(router.routes()[3].pattern == "/t/{token}/messages");
}
