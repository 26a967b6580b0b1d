#include "desk/photos.hpp"

#include "storage/photo.hpp"

#include <algorithm>

namespace heard::desk {

namespace {

/// Of drafts, so that forms which nobody ever sends cannot use up what the tickets need; but always
/// enough for one form.
std::int64_t drafts_together_max(const PhotoRule& rule)
{
    constexpr std::int64_t share = 8;
    const auto one_form = static_cast<std::int64_t>(photos_max) * rule.bytes_max;
    return std::max(rule.bytes_together_max / share, one_form);
}

/// False when no draft is left that could go.
bool make_room(storage::Transaction& tx, const PhotoRule& rule, const core::FormKey& form,
               std::int64_t bytes)
{
    for (;;) {
        const auto used = storage::photo_bytes(tx);
        if (used.all + bytes <= rule.bytes_together_max &&
            used.drafts + bytes <= drafts_together_max(rule))
            return true;
        if (!storage::drop_oldest_draft(tx, form))
            return false;
    }
}

} // namespace

KeptPhoto keep_photo(storage::Transaction& tx, const House& house, const core::FormKey& form,
                     const core::Picture& picture)
{
    const auto drafts = storage::drafts_of(tx, form);
    const auto digest = core::digest_of(picture.bytes);
    if (std::ranges::find(drafts, digest, &storage::Photo::digest) != drafts.end())
        return KeptPhoto::kept;
    if (drafts.size() >= photos_max)
        return KeptPhoto::too_many;
    if (!make_room(tx, house.photos, form, static_cast<std::int64_t>(picture.bytes.size())))
        return KeptPhoto::no_room;
    storage::add_draft(tx, form, picture);
    return KeptPhoto::kept;
}

int photo_room_used(storage::Transaction& tx, const House& house)
{
    return static_cast<int>(100 * storage::photo_bytes(tx).all / house.photos.bytes_together_max);
}

} // namespace heard::desk
