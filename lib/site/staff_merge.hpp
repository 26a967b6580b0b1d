// Two tickets about one matter are put together, from the page of either: first the page says what
// will happen, then it is done. Knows forms and pages; which of them stays is the desk's business.
#pragma once

#include "desk/handle.hpp"
#include "http/awaitable.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "site/staff_ticket_page.hpp"
#include "text/template.hpp"

namespace heard::site {

class Site;

/// POST /staff/tickets/{reference}/merge: `into`, the other ticket's reference, or, when that is
/// empty, `other`, as it was typed. Without `sure` set to `yes` it only says what would happen.
/// Then the page of the ticket that stays.
http::Awaitable<http::Response> post_merge(Site& site, core::Staff staff, http::Request request);

/// What may belong together with the ticket of `view`, and can be put together with it: what else
/// the customer waits for, then tickets like it, waiting ones first.
std::vector<MergeChoice> merge_choices_for(storage::Transaction& tx, const desk::House& house,
                                           const desk::Handling& handling, const TicketView& view);

/// Data for web/pages/_staff_along.html (what went along with the ticket) and _staff_merge.html.
void set_merge(text::Data& data, const TicketPage& page, const Draft& draft);

} // namespace heard::site
