// Whether the book is whole, and whether tickets, entries and promises are as the book has them.
// Says what is wrong; knows no way back.
#pragma once

#include "storage/transaction.hpp"

#include <string>
#include <vector>

namespace heard::storage {

/// Walks the chain from its first line, or from the newest `lines_max` ones. A sentence for each
/// line that does not follow from the one before it. Reads every line it walks.
std::vector<std::string> problems_with_chain(Transaction& tx);
std::vector<std::string> problems_with_chain_end(Transaction& tx, std::int64_t lines_max);

/// A sentence for each ticket, entry or promise that says something else than the book: a due time
/// that was moved, an answer of another hour, words that are not those that were said. Reads
/// everything.
std::vector<std::string> problems_against_book(Transaction& tx);

} // namespace heard::storage
