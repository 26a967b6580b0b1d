// A request as the pages see it: already checked, decoded where that is safe, and whole.
// Knows no socket, and nothing of who may do what.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace heard::http {

struct Header
{
    std::string name;
    std::string value;
    bool operator==(const Header&) const = default;
};

struct Request
{
    std::string method; ///< `GET`, `POST`. HEAD arrives as `GET`; the server drops the body.
    std::string path;   ///< Not decoded, begins with `/`.
    std::string query;  ///< Not decoded, without the `?`.
    std::vector<Header> headers;
    std::string body;
    bool body_cut = false; ///< There was more than we keep; `body` holds the beginning.
    /// It was cut for the others' sake: alone it would have fitted into `Limits::body_bytes`.
    bool crowded = false;
    std::string address; ///< The client's IP address. Only trusted proxies may name another than
                         ///< the peer's.
    bool secure = false; ///< A trusted proxy says that the client came by https.
    std::vector<std::pair<std::string, std::string>> params; ///< Captured by the router, decoded.

    /// The first header of that name in any letter case; empty if there is none.
    std::string_view header(std::string_view name) const;
    /// What the route captured under that name; empty if the route has no such capture.
    std::string_view param(std::string_view name) const;
    /// The first cookie of exactly that name, as it was sent.
    std::optional<std::string_view> cookie(std::string_view name) const;
};

/// The first value of that name in a query, decoded. Nothing if the name is not there.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

} // namespace heard::http
