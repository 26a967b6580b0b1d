// What staff say of themselves: until when they are away, and whether single keys do something on
// their pages.
#pragma once

#include "core/problem.hpp"
#include "core/ticket.hpp"
#include "desk/customer.hpp"
#include "storage/transaction.hpp"

#include <expected>
#include <optional>

namespace heard::desk {

/// While somebody is away, no rung of the ladder tells them and nobody hands them a ticket. What
/// they have stays theirs. Without a time they are back. Problems: invalid (the time is over).
std::expected<Done, core::Problem> be_away(storage::Transaction& tx, const core::Staff& staff,
                                           std::optional<core::Instant> until);

/// WCAG 2.1.4: whoever speaks to their computer, or hits keys by chance, turns single keys off.
/// Kept with the person, so that it holds on every device.
Done use_single_keys(storage::Transaction& tx, const core::Staff& staff, bool use);

} // namespace heard::desk
