// A reply that is still being written is kept, word for word, so that neither a closed lid nor a
// killed daemon takes it away. Decides nothing about replies; see desk/reply.hpp.
#pragma once

#include "desk/reply.hpp"
#include "storage/draft.hpp"

#include <optional>

namespace heard::desk {

/// Keeps what is in that form of the writer now; empty words remove it. What has just been sent is
/// no draft any more, whatever a slow line brings. One person may have several pages open: when
/// other words are kept that this page does not know, they stay, nothing else is done, and they are
/// given back for the page to show; the last words of a page that goes away are put before those.
/// Problems: not_found; invalid (too much).
std::expected<std::optional<storage::Draft>, core::Problem> keep_draft(storage::Transaction& tx,
                                                                       const House& house,
                                                                       const Reply& draft,
                                                                       core::EntryKind what);

/// Whether nothing is lost when the words of `reply` take the place of what is kept: they were
/// written on the same page or go on from there.
bool knows(const Reply& reply, const storage::Draft& kept);

} // namespace heard::desk
