// The index behind the search: what it has of a ticket, how it follows the book, how it forgets. It
// is a moment behind, so that no submission pays for it, and can be made anew at any time. Knows
// neither who asks nor how (search.hpp).
#pragma once

#include "core/ids.hpp"
#include "storage/transaction.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace heard::storage {

/// What the index has of one ticket.
struct Entered
{
    std::set<std::string> words;   ///< Each once, in order: the same rows make the same entry.
    std::vector<std::string> keys; ///< core/acquaintance.
};
Entered entry_for(Transaction& tx, core::TicketId ticket);
/// As they stand in the index.
std::string joined(const std::set<std::string>& words);

/// Stands among the words for the branch a ticket belongs to, or for none, so that a search for one
/// branch is narrowed inside the index. No search can type it.
std::string branch_word(std::string_view branch);

/// One short step of what is left to do: takes in some of what the book has grown by, and clears
/// some of what was erased. True: there is more.
bool tend_search(Transaction& tx);

/// What was erased on a ticket is found no more from this transaction on, and is cleared from the
/// index's own pages by the steps that follow.
void forget_words(Transaction& tx, core::TicketId ticket);

/// Lines of the book that the index has not seen yet.
std::int64_t lines_to_take_in(Transaction& tx);

/// Drops all the index has; the steps that follow take everything in again. For an index that is
/// damaged: throws Error when even its tables cannot be dropped.
void start_search_anew(Database& database);

/// What the index has that the rows do not say, and the other way round: a sentence each.
std::vector<std::string> problems_with_search(Transaction& tx);

} // namespace heard::storage
