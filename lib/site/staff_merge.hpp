// Two tickets about one matter are put together, from the page of either: first the page says what
// will happen, then it is done. Knows forms and pages; which of them stays is the desk's business.
#pragma once

#include "http/awaitable.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "site/staff_ticket_page.hpp"
#include "text/template.hpp"

namespace heard::site {

class Site;

/// POST /staff/tickets/{reference}/merge: `into`, the other ticket's reference. Without `sure` set
/// to `yes` it only says what would happen. Then the page of the ticket that stays.
http::Awaitable<http::Response> post_merge(Site& site, core::Staff staff, http::Request request);

/// Data for web/pages/_staff_along.html (what went along with the ticket) and _staff_merge.html.
void set_merge(text::Data& data, const TicketPage& page, const Draft& draft);

} // namespace heard::site
