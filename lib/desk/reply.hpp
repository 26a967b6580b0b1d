// Staff write to a customer: an answer that settles what was said, or a holding reply with the next
// date. What passed here leaves some seconds later (desk/release.hpp); until then it can be undone.
#pragma once

#include "core/problem.hpp"
#include "desk/customer.hpp"
#include "desk/house.hpp"
#include "storage/transaction.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace heard::desk {

struct Reply
{
    core::Staff writer;
    std::string reference;
    std::string text;
    std::string done;             ///< Answers only: what we did, in a sentence; may be empty.
    int seen = 0;                 ///< Number of the newest entry that the writer had seen.
    std::optional<Instant> until; ///< Holding replies only: the next date we promise.
    /// Its writer has seen which sentences we have said before, and sends it all the same.
    bool repeated = false;
    /// What its writer knows of their draft: the page on which they write, as that calls itself,
    /// and the number of the draft that they went on from. See desk/draft.hpp.
    std::string page = {};
    std::int64_t draft = 0;
    bool last = false; ///< That page goes away, and can show nothing any more.
};

/// Takes the answer in: it leaves after `house.undo_for`, but before an open promise is due.
/// Nothing else changes until then. The same reply sent twice by a slow finger is one. Problems:
/// not_found; invalid (no words, too many); conflict (there is a newer entry than `seen`, or
/// another reply is about to leave, or it says what we said to others and `repeated` is not set:
/// nothing was sent; or all who could read it have erased their words, and wait for nothing).
std::expected<Done, core::Problem> answer(storage::Transaction& tx, const House& house,
                                          const Reply& reply);

/// The same for a holding reply, which makes the next promise, due at `until`. Also: invalid (no
/// date, a date in the past, or beyond the longest hold).
std::expected<Done, core::Problem> hold(storage::Transaction& tx, const House& house,
                                        const Reply& reply);

/// Takes back the reply that is about to leave, whoever wrote it: it is its writer's draft again.
/// Problems: not_found; conflict (it has left).
std::expected<Done, core::Problem> undo(storage::Transaction& tx, const House& house,
                                        const core::Staff& staff, std::string_view reference);

} // namespace heard::desk
