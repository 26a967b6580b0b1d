// The queue: what is due next. Knows how a row looks; its order is storage's, by due time alone.
#pragma once

#include "core/ticket.hpp"
#include "http/awaitable.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace heard::site {

class Site;

/// GET /staff: `view` (due, mine, promised, praise, check, all), `q` searches all tickets, `sent`
/// is the reference of the ticket that was just answered, `still` keeps the page from refreshing.
http::Awaitable<http::Response> get_queue(Site& site, core::Staff staff, http::Request request);

} // namespace heard::site
