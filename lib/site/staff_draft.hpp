// What somebody is writing to a customer is kept as they write it. Knows the form; see reply.js for
// who posts it and when.
#pragma once

#include "core/ticket.hpp"
#include "http/awaitable.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace heard::site {

class Site;

/// POST /staff/tickets/{reference}/draft: `form` (`answer` or `hold`) and the fields of that form.
/// 204; or, when this page does not know the words that are kept, 409 with them as JSON: `text`,
/// `done`, `until` as the field has it, and their number as `draft`. Refusals have no page: a
/// script reads them.
http::Awaitable<http::Response> post_draft(Site& site, core::Staff staff, http::Request request);

} // namespace heard::site
