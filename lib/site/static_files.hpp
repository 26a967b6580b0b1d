// Files that are the same for everybody: stylesheet, icon, and the owner's picture.
#pragma once

#include "http/router.hpp"
#include "site/site.hpp"

namespace heard::site {

/// Changes with the picture, so that a cache may keep it for ever.
std::string path_of(const Photo& photo);

void add_static_files(http::Router& router, Site& site);

} // namespace heard::site
