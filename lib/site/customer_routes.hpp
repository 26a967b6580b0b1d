// Which page of the customer's answers which path; see INTERFACE.md.
#pragma once

#include "http/router.hpp"
#include "site/site.hpp"

namespace heard::site {

void add_customer_routes(http::Router& router, Site& site);

} // namespace heard::site
