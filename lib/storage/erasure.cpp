#include "storage/erasure.hpp"

#include "core/acquaintance.hpp"
#include "storage/acquaintance.hpp"
#include "storage/merge.hpp"
#include "storage/photo.hpp"
#include "storage/search_index.hpp"
#include "storage/ticket.hpp"

namespace heard::storage {

namespace {

void erase_all_photos(Transaction& tx, core::TicketId ticket)
{
    erase_photos(tx, ticket);
    auto drafts = tx.prepare(R"sql(
        delete from photo where form_key = (select form_key from submission where ticket = ?1)
    )sql");
    drafts.run(ticket);
}

/// What staff were about to say to the customers of the matter.
void forget_replies(Transaction& tx, core::TicketId ticket)
{
    const auto stays = find_ticket(tx, ticket).value().merged_into.value_or(ticket);
    tx.prepare("delete from sending where ticket = ?1").run(stays);
    tx.prepare("delete from draft where ticket = ?1").run(stays);
}

std::string contact_of(Transaction& tx, core::TicketId ticket)
{
    return tx.prepare("select contact from submission where ticket = ?1")
        .value<std::string>(ticket);
}

/// Whether another ticket has that contact, and its customer has not erased it.
bool is_known_otherwise(Transaction& tx, core::TicketId ticket, std::string_view key)
{
    auto query = tx.prepare(R"sql(
        select exists (select 1 from known_by join ticket on ticket.id = known_by.ticket
                        where key = ?2 and ticket.id <> ?1 and erased_at is null)
    )sql");
    return query.value<bool>(ticket, key);
}

SharedLetter read_shared(Row& row)
{
    SharedLetter letter;
    int lane = 0;
    row >> letter.id >> letter.key >> letter.recipient >> lane;
    letter.lane = static_cast<Lane>(lane);
    return letter;
}

} // namespace

void erase_words(Transaction& tx, core::TicketId ticket)
{
    // Notes are about a person: as long as we have other words of theirs, they stay.
    if (const auto key = core::contact_key(contact_of(tx, ticket)))
        if (!is_known_otherwise(tx, ticket, *key))
            remove_customer_notes(tx, *key);
    auto said = tx.prepare(R"sql(
        update submission
           set likes = '', dislikes = '', wishes = '', name = '', contact = '', salt = null
         where ticket = ?1
    )sql");
    said.run(ticket);
    tx.prepare("update entry set text = '', done = '', salt = null "
               "where ticket = ?1 and staff is null")
        .run(ticket);
    erase_all_photos(tx, ticket);
    tx.prepare("delete from sentence where ticket = ?1").run(ticket);
    forget_words(tx, ticket);
    add_entry(tx, {.ticket = ticket, .what = core::EntryKind::erased});
    tx.prepare("update ticket set erased_at = ?2, settled_at = ?2 where id = ?1")
        .run(ticket, tx.now());
    if (!is_awaited(tx, ticket))
        forget_replies(tx, ticket);
    tx.note_words_erased();
}

void erase_letters(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        update letter
           set mime = x'', last_detail = '',
               what = iif(next_try_at is null, what, 'withdrawn'),
               given_up_at = iif(next_try_at is null, given_up_at, ?2), next_try_at = null,
               recipient = iif(key glob 'received/*' or key glob 'reply/*', '', recipient),
               key = iif(key glob 'received/*/*', 'received/' || ?1 || '/erased/' || id, key)
         where ticket = ?1
    )sql");
    query.run(ticket, tx.now());
}

std::vector<SharedLetter> take_urgent_letters(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        update letter
           set mime = x'', ticket = null
         where ticket = ?1 and next_try_at is not null and lane in (?2, ?3)
        returning id, key, recipient, lane
    )sql");
    return query.all(read_shared, ticket, static_cast<int>(Lane::urgent),
                     static_cast<int>(Lane::alarm));
}

std::vector<SharedLetter> erase_shared_letters(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        with told as (
            select escalation.id, escalation.letter
              from escalation join promise on promise.id = escalation.promise
             where promise.ticket = ?1
                or promise.ticket in (select into_ticket from merge where ticket = ?1)
        )
        update letter
           set mime = x''
         where ticket is null and lane <> ?2
           and id in (select letter from told
                       union select alarm.letter from alarm join told on told.id = alarm.escalation)
        returning id, key, recipient, lane, next_try_at is not null
    )sql");
    std::vector<SharedLetter> waiting;
    const auto read = [&](Row& row) {
        auto letter = read_shared(row);
        bool waits = false;
        row >> waits;
        if (waits)
            waiting.push_back(std::move(letter));
        return 0;
    };
    query.all(read, ticket, static_cast<int>(Lane::call));
    return waiting;
}

std::vector<SharedLetter> waiting_letters_with_link(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        select id, key, recipient, lane
          from letter
         where ticket = ?1 and next_try_at is not null and (key glob 'received/*' or key glob 'reply/*')
         order by id
    )sql");
    return query.all(read_shared, ticket);
}

void withdraw_letter(Transaction& tx, core::LetterId letter)
{
    auto query = tx.prepare(R"sql(
        update letter set what = 'withdrawn', given_up_at = ?2, next_try_at = null, mime = x''
         where id = ?1 and next_try_at is not null
    )sql");
    query.run(letter, tx.now());
}

void rewrite_letter(Transaction& tx, core::LetterId letter, std::string_view mime)
{
    tx.prepare("update letter set mime = cast(?2 as blob) where id = ?1").run(letter, mime);
}

} // namespace heard::storage
