// The mirror: shows a writer which sentences of a reply we have said to others, before it goes. It
// forbids nothing; there are no canned replies to be found in it.
#pragma once

#include "core/ticket.hpp"
#include "storage/transaction.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace heard::desk {

/// A sentence that stands in earlier replies: `size` bytes from `begin` of the text.
struct Repeated
{
    std::size_t begin = 0;
    std::size_t size = 0;
    std::int64_t tickets = 0; ///< On so many others, within core::replies_remembered.
    std::string newest;       ///< Reference of the newest that the reader may see; or empty.
};

/// By anybody, to other customers; in the order of the text.
std::vector<Repeated> repeated_in(storage::Transaction& tx, const core::Staff& reader,
                                  core::TicketId besides, std::string_view text);

/// A reply has left: from now on its sentences are said before.
void remember_reply(storage::Transaction& tx, core::TicketId ticket, int entry,
                    std::string_view text);

} // namespace heard::desk
