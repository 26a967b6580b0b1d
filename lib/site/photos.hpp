// The photos themselves, each by one link: to whoever has the form's token, the ticket's status
// link or a session of the staff. A browser is told to show a picture and to run nothing.
#pragma once

#include "core/ticket.hpp"
#include "http/router.hpp"
#include "site/site.hpp"

namespace heard::site {

/// GET /photos/{token}/{number}: a draft, for the form that it came with.
http::Awaitable<http::Response> get_draft_photo(Site& site, http::Request request);
/// GET /t/{token}/photos/{number}
http::Awaitable<http::Response> get_ticket_photo(Site& site, http::Request request);
/// GET /staff/tickets/{reference}/photos/{number}
http::Awaitable<http::Response> get_staff_photo(Site& site, core::Staff staff,
                                                http::Request request);

} // namespace heard::site
