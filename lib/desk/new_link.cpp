#include "desk/new_link.hpp"

#include "desk/letters.hpp"
#include "storage/erasure.hpp"
#include "storage/promise.hpp"
#include "storage/staff.hpp"
#include "storage/ticket.hpp"

#include <algorithm>
#include <charconv>

namespace heard::desk {

namespace {

/// What the letters of a ticket are made from.
struct Source
{
    core::Ticket ticket;
    core::Submission said;
    std::vector<core::Entry> entries;
    std::vector<core::Promise> promises;
};

Source source_of(storage::Transaction& tx, core::TicketId id)
{
    Source source{storage::find_ticket(tx, id).value(), storage::get_submission(tx, id),
                  storage::entries_of(tx, id), storage::promises_of(tx, id)};
    // What is promised to all of a matter is promised on the ticket that stays.
    if (const auto stays = source.ticket.merged_into)
        for (auto& promise : storage::promises_of(tx, *stays))
            source.promises.push_back(std::move(promise));
    return source;
}

/// `received/17`, or `received/17/ann@example.com` for one that was corrected.
std::optional<storage::NewLetter> confirmation(storage::Transaction& tx, const House& house,
                                               const Source& source, std::string_view key)
{
    const auto promise = storage::find_open_promise(tx, source.ticket.id);
    if (!promise || !letters::email_in(source.said.contact))
        return std::nullopt;
    const bool again = std::ranges::count(key, '/') > 1;
    return letters::received(house, source.ticket, source.said, {promise->due_at, again});
}

/// The next word that a holding reply promised: that promise was made in the same transaction.
std::optional<core::Instant> promised_with(const Source& source, const core::Entry& entry)
{
    const auto found = std::ranges::find_if(source.promises, [&](const core::Promise& promise) {
        return promise.made_at == entry.at && promise.made_by == entry.staff;
    });
    const bool is_hold = entry.what == core::EntryKind::hold;
    return is_hold && found != source.promises.end() ? std::optional{found->due_at} : std::nullopt;
}

/// `reply/17/3`: the ticket's third entry.
std::optional<storage::NewLetter> reply(storage::Transaction& tx, const House& house,
                                        const Source& source, std::string_view key)
{
    int number = 0;
    const auto digits = key.substr(key.rfind('/') + 1);
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const auto entry = std::ranges::find(source.entries, number, &core::Entry::number);
    if (entry == source.entries.end() || !entry->staff || !letters::email_in(source.said.contact))
        return std::nullopt;
    const auto writer = storage::find_staff(tx, *entry->staff).value();
    const letters::Written written{source.ticket,
                                   source.said,
                                   writer.name,
                                   number,
                                   entry->text,
                                   entry->done,
                                   promised_with(source, *entry)};
    return letters::reply(house, written, entry->at);
}

std::optional<storage::NewLetter> anew(storage::Transaction& tx, const House& house,
                                       const Source& source, std::string_view key)
{
    return key.starts_with("reply/") ? reply(tx, house, source, key)
                                     : confirmation(tx, house, source, key);
}

} // namespace

void renew_waiting_letters(storage::Transaction& tx, const House& house, core::TicketId ticket)
{
    const auto source = source_of(tx, ticket);
    for (const auto& letter : storage::waiting_letters_with_link(tx, ticket)) {
        const auto renewed = anew(tx, house, source, letter.key);
        // Of another address the key, and with it the Message-ID, would be another one.
        if (renewed && renewed->key == letter.key && renewed->recipient == letter.recipient)
            storage::rewrite_letter(tx, letter.id, renewed->mime);
        else
            storage::withdraw_letter(tx, letter.id);
    }
}

} // namespace heard::desk
