// A ticket with everything on it, as the customer's page and the staff's page show it; and how a
// customer's link finds it.
#pragma once

#include "core/problem.hpp"
#include "core/ticket.hpp"
#include "desk/house.hpp"
#include "storage/book.hpp"
#include "storage/photo.hpp"
#include "storage/transaction.hpp"

#include <chrono>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace heard::desk {

/// A ticket that goes along with the one of a thread (desk/merge), for staff.
struct Along
{
    core::Ticket ticket;
    core::Submission said;
    std::vector<storage::Photo> photos;
    Instant at; ///< Since when.
};

struct Thread
{
    core::Ticket ticket;
    core::Submission said;
    std::vector<core::Entry>
        entries; ///< Oldest first, with notes: pages for customers leave those out.
    std::vector<storage::Photo> photos;         ///< That came with the submission.
    std::vector<core::Promise> promises;        ///< Oldest first; at most one is open.
    std::map<core::StaffId, std::string> names; ///< Of all staff who appear.
    std::int64_t lines = 0;                     ///< Of its book, when this was read.
    std::vector<Along> along = {};              ///< Of staff_thread_of() alone.
    std::vector<Instant> merged_at = {}; ///< Of customer_thread_of() alone: when a promise may have
                                         ///< made room for another ticket's.

    /// The promise that waits for us now.
    const core::Promise* open_promise() const;
    /// Whether the customer has said anything since they last had it all erased.
    bool has_their_words() const;
    /// The name of whoever wrote that entry as a customer; may be empty.
    const std::string& customer_of(const core::Entry& entry) const;
    /// Empty for nobody.
    std::string name_of(const std::optional<core::StaffId>& staff) const;
};

/// A status link works so long after the last word, and as long as we owe an answer.
inline constexpr auto link_lives = std::chrono::days{365};

/// The ticket of a customer's status link. Problems: not_found (the link is wrong), gone (staff
/// made it void, or its time is over).
std::expected<core::Ticket, core::Problem> find_by_status_token(storage::Transaction& tx,
                                                                const House& house,
                                                                std::string_view token);
/// The ticket of that reference, if this staff member may see it; for one that goes along with
/// another one (desk/merge) that one, and its newest entry is counted as staff_thread_of() does.
std::optional<core::Ticket> find_for_staff(storage::Transaction& tx, const House& house,
                                           const core::Staff& staff, std::string_view reference);

/// The same, but just that ticket: for what is its own, such as photos and its customer's link.
std::optional<core::Ticket> find_itself_for_staff(storage::Transaction& tx, const House& house,
                                                  const core::Staff& staff,
                                                  std::string_view reference);

/// The ticket alone, whatever goes along with it.
Thread thread_of(storage::Transaction& tx, const core::Ticket& ticket);

} // namespace heard::desk
