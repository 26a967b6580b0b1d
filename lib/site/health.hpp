// How the daemon is, for machines: /livez and /readyz. Tells nobody what a customer wrote.
#pragma once

#include "http/router.hpp"
#include "site/site.hpp"

namespace heard::site {

void add_health_routes(http::Router& router, Site& site);

} // namespace heard::site
