// Tickets like the one at hand, and what we answered then: to learn from, never to paste.
#pragma once

#include "desk/thread.hpp"
#include "storage/search.hpp"

#include <string>
#include <vector>

namespace heard::desk {

struct LikeTicket
{
    std::string reference;
    std::string words;  ///< How the submission begins.
    std::string answer; ///< Our newest answer.
    std::string done;   ///< What we did; may be empty.
    Instant answered_at;
};

/// At most three answered ones that share several of the customer's words, rare ones before common
/// ones. Looks at some words and the newest tickets that have them: the cost does not grow with the
/// number of tickets.
std::vector<LikeTicket> like_tickets(storage::Transaction& tx, const core::Staff& staff,
                                     const Thread& thread);

} // namespace heard::desk
