// Finds tickets by what was said on them, and by who has written before. Knows neither pages nor
// how a search is typed.
#pragma once

#include "core/ticket.hpp"
#include "storage/transaction.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heard::storage {

enum class FoundOrder { newest, due };

struct SearchQuestion
{
    std::vector<std::string> terms{}; ///< Folded words; a ticket must have all of them.
    std::string phone{};              ///< Or these digits, if any: core::phone_digits.
    std::string branch{};             ///< Only this branch's tickets and those of none; empty: all.
    FoundOrder order = FoundOrder::newest;
    int rows_max = 50;
};

struct FoundRow
{
    core::TicketId ticket;
    std::string reference;
    core::Kind kind = core::Kind::other;
    std::string branch;
    std::string customer; ///< Their name, or empty.
    std::string assignee; ///< Name, or empty.
    Instant opened_at;
    std::optional<Instant> due_at; ///< Of the matter's open promise; nothing when none is open.
    bool settled = false;
    bool set_aside = false;
    std::optional<Instant> erased_at;
    std::string goes_along_with; ///< Reference of the ticket that it was merged into, or empty.
};

/// By due time those without an open promise come last, newest first.
std::vector<FoundRow> search(Transaction& tx, const SearchQuestion& question);

/// Everything that was said on a ticket, as it is searched: the submission first, dislikes before
/// likes, then the thread.
std::vector<std::string> texts_on(Transaction& tx, core::TicketId ticket);

/// Tickets on which that very word (folded) was said, newest first.
std::vector<core::TicketId> tickets_with_word(Transaction& tx, const std::string& word,
                                              int count_max);

/// Tickets that share the key (core/acquaintance), newest first.
std::vector<core::TicketId> tickets_known_by(Transaction& tx, std::string_view key, int count_max);

} // namespace heard::storage
