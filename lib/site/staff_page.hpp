// What all pages for staff have in common: the bar with the pages one may see, and banners for what
// the house must know. Knows no page in particular.
#pragma once

#include "core/ticket.hpp"
#include "site/site.hpp"
#include "text/template.hpp"

#include <string>
#include <string_view>

namespace heard::site {

/// Managers see the owner's numbers too.
bool may_see_numbers(const core::Staff& staff);

/// The data of web/pages/_staff_head.html. `here` is the path of the page, for the bar.
text::Data staff_frame(const desk::House& house, const core::Staff& staff, const std::string& title,
                       std::string_view here);

/// The name of a branch for people; empty for none. One that left the settings keeps its code.
std::string branch_name(const desk::House& house, const std::string& code);

} // namespace heard::site
