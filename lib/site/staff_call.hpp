// A colleague writes down what a customer said on the phone or at the counter, and gets a slip to
// read out or to hand over. Knows forms and pages; what a call becomes is the desk's business.
#pragma once

#include "core/ticket.hpp"
#include "http/awaitable.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace heard::site {

class Site;

/// GET /staff/call: the form, blank.
http::Awaitable<http::Response> get_call(Site& site, core::Staff staff, http::Request request);
/// POST /staff/call: `likes`, `dislikes`, `wishes`, `name`, `contact`, `channel` (phone, counter),
/// `invoice`, `branch`, `language`, `form_token`. Then the slip. Every refusal keeps every word.
http::Awaitable<http::Response> post_call(Site& site, core::Staff staff, http::Request request);
/// GET /staff/call/{reference}: the slip. It has the customer's link, so only for what came in by a
/// call: 404 for any other ticket.
http::Awaitable<http::Response> get_slip(Site& site, core::Staff staff, http::Request request);

} // namespace heard::site
