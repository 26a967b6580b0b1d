// A customer takes a copy: everything that their status page shows, for programs. The keys are part
// of what the outside relies on: they are added to, and never change.
#pragma once

#include "http/router.hpp"
#include "site/site.hpp"

namespace heard::site {

/// `GET /t/TOKEN/copy.json`, to be saved as a file. Instants are RFC 3339 in UTC.
http::Awaitable<http::Response> get_copy(Site& site, http::Request request);

} // namespace heard::site
