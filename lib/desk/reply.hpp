// Staff write to a customer: an answer that settles what was said, or a holding reply with the next
// date.
#pragma once

#include "core/problem.hpp"
#include "desk/customer.hpp"
#include "desk/house.hpp"
#include "storage/transaction.hpp"

#include <expected>
#include <string>

namespace heard::desk {

struct Reply
{
    core::Staff writer;
    std::string reference;
    std::string text;
    std::string done;             ///< Answers only: what we did, in a sentence; may be empty.
    int seen = 0;                 ///< Number of the newest entry that the writer had seen.
    std::optional<Instant> until; ///< Holding replies only: the next date we promise.
};

/// Keeps the promise (or, when late, ends it as answered late) and writes to the customer if they
/// left an address. The same reply sent twice by a slow finger is one. Problems: not_found; invalid
/// (no words, too many); conflict (there is a newer entry than `seen`: nothing was sent).
std::expected<Done, core::Problem> answer(storage::Transaction& tx, const House& house,
                                          const Reply& reply);

/// Ends the open promise in the same way and makes the next one, due at `until`. Also: invalid (no
/// date, a date in the past, or beyond the longest hold).
std::expected<Done, core::Problem> hold(storage::Transaction& tx, const House& house,
                                        const Reply& reply);

} // namespace heard::desk
