// Who is asking: the session behind a cookie, and the guard that every page for staff stands
// behind. Knows cookies and origins; not what the pages show.
#pragma once

#include "core/ticket.hpp"
#include "desk/house.hpp"
#include "http/awaitable.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace heard::site {

class Site;

/// A page that nobody sees or posts to without a session.
using StaffPage = http::Awaitable<http::Response> (*)(Site&, core::Staff, http::Request);

/// Hands the request to `page` with the person whose session it carries. Without one: to the
/// sign-in. A POST that another site's page sent: 403. Words that were posted are never lost with
/// that: then it is a page that holds them, 401 without a session.
http::Awaitable<http::Response> only_for_staff(Site& site, StaffPage page, http::Request request);

/// The person whose session the request carries, if it lives.
http::Awaitable<std::optional<core::Staff>> staff_of(Site& site, const http::Request& request);

/// Whether a POST comes from a page of ours; see auth/same_origin.hpp.
bool is_posted_by_us(const desk::House& house, const http::Request& request);

/// The token that the request's cookie carries, or empty.
std::string session_token(const desk::House& house, const http::Request& request);
/// The cookie that carries a session; with an empty token, the one that ends it in the browser.
http::Header session_cookie(const desk::House& house, std::string_view token);

/// `next` if it is a page for staff of ours, else the queue: a link must not send people elsewhere
/// with our sign-in page as its bait.
std::string safe_next(std::string_view next);

/// The text as a value in a query (RFC 3986 §2.1).
std::string query_text(std::string_view text);

} // namespace heard::site
