// A page for whoever is signed in: away until, single keys, sign out. Knows nobody else.
#pragma once

#include "core/ticket.hpp"
#include "http/awaitable.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace heard::site {

class Site;

/// GET /staff/me.
http::Awaitable<http::Response> get_me(Site& site, core::Staff staff, http::Request request);
/// POST /staff/me/away: `until`, as for a holding reply, or `back=yes`.
http::Awaitable<http::Response> post_away(Site& site, core::Staff staff, http::Request request);
/// POST /staff/me/keys: `single=yes|no`.
http::Awaitable<http::Response> post_keys(Site& site, core::Staff staff, http::Request request);

} // namespace heard::site
