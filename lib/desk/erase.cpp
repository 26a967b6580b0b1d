#include "desk/erase.hpp"

#include "desk/promising.hpp"
#include "desk/release.hpp"
#include "desk/telling.hpp"
#include "desk/thread.hpp"
#include "storage/erasure.hpp"
#include "storage/promise.hpp"
#include "storage/ticket.hpp"

#include <iterator>

namespace heard::desk {

namespace {

/// The cause from which the letter's key was made: the new bytes keep its Message-ID.
std::string cause_of(const storage::SharedLetter& letter)
{
    std::string_view cause = letter.key;
    constexpr std::string_view many = "many/";
    if (cause.starts_with(many))
        cause.remove_prefix(many.size());
    cause.remove_suffix(letter.recipient.size() + 1);
    return std::string{cause};
}

/// The letter as it reads without what was erased: what has ended since is left out, too.
void write_anew(storage::Transaction& tx, const House& house, const storage::SharedLetter& letter)
{
    const auto promises = storage::open_promises_in(tx, letter.id);
    if (promises.empty())
        return storage::withdraw_letter(tx, letter.id);
    letters::Table table;
    for (const auto& promise : promises) {
        if (std::ssize(table.notices) == rows_in_letter_max)
            break;
        const auto ticket = storage::find_ticket(tx, promise.ticket).value();
        auto notice = notice_of(tx, promise, ticket);
        notice.key = cause_of(letter);
        notice.undelivered = letter.lane == storage::Lane::alarm;
        table.notices.push_back(std::move(notice));
    }
    table.more = std::ssize(promises) - std::ssize(table.notices);
    if (letter.lane == storage::Lane::urgent && !letter.key.starts_with("many/")) {
        const auto anew =
            letters::escalation(house, letter.recipient, table.notices.front(), tx.now());
        return storage::rewrite_letter(tx, letter.id, anew.mime);
    }
    const auto anew = letters::escalations(house, letter.recipient, std::move(table), tx.now());
    storage::rewrite_letter(tx, letter.id, anew.mime);
}

} // namespace

std::expected<Done, core::Problem> erase_words(storage::Transaction& tx, const House& house,
                                               std::string_view status_token)
{
    const auto ticket = find_by_status_token(tx, house, status_token);
    if (!ticket)
        return std::unexpected{ticket.error()};
    // A reload, Back, or a second tap.
    if (!thread_of(tx, *ticket).has_their_words())
        return Done{};
    storage::erase_words(tx, ticket->id);
    // Others of the matter still wait for it; its writer may want to leave out what was erased.
    take_back_reply(tx, ticket->merged_into.value_or(ticket->id));
    end_open_promise(tx, ticket->id, core::PromiseEnd::erased);
    // Of one that goes along with others, or they with it: they are still waited for.
    if (storage::find_open_promise(tx, ticket->id))
        for (const auto& letter : storage::take_urgent_letters(tx, ticket->id))
            write_anew(tx, house, letter);
    storage::erase_letters(tx, ticket->id);
    for (const auto& letter : storage::erase_shared_letters(tx, ticket->id))
        write_anew(tx, house, letter);
    return Done{};
}

} // namespace heard::desk
