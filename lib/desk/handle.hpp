// What staff do with a ticket without writing to the customer: note, claim, assign, correct its
// kind, settle, set it aside, take it back from check. None of it moves a due time.
#pragma once

#include "core/problem.hpp"
#include "desk/customer.hpp"
#include "desk/house.hpp"
#include "storage/transaction.hpp"

#include <expected>
#include <string>

namespace heard::desk {

/// Who does it, and to which ticket.
struct Handling
{
    core::Staff staff;
    std::string reference;
};

/// For staff only; never shown to the customer. Problems: not_found, invalid.
std::expected<Done, core::Problem> note(storage::Transaction& tx, const House& house,
                                        const Handling& handling, std::string_view text);

/// Takes it, or with `mine` false gives it back. Problems: not_found; conflict (a colleague has
/// it).
std::expected<Done, core::Problem> claim(storage::Transaction& tx, const House& house,
                                         const Handling& handling, bool mine);

/// Hands it to a colleague by name. Problems: not_found, invalid (nobody of that name, disabled,
/// of another branch, or away).
std::expected<Done, core::Problem> assign(storage::Transaction& tx, const House& house,
                                          const Handling& handling, std::string_view name);

/// Problems: not_found, invalid (no such kind).
std::expected<Done, core::Problem> correct_kind(storage::Transaction& tx, const House& house,
                                                const Handling& handling, std::string_view kind);

/// Nothing is left to do. Problems: not_found; conflict (a promise is open: answer it first).
std::expected<Done, core::Problem> settle(storage::Transaction& tx, const House& house,
                                          const Handling& handling);

/// A status link that somebody has who should not works no longer; the next one is of another
/// generation. `generation`: of the link that its writer saw, so that a second press voids nothing
/// more. Problems: not_found.
std::expected<Done, core::Problem> void_link(storage::Transaction& tx, const House& house,
                                             const Handling& handling, std::int64_t generation);

/// Somebody doubts that a customer wrote it: out of the queue, into `check`, with the reason as a
/// note. Its promise holds all the same. What is there already stays as it is. Problems: not_found,
/// invalid (no reason).
std::expected<Done, core::Problem> set_aside(storage::Transaction& tx, const House& house,
                                             const Handling& handling, std::string_view reason);

/// It was a person: back from `check` into the queue. Problems: not_found.
std::expected<Done, core::Problem> take_back(storage::Transaction& tx, const House& house,
                                             const Handling& handling);

} // namespace heard::desk
