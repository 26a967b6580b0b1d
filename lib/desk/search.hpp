// Staff look for a ticket: by words, names, contacts, a reference or an invoice. Only what they may
// see is found.
#pragma once

#include "core/ticket.hpp"
#include "desk/house.hpp"
#include "storage/search.hpp"
#include "text/search_words.hpp"

#include <string>
#include <vector>

namespace heard::desk {

struct SearchFor
{
    std::string words; ///< As typed.
    storage::FoundOrder order = storage::FoundOrder::newest;
    int rows_max = 50;
};

struct FoundTicket
{
    storage::FoundRow row;
    std::vector<text::Piece> words; ///< The place where it was found, or how it begins.
};

struct Finding
{
    std::string at_once; ///< The one ticket of a typed reference or invoice; or empty.
    std::vector<FoundTicket> tickets;
    bool more = false;   ///< Than `rows_max`.
    bool behind = false; ///< Much that was said is not in the index yet.
};

Finding find_tickets(storage::Transaction& tx, const House& house, const core::Staff& staff,
                     const SearchFor& sought);

} // namespace heard::desk
