// Every path under /staff and /owner, in one list. Knows the pages by name only.
#pragma once

#include "http/router.hpp"

namespace heard::site {

class Site;

void add_staff_routes(http::Router& router, Site& site);

} // namespace heard::site
