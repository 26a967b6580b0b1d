// Tickets like the one at hand: what we answered then, to learn from, never to paste; and those
// that wait for an answer too, perhaps on the same matter.
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

struct LikeTickets
{
    std::vector<LikeTicket> answered;
    std::vector<core::Ticket> waiting; ///< A promise is open.
};

/// At most three of each that share several of the customer's words, rare ones before common
/// ones. Looks at some words and the newest tickets that have them: the cost does not grow with the
/// number of tickets.
LikeTickets like_tickets(storage::Transaction& tx, const core::Staff& staff, const Thread& thread);

} // namespace heard::desk
