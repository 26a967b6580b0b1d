// Which handler answers which method and path. Knows no page.
// The first pattern that fits wins, so register literal paths before captures. Thread: I/O;
// registered before serving.
#pragma once

#include "http/awaitable.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace heard::http {

using Handler = std::function<Awaitable<Response>(Request)>;

class Router
{
public:
    struct Route
    {
        std::string method;
        std::string pattern;
        Handler handler;
    };

    Router();

    /// `/t/{token}/messages`: a capture is one whole segment that is not empty, and arrives decoded
    /// in `Request::params`. A pattern that is none is a bug: throws std::logic_error.
    void get(std::string_view pattern, Handler handler);
    void post(std::string_view pattern, Handler handler);

    /// The page for a path that nobody knows. Without one: a line of text.
    void not_found(Handler handler);
    /// The page for a known path with another method; `Allow` is added to whatever it answers.
    void not_allowed(Handler handler);

    /// Hands the request to its handler.
    Awaitable<Response> route(Request request) const;

    const std::vector<Route>& routes() const { return routes_; }

private:
    void add(std::string_view method, std::string_view pattern, Handler handler);

    std::vector<Route> routes_;
    Handler not_found_;
    Handler not_allowed_;
};

} // namespace heard::http
