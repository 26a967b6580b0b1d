// A ticket and its thread: what the customer said, what we answered, and what is known of who does
// what. Plain data with names. Knows no storage and no pages.
#pragma once

#include "core/ids.hpp"
#include "core/promise.hpp"
#include "core/submission.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace heard::core {

struct Ticket
{
    TicketId id;
    std::string reference;
    Kind kind = Kind::other;
    std::string branch;
    Instant opened_at;
    std::optional<StaffId> assignee;
    int newest_entry = 0;               ///< Number of the newest entry; 0 is the submission itself.
    std::optional<Instant> answered_at; ///< Of the newest answer.
    std::optional<Instant> settled_at; ///< Nothing is left to do; a further message opens it again.
    std::string suspicion; ///< Why it is set aside under check, as signs_in() reads it, or empty.
    std::int64_t link_generation = 0; ///< Raised to make old status links void.
    std::int64_t root_generation = 0; ///< What that was when the ticket was opened.
    std::optional<Instant> erased_at; ///< When the customer last had all erased they had written.
    std::optional<TicketId> merged_into; ///< With which other ticket it goes along, if it does.
};

/// What a house gives out anew since it was last restored. Of the tickets and letters that are
/// newer than the backup nothing is known any more, but their numbers and links are in the world:
/// whoever has one must never be shown what belongs to somebody else.
struct Epoch
{
    std::int64_t number = 0;  ///< The first link generation of its tickets; 0: never restored.
    TicketId first_ticket{1}; ///< Its tickets have this number or a higher one.
    bool operator==(const Epoch&) const = default;
};

enum class EntryKind { message, answer, hold, note, settled, not_settled, erased };
std::string_view to_text(EntryKind what);
std::optional<EntryKind> entry_kind_from(std::string_view text);

/// One thing that happened on a ticket after the submission, said by the customer or by staff.
struct Entry
{
    int number = 0;
    Instant at;
    EntryKind what = EntryKind::message;
    std::optional<StaffId> staff; ///< Nobody: the customer.
    std::string text;
    std::string done;  ///< What we did about it, in a sentence, or empty.
    TicketId ticket{}; ///< On which it stands.
};

enum class Role { staff, manager, owner };
std::string_view to_text(Role role);
std::optional<Role> role_from(std::string_view text);

struct Staff
{
    StaffId id;
    std::string name;
    std::string email;
    Role role = Role::staff;
    std::string branch; ///< Empty: all branches.
    bool disabled = false;
    bool has_password = false;
    std::optional<Instant> away_until; ///< They said so; see is_away().
    bool single_keys = true;           ///< Single keys do something on their pages.
};

/// Whether somebody is away now: then nobody tells them of a promise, or hands them a ticket.
bool is_away(const Staff& staff, Instant now);

/// Whether staff of that branch may see a ticket: staff without a branch see all, and tickets
/// without one are everybody's.
bool may_see(const Staff& staff, std::string_view ticket_branch);

} // namespace heard::core
