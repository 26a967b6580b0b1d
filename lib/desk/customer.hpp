// What a customer can do on the status page: say more, say that it is settled, or that it is not.
#pragma once

#include "core/problem.hpp"
#include "desk/house.hpp"
#include "storage/transaction.hpp"

#include <expected>
#include <string_view>

namespace heard::desk {

/// Done; where nothing more is to be said of it.
struct Done
{};

/// Writes a further message down: it opens the ticket again and makes a promise if none is open.
/// The one that was said last is not written twice: a second tap on "send" is not a second message.
/// A reply that is about to leave was written before it and goes first: nobody takes it for an
/// answer to this.
void add_message(storage::Transaction& tx, const House& house, core::TicketId ticket,
                 std::string_view text);

/// A further message. If no promise is open any more, it makes a new one: everyone who writes gets
/// an answer. Problems: not_found and gone (the link), invalid (nothing was said, too much).
std::expected<Done, core::Problem> say_more(storage::Transaction& tx, const House& house,
                                            std::string_view status_token, std::string_view text);

/// "This is settled, thank you" releases the open promise; "not settled" makes a new one if none is
/// open. A reply that is about to leave goes first. With words, if they like, such as how it was
/// handled: once it is settled, whoever answered last gets them by letter, too. Saying the same
/// again changes nothing. Problems: not_found and gone (the link), invalid (too many words).
std::expected<Done, core::Problem> give_verdict(storage::Transaction& tx, const House& house,
                                                std::string_view status_token, bool settled,
                                                std::string_view remark = {});

} // namespace heard::desk
