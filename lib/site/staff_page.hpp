// What all pages for staff have in common: the bar with the pages one may see, and what their
// reader has just sent. Knows no page in particular.
#pragma once

#include "core/ticket.hpp"
#include "http/awaitable.hpp"
#include "site/site.hpp"
#include "site/staff_sent.hpp"
#include "text/template.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heard::site {

/// Managers see the owner's numbers too.
bool may_see_numbers(const core::Staff& staff);

/// Whom a page is for, and when.
struct Reader
{
    const core::Staff& staff;
    const std::vector<Sent>& sent; ///< What they have just written.
    time::Instant now;
};

/// The data of web/pages/_staff_head.html. `here` is the path of the page, for the bar.
text::Data staff_frame(const desk::House& house, const Reader& reader, const std::string& title,
                       std::string_view here);

/// For pages that read nothing else.
http::Awaitable<std::vector<Sent>> read_sent(Site& site, core::Staff staff);

/// What a page was made from: it asks for itself again at `path` when something happens after that.
struct Shown
{
    std::string path;
    std::int64_t book = 0;   ///< Number of the book's newest line.
    std::int64_t people = 0; ///< Number of the newest change in presence.
};
/// For pages that stay true while they are open.
void set_live(text::Data& page, const Shown& shown);

/// "Ben is looking · Carla is writing"; empty when nobody else is there.
std::string people_told(const text::Words& words, const std::vector<Presence::Person>& people,
                        const core::Staff& reader);

/// "Anna", or "Anna, away until tomorrow, 09:30 CET".
std::string name_told(const desk::House& house, const core::Staff& staff, time::Instant now);

/// Who has a ticket, and what time it is.
struct Having
{
    std::optional<core::StaffId> assignee;
    time::Instant now;
};
/// Those who may be handed a ticket, for a choice; who is away cannot be chosen, and it says why.
text::DataList colleagues_told(const desk::House& house, const std::vector<core::Staff>& colleagues,
                               const Having& having);

/// The name of a branch for people; empty for none. One that left the settings keeps its code.
std::string branch_name(const desk::House& house, const std::string& code);

} // namespace heard::site
