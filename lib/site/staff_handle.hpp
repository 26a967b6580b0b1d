// What staff do with a ticket without writing to the customer, each a small form that leads back to
// the ticket. Knows forms; what each does is the desk's business.
#pragma once

#include "core/ticket.hpp"
#include "http/awaitable.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace heard::site {

class Site;

/// POST /staff/tickets/{reference}/note: `text`
http::Awaitable<http::Response> post_note(Site& site, core::Staff staff, http::Request request);
/// .../customer-note: `text`, about the customer.
http::Awaitable<http::Response> post_customer_note(Site& site, core::Staff staff,
                                                   http::Request request);
/// .../forget-customer-note: `note` is its number.
http::Awaitable<http::Response> post_forget_customer_note(Site& site, core::Staff staff,
                                                          http::Request request);
/// .../claim: `mine` is `yes`, or `no` to give it back.
http::Awaitable<http::Response> post_claim(Site& site, core::Staff staff, http::Request request);
/// .../assign: `name` of a colleague.
http::Awaitable<http::Response> post_assign(Site& site, core::Staff staff, http::Request request);
/// .../kind: `kind`
http::Awaitable<http::Response> post_kind(Site& site, core::Staff staff, http::Request request);
/// .../settle. While a promise is open: 409.
http::Awaitable<http::Response> post_settle(Site& site, core::Staff staff, http::Request request);
/// .../void-link: `generation` of the link that the page showed.
http::Awaitable<http::Response> post_void_link(Site& site, core::Staff staff,
                                               http::Request request);
/// .../praise: `name` of the colleague who gets the customer's praise.
http::Awaitable<http::Response> post_praise(Site& site, core::Staff staff, http::Request request);
/// .../set-aside: `text`, the reason; into `check`.
http::Awaitable<http::Response> post_set_aside(Site& site, core::Staff staff,
                                               http::Request request);
/// .../take-back: out of `check`, into the queue.
http::Awaitable<http::Response> post_take_back(Site& site, core::Staff staff,
                                               http::Request request);

} // namespace heard::site
