#include "http/router.hpp"

#include "http/letters.hpp"
#include "http/percent.hpp"

#include <optional>
#include <stdexcept>

namespace heard::http {

namespace {

using Params = decltype(Request::params);

bool is_capture(std::string_view segment)
{
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

void check_pattern(std::string_view pattern)
{
    if (!pattern.starts_with('/'))
        throw std::logic_error("a route begins with a slash: " + std::string(pattern));
    for (auto rest = pattern.substr(1); !rest.empty();) {
        const auto segment = take_until(rest, '/');
        if (!is_capture(segment) && segment.find_first_of("{}") != std::string_view::npos)
            throw std::logic_error("a capture is a whole segment: " + std::string(pattern));
    }
}

/// The captures, if the path fits the pattern. Both begin with a slash.
std::optional<Params> match(std::string_view pattern, std::string_view path)
{
    const auto literal = pattern.substr(0, pattern.find('{'));
    if (!path.starts_with(literal))
        return std::nullopt;
    pattern.remove_prefix(literal.size());
    path.remove_prefix(literal.size());

    Params params;
    while (!pattern.empty() && !path.empty()) {
        const bool pattern_goes_on = pattern.find('/') != std::string_view::npos;
        const bool path_goes_on = path.find('/') != std::string_view::npos;
        if (pattern_goes_on != path_goes_on)
            return std::nullopt;
        const auto expected = take_until(pattern, '/');
        const auto segment = take_until(path, '/');
        if (!is_capture(expected)) {
            if (expected != segment)
                return std::nullopt;
            continue;
        }
        auto value = decode_segment(segment);
        if (!value || value->empty())
            return std::nullopt;
        params.emplace_back(expected.substr(1, expected.size() - 2), std::move(*value));
    }
    if (!pattern.empty() || !path.empty())
        return std::nullopt;
    return params;
}

/// The methods of a path, for `Allow`; empty if no route has the path.
std::string methods_of(const std::vector<Router::Route>& routes, std::string_view path)
{
    bool get = false;
    bool post = false;
    for (const auto& route : routes) {
        if (!match(route.pattern, path))
            continue;
        (route.method == "GET" ? get : post) = true;
    }
    if (get)
        return post ? "GET, HEAD, POST" : "GET, HEAD";
    return post ? "POST" : "";
}

Awaitable<Response> with_allow(Awaitable<Response> page, std::string methods)
{
    auto response = co_await std::move(page);
    response.headers.push_back({"Allow", std::move(methods)});
    co_return response;
}

Awaitable<Response> say_not_found(Request)
{
    co_return plain(404, "There is no such page.\n");
}

Awaitable<Response> say_not_allowed(Request)
{
    co_return plain(405, "This page cannot be used that way.\n");
}

} // namespace

Router::Router()
    : not_found_(say_not_found)
    , not_allowed_(say_not_allowed)
{}

void Router::get(std::string_view pattern, Handler handler)
{
    add("GET", pattern, std::move(handler));
}

void Router::post(std::string_view pattern, Handler handler)
{
    add("POST", pattern, std::move(handler));
}

void Router::not_found(Handler handler)
{
    not_found_ = std::move(handler);
}

void Router::not_allowed(Handler handler)
{
    not_allowed_ = std::move(handler);
}

// Not a coroutine itself: one frame less for every request.
Awaitable<Response> Router::route(Request request) const
{
    for (const auto& route : routes_) {
        if (route.method != request.method)
            continue;
        if (auto params = match(route.pattern, request.path)) {
            request.params = std::move(*params);
            return route.handler(std::move(request));
        }
    }
    auto methods = methods_of(routes_, request.path);
    if (methods.empty())
        return not_found_(std::move(request));
    return with_allow(not_allowed_(std::move(request)), std::move(methods));
}

void Router::add(std::string_view method, std::string_view pattern, Handler handler)
{
    check_pattern(pattern);
    routes_.push_back({std::string(method), std::string(pattern), std::move(handler)});
}

} // namespace heard::http
