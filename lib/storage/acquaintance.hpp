// What the house knows of a customer beside one ticket: other tickets under the same contact or
// invoice, what became of our promises, notes about them. Does not know who may see it when.
#pragma once

#include "core/ticket.hpp"
#include "storage/transaction.hpp"

#include <optional>
#include <string>
#include <vector>

namespace heard::storage {

/// Whose tickets are looked for, and for whom.
struct AcquaintanceQuestion
{
    std::vector<std::string> keys; ///< core/acquaintance_keys; at most two.
    std::string branch;            ///< Only this branch's tickets and those of none; empty: all.
};

struct OtherTicket
{
    core::TicketId ticket;
    std::string reference;
    std::string words; ///< How the submission begins; up to 200 characters.
    std::string invoice;
    Instant opened_at;
    std::optional<Instant> due_at; ///< Of the open promise; nothing when none is open.
    std::optional<Instant> erased_at;
};
/// Newest first, at most `count_max`; the one at hand is among them.
std::vector<OtherTicket> tickets_of_customer(Transaction& tx, const AcquaintanceQuestion& question,
                                             int count_max);

/// Over all their tickets, of which the newest 200 count.
struct CustomerNumbers
{
    std::int64_t tickets = 0;
    std::int64_t tickets_lately = 0; ///< Opened since then.
    std::int64_t replies_lately = 0; ///< Answers and holding replies written since then.
    std::int64_t kept = 0;
    std::int64_t broken = 0; ///< Promises whose due time passed while open, answered later or not.
};
CustomerNumbers customer_numbers(Transaction& tx, const AcquaintanceQuestion& question,
                                 Instant since);

struct CustomerNote
{
    std::int64_t id = 0;
    Instant at;
    std::string staff_name;
    std::string text;
};
void add_customer_note(Transaction& tx, std::string_view key, core::StaffId staff,
                       std::string_view text);
/// Oldest first.
std::vector<CustomerNote> customer_notes(Transaction& tx, std::string_view key);
/// Of that customer: a note of another one stays. False when there is none. No byte of it is left
/// once this is committed.
bool remove_customer_note(Transaction& tx, std::string_view key, std::int64_t id);
void remove_customer_notes(Transaction& tx, std::string_view key);

} // namespace heard::storage
