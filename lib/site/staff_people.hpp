// The part of a ticket's page that is about people: to whom its praise goes, and whether a customer
// wrote it at all. Composes; decides nothing.
#pragma once

#include "site/staff_ticket_page.hpp"
#include "text/template.hpp"

namespace heard::site {

/// Data for web/pages/_staff_people.html.
void set_people(text::Data& data, const TicketPage& page, const Draft& draft);

} // namespace heard::site
