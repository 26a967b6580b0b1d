// Praise reaches the person it names: a colleague passes the customer's words on. Knows no page;
// the words are the ticket's own and go with them.
#pragma once

#include "desk/handle.hpp"

#include <string>
#include <string_view>

namespace heard::desk {

/// What a ticket says in praise: what the customer likes; or, where they did not say so but staff
/// call it praise, everything they said first. Empty: none.
std::string praise_in(const core::Ticket& ticket, const core::Submission& said);

/// `name` gets these words, once: by letter, and on their page of kind words. Whoever works at
/// another branch gets them too: praise travels further than tickets, and shows neither what else
/// was said nor how to reach the customer. Problems: not_found; invalid (nobody of that name, or
/// who has left; nothing in praise).
std::expected<Done, core::Problem> pass_praise(storage::Transaction& tx, const House& house,
                                               const Handling& handling, std::string_view name);

} // namespace heard::desk
