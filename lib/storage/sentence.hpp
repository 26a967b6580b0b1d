// Which sentences our replies consisted of, each as a digest, for as long as they count as said
// before. Does not know what a sentence is, nor who may see where one stands.
#pragma once

#include "core/ids.hpp"
#include "storage/transaction.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace heard::storage {

/// The other tickets on which a sentence was said since then, the newest first; up to a thousand.
/// Those that go along with `besides` are no others.
std::vector<core::TicketId> said_before(Transaction& tx, std::int64_t digest,
                                        core::TicketId besides, Instant since);

/// An entry that was said now. Forgets what was said before `since`.
struct SaidNow
{
    core::TicketId ticket;
    int entry = 0;
    Instant since;
};
void remember_sentences(Transaction& tx, const SaidNow& said,
                        std::span<const std::int64_t> digests);

/// Replies that say enough to tell, and those of them with a sentence that was new when they left.
struct OwnWords
{
    std::int64_t replies = 0;
    std::int64_t own = 0;
};
/// Of one branch's tickets; empty: of all.
OwnWords own_words(Transaction& tx, std::string_view branch, Instant since);

} // namespace heard::storage
