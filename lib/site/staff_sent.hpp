// "Your words leave in 12 s": the banner above whatever is due next, with the way back. Reads what
// is about to leave; does not know which page it stands on.
#pragma once

#include "core/ticket.hpp"
#include "desk/house.hpp"
#include "storage/sending.hpp"
#include "storage/transaction.hpp"
#include "text/template.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace heard::site {

/// The ticket that was just written to.
struct Sent
{
    std::string reference;
    std::string contact; ///< May be empty; of a matter, a line for each whom it reaches.
    std::optional<storage::Sending> leaving; ///< Nothing: it has left.
};

/// Of the address (`?sent=`) only a ticket's reference counts, never its words; nothing for a
/// ticket that this person may not see.
std::optional<Sent> find_sent(storage::Transaction& tx, const desk::House& house,
                              const core::Staff& staff, std::string_view reference);

/// The data of web/pages/_staff_sent.html.
void set_sent(text::Data& page, const desk::House& house, const std::optional<Sent>& sent,
              time::Instant now);

/// How words reach one of several customers, whose contact may be empty.
std::string reach_told(const text::Words& words, const std::string& contact);

/// Whole seconds until then, as people count down: at least one.
long long seconds_until(time::Instant at, time::Instant now);

} // namespace heard::site
