// Whom a rung reaches, and what they need to know without signing in. For those who write letters
// about promises; knows neither when nor how often.
#pragma once

#include "desk/letters.hpp"
#include "storage/transaction.hpp"

#include <set>
#include <string>
#include <string_view>

namespace heard::desk {

// More rows than this nobody reads in a letter; the rest is a number and the link to the queue.
inline constexpr int rows_in_letter_max = 50;

/// Addresses that differ only in letter case are one person: nobody is told twice.
struct AddressLess
{
    bool operator()(const std::string& a, const std::string& b) const;
};
using Recipients = std::set<std::string, AddressLess>;

/// Whom a rung reaches for a ticket. `why_owner` is the phrase that explains why it fell to the
/// owner instead.
struct Audience
{
    Recipients recipients;
    std::string_view why_owner = {};
};

/// Never nobody: a rung that reaches no one goes to the owner.
Audience audience_of(storage::Transaction& tx, const House& house, const core::Rung& rung,
                     const core::Ticket& ticket);

/// The promise with its ticket and what was said, as far as a letter can hold it. `why_you` and
/// `key` are left to the caller.
letters::Notice notice_of(storage::Transaction& tx, const core::Promise& promise,
                          const core::Ticket& ticket);

} // namespace heard::desk
