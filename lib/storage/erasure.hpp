// Erasing what a customer said on one ticket, wherever it lies: the rows stay and say that there
// was something, the words go, and so do the salts, so that nobody can try words against the book's
// digests. Does not know who may ask for it, and writes no letters.
#pragma once

#include "core/ids.hpp"
#include "storage/letter.hpp"
#include "storage/transaction.hpp"

#include <string>
#include <vector>

namespace heard::storage {

/// Submission with name and contact, the customer's own entries, photos and drafts of photos. What
/// staff wrote stays, but for what nobody has been told yet: drafts, and a reply about to leave,
/// unless other customers of the matter wait for it (storage/merge); their notes about the customer
/// go, too. The ticket is settled by it, and has an entry that says so. Once this is committed,
/// neither the file nor its log has the words.
void erase_words(Transaction& tx, core::TicketId ticket);

/// Letters about this ticket alone: those that wait are withdrawn, and of those that are done only
/// stays that they were; a customer's address is an erased one, too.
void erase_letters(Transaction& tx, core::TicketId ticket);

/// A letter that tells of a promise for which others wait, too, and waits to go out.
struct SharedLetter
{
    core::LetterId id;
    std::string key;
    std::string recipient;
    Lane lane = Lane::urgent;
};
/// The letters that tell somebody of this ticket alone, urgently, and wait: blank, and no longer
/// about it. Where its promise goes on for others, they must be written anew.
std::vector<SharedLetter> take_urgent_letters(Transaction& tx, core::TicketId ticket);
/// Blanks the letters that told of many tickets, this one among them, and gives those that wait:
/// they must be withdrawn, or written anew.
std::vector<SharedLetter> erase_shared_letters(Transaction& tx, core::TicketId ticket);
/// Those to the customer of this ticket that wait; each has the customer's link.
std::vector<SharedLetter> waiting_letters_with_link(Transaction& tx, core::TicketId ticket);
void withdraw_letter(Transaction& tx, core::LetterId letter);
void rewrite_letter(Transaction& tx, core::LetterId letter, std::string_view mime);

} // namespace heard::storage
