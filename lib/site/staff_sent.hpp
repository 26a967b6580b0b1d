// "Ann: your words leave in 12 s", with the way back: at the head of every page for whoever wrote
// them. Reads what is about to leave; does not know which page it stands on.
#pragma once

#include "core/submission.hpp"
#include "core/ticket.hpp"
#include "desk/house.hpp"
#include "storage/transaction.hpp"
#include "text/template.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heard::site {

/// A reply that was just written.
struct Sent
{
    std::string reference;
    std::string customer; ///< Their name, or empty.
    std::string contact;  ///< May be empty; of a matter, a line for each whom it reaches.
    std::optional<time::Instant> leaves_at; ///< Nothing: it has left.
};

/// All of this person's that can still be taken back; before them the one that `reference`, of the
/// address (`?sent=`), names, once it has left. Nothing for a ticket that they may not see, or on
/// which their words were taken back.
std::vector<Sent> sent_by(storage::Transaction& tx, const desk::House& house,
                          const core::Staff& staff, std::string_view reference = {});

/// The data of web/pages/_staff_sent.html.
void set_sent(text::Data& page, const desk::House& house, const std::vector<Sent>& sent,
              time::Instant now);

/// Whether we said that we call them back: they told us by word of mouth, and left a number and no
/// e-mail address.
bool will_be_called(const core::Submission& said);

/// How words reach one of several customers, whose contact may be empty.
std::string reach_told(const text::Words& words, const std::string& contact);

/// Stands for the number in a sentence that counts down: neither a phrase nor a name has a NUL.
inline constexpr std::string_view number_here{"\0", 1};

/// That sentence in three parts, so that a script changes the number and nothing else.
void set_countdown(text::Data& data, std::string_view sentence, long long seconds);

/// Whole seconds until then, as people count down: at least one.
long long seconds_until(time::Instant at, time::Instant now);

} // namespace heard::site
