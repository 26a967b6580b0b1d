// A colleague writes down what a customer said on the phone or at the counter: the same ticket, the
// same promise as if the customer had written it. Knows no form.
#pragma once

#include "core/ticket.hpp"
#include "desk/submit.hpp"

namespace heard::desk {

/// What was said, and who wrote it down.
struct Call
{
    core::Staff staff;
    core::Submission said; ///< Its channel is phone or counter; its form key is that of the page.
};

/// Takes it in, and the book says who wrote it down. The same page sent twice with the same words
/// is one ticket; with other words it is another customer's: at a till nobody opens a new page for
/// the next one. Whoever works for a branch takes calls for that branch. Problems: invalid (nothing
/// was said, too much, neither phone nor counter, no invoice is called that, another branch).
std::expected<Receipt, core::Problem> take_call(storage::Transaction& tx, const House& house,
                                                const Call& call);

/// The branch that this person takes calls for; empty: whichever they say. One that left the
/// settings is none any more, and its people still take calls.
std::string branch_of_calls(const House& house, const core::Staff& staff);

} // namespace heard::desk
