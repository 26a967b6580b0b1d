// One ticket, read for the staff member who asks. Knows who may see it through the desk only.
#pragma once

#include "core/ticket.hpp"
#include "http/awaitable.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "site/staff_ticket_page.hpp"

#include <memory>
#include <optional>
#include <string>

namespace heard::site {

class Site;

/// GET /staff/tickets/{reference}. One that is not there, or another branch's: 404.
http::Awaitable<http::Response> get_ticket(Site& site, core::Staff staff, http::Request request);

struct Wanted
{
    std::string reference;
    std::string sent; ///< Reference of the ticket that was written to before; may be empty.
    std::string mirrored = {}; ///< A reply of which is asked what we said before; may be empty.
};
/// Everything the page shows; nothing if this staff member may not see it.
http::Awaitable<std::optional<TicketView>> read_ticket(Site& site, core::Staff staff,
                                                       Wanted wanted);

/// What was tried, and why it was not done, or not yet: a date is read back first.
struct Refused
{
    std::string reference;
    Fault fault;
    Draft draft;
};
/// The ticket's page again, with the problem and the writer's words; 404, with the words, if it is
/// not there any more.
http::Awaitable<http::Response> page_again(Site& site, core::Staff staff, Refused refused);

/// Where the ticket's page is.
std::string ticket_path(std::string_view reference);

} // namespace heard::site
