// What a handler gives back, and the few shapes that pages need.
// Knows nothing of the wire: Date, Content-Length and the headers of every response are the
// server's business.
#pragma once

#include "http/request.hpp"
#include "http/stream.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace heard::http {

struct Response
{
    int status = 200;
    std::vector<Header> headers; ///< One with a line break in it is left out rather than sent.
    std::string body;
    bool close = false; ///< Hang up after this response.
    /// What follows the head instead of `body`, until it ends; then we hang up.
    StreamHandler stream = {};
};

/// HTML that no cache may keep: it speaks to one person.
Response page(int status, std::string html);
/// 303: what was posted is done, look here.
Response see_other(std::string location);
Response plain(int status, std::string text);
Response json(int status, std::string text);
/// A file, with the word on how long a cache may keep it (`public, max-age=31536000, immutable`).
Response bytes(std::string_view media_type, std::string_view bytes, std::string_view cache_control);

} // namespace heard::http
