// Photos as rows: drafts of a form first, then a ticket's. Knows no limits: desk/photos says who
// may keep how many.
#pragma once

#include "core/digest.hpp"
#include "core/picture.hpp"
#include "core/submission.hpp"
#include "storage/transaction.hpp"

#include <string>
#include <vector>

namespace heard::storage {

/// What is known of a photo without its bytes.
struct Photo
{
    int number = 0;         ///< On its form or ticket, from 1; gaps are those left out.
    std::string media_type; ///< One of those of core/picture.
    int width = 0;          ///< As shown, in pixels.
    int height = 0;
    core::Digest digest{}; ///< Of its bytes.
};

struct PhotoFile
{
    std::string media_type;
    std::string bytes;
};

// ---- Drafts: what came with a form that was not taken in yet ----

void add_draft(Transaction& tx, const core::FormKey& form, const core::Picture& picture);
std::vector<Photo> drafts_of(Transaction& tx, const core::FormKey& form);
std::optional<PhotoFile> find_draft(Transaction& tx, const core::FormKey& form, int number);
void drop_draft(Transaction& tx, const core::FormKey& form, int number);
/// The draft that was kept the longest ago and is not that form's. False when there is none.
bool drop_oldest_draft(Transaction& tx, const core::FormKey& but_of);
/// Those kept before that time, the oldest first and some at a time: each may be megabytes. How
/// many went.
int drop_drafts_before(Transaction& tx, Instant before);

// ---- Photos of a ticket ----

/// The form's drafts become the ticket's, with a line in the book for each; one that the ticket has
/// already is dropped.
void take_drafts(Transaction& tx, const core::FormKey& form, core::TicketId ticket);
/// Without erased ones.
std::vector<Photo> photos_of(Transaction& tx, core::TicketId ticket);
std::optional<PhotoFile> find_photo(Transaction& tx, core::TicketId ticket, int number);
/// Bytes, digests and salts go, so that nobody can tell what was on them; the rows stay, and the
/// book's chain with them.
void erase_photos(Transaction& tx, core::TicketId ticket);

/// What the book keeps of a photo: the digest of its bytes, salted. The salt goes on the digest, so
/// that taking a photo in does not read megabytes.
core::Digest vouched_for_photo(const core::Salt& salt, const core::Digest& digest);

/// Bytes of all photos, and of the drafts among them.
struct PhotoBytes
{
    std::int64_t all = 0;
    std::int64_t drafts = 0;
};
PhotoBytes photo_bytes(Transaction& tx);

} // namespace heard::storage
