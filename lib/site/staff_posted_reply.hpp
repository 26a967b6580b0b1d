// The form of a reply as a browser posts it, to be sent or to be kept. Reads fields; what they mean
// to a promise is the desk's business.
#pragma once

#include "desk/reply.hpp"
#include "http/form.hpp"
#include "http/request.hpp"
#include "site/staff_ticket_page.hpp"

namespace heard::site {

Draft draft_in(const http::Form& form, Draft::Form kind);

/// Without its date, which is still words in the draft.
desk::Reply reply_of(core::Staff staff, const http::Request& request, const http::Form& form,
                     const Draft& draft);

} // namespace heard::site
