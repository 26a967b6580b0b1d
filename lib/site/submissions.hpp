// What a customer sends with the form. Every refusal is the form again, with all their words.
#pragma once

#include "http/router.hpp"
#include "site/site.hpp"

namespace heard::site {

/// Takes it in and leads to the status page. What looks like a machine's is set aside, never
/// refused, and sees the same thank-you.
http::Awaitable<http::Response> post_submission(Site& site, http::Request request);

} // namespace heard::site
