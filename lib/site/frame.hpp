// What every page has in common: language, title, stylesheet, and the name over the door.
// Knows no page in particular.
#pragma once

#include "desk/house.hpp"
#include "text/template.hpp"

#include <string>
#include <string_view>

namespace heard::site {

/// The data that web/pages/_head.html needs; a page adds its own. With `has_errors` set to true
/// the title begins with "Error: ".
text::Data frame_of(const desk::House& house, const std::string& title);

/// Paths of the style sheet and the scripts with a fingerprint of their bytes, so that a cache may
/// keep them for ever.
const std::string& stylesheet_path();
const std::string& script_path();
/// For pages on which staff write to customers.
const std::string& reply_script_path();
/// For all pages of staff.
const std::string& staff_script_path();

/// "Stew" of "Stew Leonard".
std::string first_name(std::string_view name);

/// Its whole first character, however many bytes it has.
std::string initial_of(std::string_view name);

} // namespace heard::site
