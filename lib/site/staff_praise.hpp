// Kind words: a customer's praise goes to the colleague it names, who finds it on a page of their
// own. Knows forms and pages; what may be passed on is the desk's business.
#pragma once

#include "core/ticket.hpp"
#include "http/awaitable.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace heard::site {

class Site;

/// GET /staff/kind-words: one's own, newest first; nobody else's.
http::Awaitable<http::Response> get_kind_words(Site& site, core::Staff staff,
                                               http::Request request);

} // namespace heard::site
