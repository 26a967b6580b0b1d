// Photos that come with a form: how many and how much may be kept, and what makes room. The
// submission takes them along when it is taken in (desk/submit).
#pragma once

#include "core/picture.hpp"
#include "desk/house.hpp"
#include "storage/transaction.hpp"

namespace heard::desk {

/// With one submission.
inline constexpr std::size_t photos_max = 3;
/// So long a form that was given back keeps its photos.
inline constexpr std::chrono::hours drafts_kept_for{24};

enum class KeptPhoto {
    kept,     ///< Or it was there already: the same one twice is one.
    too_many, ///< The form has its three.
    no_room,  ///< All that photos may have together is used up.
};

/// Keeps a photo under the key of the form that it came with. Older drafts of other forms make
/// room.
KeptPhoto keep_photo(storage::Transaction& tx, const House& house, const core::FormKey& form,
                     const core::Picture& picture);

/// How many percent of what they may have the photos use.
int photo_room_used(storage::Transaction& tx, const House& house);

} // namespace heard::desk
