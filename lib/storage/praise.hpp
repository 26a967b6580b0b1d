// Praise that was passed on to a colleague, as rows. Keeps no words: they are the ticket's.
#pragma once

#include "core/ticket.hpp"
#include "storage/transaction.hpp"

#include <string>
#include <vector>

namespace heard::storage {

struct KindWord
{
    core::TicketId ticket;
    core::StaffId staff; ///< Whom it is for.
    core::StaffId passed_by;
};

/// False when that person has had it already.
bool add_kind_word(Transaction& tx, const KindWord& word);

/// As the person reads it whom it is for.
struct KindWordRow
{
    core::Ticket ticket;
    core::Submission said; ///< Without words, once they are erased.
    std::string passed_by; ///< Name.
    Instant passed_at;
};
/// Newest first, `rows_max` at most.
std::vector<KindWordRow> kind_words_for(Transaction& tx, core::StaffId staff, int rows_max);

/// The names of those who have had the praise of that ticket, or of one that goes along with it, in
/// order of the alphabet.
std::vector<std::string> who_had_praise(Transaction& tx, core::TicketId ticket);

} // namespace heard::storage
