// A customer says something for the first time.
#pragma once

#include "core/submission.hpp"
#include "desk/house.hpp"
#include "storage/transaction.hpp"

#include <expected>
#include <string>

namespace heard::desk {

/// What the customer gets for it.
struct Receipt
{
    std::string reference;
    std::string status_token; ///< Behind `/t/`.
    core::TicketId ticket{};
};

/// Takes in what a customer said: submission, the photos kept for its form, ticket, first promise,
/// and the letter that says so, in one transaction. The same form sent twice is one ticket; other
/// words in it the second time are a further message, and under another name or address another
/// person's ticket. Problems: invalid (nothing was said, too much, no such branch).
std::expected<Receipt, core::Problem> submit(storage::Transaction& tx, const House& house,
                                             const core::Submission& said);

/// A key for these words from this person on that form: the same for the same words, so that a
/// second tap stays one, and another one for anything else.
core::FormKey own_form_key(const House& house, const core::Submission& said);

} // namespace heard::desk
