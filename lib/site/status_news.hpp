// News for a status page that is open: an event whenever its ticket's book has grown. It says that
// there is something new, not what: the page asks for itself again. Knows no words.
#pragma once

#include "http/request.hpp"
#include "http/response.hpp"
#include "site/site.hpp"

namespace heard::site {

/// `GET /t/TOKEN/news`, server-sent events. Begins with one if something happened since
/// `Last-Event-ID`, or since `?seen=`. For a wrong link 204, on which browsers stop asking.
http::Awaitable<http::Response> get_status_news(Site& site, http::Request request);

} // namespace heard::site
