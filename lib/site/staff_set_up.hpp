// A new colleague's first visit: the one-time link from the command line, on which they choose a
// password. Knows nothing of how the link was made or sent.
#pragma once

#include "http/awaitable.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace heard::site {

class Site;

/// GET /staff/set-up/{token}: shows only, for mail scanners follow every link. A link that was used
/// or is too old: 404 that says so.
http::Awaitable<http::Response> get_set_up(Site& site, http::Request request);
/// POST /staff/set-up/{token}: `password`. Uses the link up and signs in.
http::Awaitable<http::Response> post_set_up(Site& site, http::Request request);

} // namespace heard::site
