// The status link: shows one ticket to whoever holds it, and takes what they say to it.
// The link is the only key; nothing here knows who holds it. GET changes nothing.
#pragma once

#include "http/router.hpp"
#include "site/site.hpp"

namespace heard::site {

http::Awaitable<http::Response> get_status(Site& site, http::Request request);
/// A further message. Refusals give it back.
http::Awaitable<http::Response> post_message(Site& site, http::Request request);
/// Settled, or not.
http::Awaitable<http::Response> post_verdict(Site& site, http::Request request);

} // namespace heard::site
