// Photos in a page: where each is, how large, and what it is called for those who do not see it.
// Pure. Knows no request, and not who may see them.
#pragma once

#include "desk/house.hpp"
#include "storage/photo.hpp"
#include "text/template.hpp"

#include <string>
#include <vector>

namespace heard::site {

struct PhotoList
{
    const std::vector<storage::Photo>& photos;
    std::string path;      ///< Of the folder they are in.
    std::string alt;       ///< Key of "Photo {n} of {count} that {name} sent".
    std::string name = ""; ///< Who sent them, if the phrase wants to know.
};

/// Data for web/pages/_photos.html, and for the form's own list: `has_photos` and `photos`. Nothing
/// when there are none.
void add_photos(text::Data& data, const text::Words& words, const PhotoList& list);

} // namespace heard::site
