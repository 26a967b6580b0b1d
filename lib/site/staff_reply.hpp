// Staff write to a customer: an answer, or word that we are on it with the next date.
// Knows forms and pages; what a reply does to a promise is the desk's business.
#pragma once

#include "core/ticket.hpp"
#include "http/awaitable.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace heard::site {

class Site;

/// POST /staff/tickets/{reference}/answer: `text`, `done`, `seen`. Then the ticket that is due
/// next, or the queue. Something newer than `seen`: 409, with both texts. A form that came torn is
/// not sent: half a sentence may say the opposite. Every refusal keeps the writer's words.
http::Awaitable<http::Response> post_answer(Site& site, core::Staff staff, http::Request request);
/// POST /staff/tickets/{reference}/hold: `text`, `until`, `seen`. No date: 422. With `choose`, a
/// date in place of `until`: nothing is sent, the page reads it back.
http::Awaitable<http::Response> post_hold(Site& site, core::Staff staff, http::Request request);
/// POST /staff/tickets/{reference}/undo: back to the words. After they have left: 409, kindly.
http::Awaitable<http::Response> post_undo(Site& site, core::Staff staff, http::Request request);

} // namespace heard::site
