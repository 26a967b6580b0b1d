// The book: every change to a ticket or promise is an entry, never changed afterwards.
#pragma once

#include "core/ids.hpp"
#include "storage/transaction.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heard::storage {

struct BookEntry
{
    std::string_view
        what; ///< A literal: `submitted`, `answered`, `held`, `broken`, `escalated`, ...
    core::TicketId ticket;
    std::optional<core::PromiseId> promise = {};
    std::optional<core::StaffId> staff = {};
    std::optional<Instant> due_at = {};
    std::string_view detail = {}; ///< Never the customer's words.
};

void write_book(Transaction& tx, const BookEntry& entry);

struct BookLine
{
    Instant at;
    std::string what;
    std::string staff_name; ///< Empty: the house or the customer.
    std::optional<Instant> due_at;
    std::string detail;
};

/// Oldest first.
std::vector<BookLine> book_of(Transaction& tx, core::TicketId ticket);

} // namespace heard::storage
