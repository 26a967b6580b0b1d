// News for the pages that staff have open: which tickets something happened on, and who looks at
// them. It says that there is something new, not what: each page asks for itself again.
// Knows no words.
#pragma once

#include "http/awaitable.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace heard::site {

class Site;

/// `GET /staff/news`, server-sent events for one browser: `here` at once, then `news` (the books of
/// tickets have grown) and `people` (somebody came, went, writes). Their id is the number of the
/// book's newest line, their data the number of the newest change among people and the references,
/// of tickets that this person may see; `*` for too many to name. Begins with what happened since
/// `Last-Event-ID`, or since `?seen=` and `?people=`. `?looks=` names the tickets that this browser
/// shows. Ends with the session, and when this person gets another branch: then the browser comes
/// again; without a session 204, on which browsers stop asking.
http::Awaitable<http::Response> get_news(Site& site, http::Request request);

} // namespace heard::site
