// A customer has their words erased: a page asks once, and a press on its button does it.
#pragma once

#include "http/router.hpp"
#include "site/site.hpp"

namespace heard::site {

/// `GET /t/TOKEN/erase`: what would go and what would stay. Where nothing is left to erase: 303 to
/// the status page.
http::Awaitable<http::Response> get_erase(Site& site, http::Request request);
/// With `sure=yes` it is done: 303 to the status page. Without, it is the same question.
http::Awaitable<http::Response> post_erase(Site& site, http::Request request);

} // namespace heard::site
