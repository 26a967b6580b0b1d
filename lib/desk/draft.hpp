// A reply that is still being written is kept, word for word, so that neither a closed lid nor a
// killed daemon takes it away. Decides nothing about replies; see desk/reply.hpp.
#pragma once

#include "desk/reply.hpp"

namespace heard::desk {

/// Keeps what is in that form of the writer now; empty words remove it. What has just been sent is
/// no draft any more, whatever a slow line brings. Problems: not_found; invalid (too much).
std::expected<Done, core::Problem> keep_draft(storage::Transaction& tx, const House& house,
                                              const Reply& draft, core::EntryKind what);

} // namespace heard::desk
