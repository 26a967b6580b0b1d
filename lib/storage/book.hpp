// The book: every change to a ticket or promise is a line, linked to the one before it and never
// changed afterwards (core/chain). Knows no words: it keeps their salted digest.
#pragma once

#include "core/digest.hpp"
#include "core/ids.hpp"
#include "storage/transaction.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heard::storage {

struct NewLine
{
    /// A literal: `submitted`, the name of an entry's kind (`answer`, `hold`, ...), `promised`,
    /// `broken`, how a promise ended (`kept`, `answered late`, ...), `escalated`, `claimed`, ...
    std::string_view what;
    core::TicketId ticket;
    std::optional<core::PromiseId> promise = {};
    std::optional<core::StaffId> staff = {};
    std::optional<Instant> due_at = {};
    std::string_view detail = {}; ///< Never the customer's words.
    std::optional<int> entry = {};
    std::optional<core::Digest> words = {};
};

void write_book(Transaction& tx, const NewLine& line);

struct BookLine
{
    Instant at;
    std::string what;
    std::string staff_name; ///< Empty: the house or the customer.
    std::optional<Instant> due_at;
    std::string detail; ///< Of an escalation: who was told, separated by commas.
};

/// Oldest first.
std::vector<BookLine> book_of(Transaction& tx, core::TicketId ticket);

/// How many there are: it only grows, and says nothing of other tickets.
std::int64_t lines_about(Transaction& tx, core::TicketId ticket);

BookHead book_head(Transaction& tx);
/// The link of one line, to compare with a copy; nothing when there is no such line.
std::optional<core::Digest> link_of(Transaction& tx, std::int64_t number);

/// A new salt, for words that are about to be written.
core::Salt make_salt();

/// Part of migration 2: copies what the book had before it was a chain, and gives salts to the
/// words that are there. From that day on they are vouched for.
void take_over_book(Transaction& tx);

} // namespace heard::storage
