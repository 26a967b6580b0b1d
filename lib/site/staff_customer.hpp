// What stands beside a customer's words on the ticket's page: what we know of the customer, and
// tickets like this one. Knows how it reads; who may see it when is the desk's.
#pragma once

#include "desk/acquaintance.hpp"
#include "desk/like.hpp"
#include "site/staff_ticket_story.hpp"
#include "text/template.hpp"

#include <string>
#include <vector>

namespace heard::site {

/// The data of web/pages/_staff_customer.html. `note`: what somebody wrote that could not be taken.
void set_customer(text::Data& data, const Teller& teller, const desk::Acquaintance& acquaintance,
                  const std::string& note);

/// The data of web/pages/_staff_like.html.
void set_like(text::Data& data, const Teller& teller, const std::vector<desk::LikeTicket>& tickets);

} // namespace heard::site
