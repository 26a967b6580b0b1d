// The search: tickets that were found, and the words by which. Knows how a row looks; what is found
// is the desk's.
#pragma once

#include "core/ticket.hpp"
#include "http/awaitable.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace heard::site {

class Site;

/// Whether a request for the queue asks to search: `q` has something in it.
bool asks_to_search(const http::Request& request);

/// GET /staff?q=: what staff may see and fits all words, `by` newest or due. A reference or an
/// invoice leads to its ticket at once.
http::Awaitable<http::Response> get_search(Site& site, core::Staff staff, http::Request request);

} // namespace heard::site
