// A ticket with everything on it, as the customer's page and the staff's page show it; and how a
// customer's link finds it.
#pragma once

#include "core/ticket.hpp"
#include "desk/house.hpp"
#include "storage/book.hpp"
#include "storage/photo.hpp"
#include "storage/transaction.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace heard::desk {

struct Thread
{
    core::Ticket ticket;
    core::Submission said;
    std::vector<core::Entry>
        entries; ///< Oldest first, with notes: pages for customers leave those out.
    std::vector<storage::Photo> photos;         ///< That came with the submission.
    std::vector<core::Promise> promises;        ///< Oldest first; at most one is open.
    std::map<core::StaffId, std::string> names; ///< Of all staff who appear.

    /// The promise that waits for us now.
    const core::Promise* open_promise() const;
    /// Empty for nobody.
    std::string name_of(const std::optional<core::StaffId>& staff) const;
};

/// The ticket of a customer's status link, if the link is good.
std::optional<core::Ticket> find_by_status_token(storage::Transaction& tx, const House& house,
                                                 std::string_view token);
/// The ticket of that reference, if this staff member may see it.
std::optional<core::Ticket> find_for_staff(storage::Transaction& tx, const House& house,
                                           const core::Staff& staff, std::string_view reference);

Thread thread_of(storage::Transaction& tx, const core::Ticket& ticket);

} // namespace heard::desk
