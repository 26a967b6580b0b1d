#include "storage/letter.hpp"

namespace heard::storage {

std::optional<core::LetterId> queue_letter(Transaction& tx, const NewLetter& letter)
{
    auto query = tx.prepare(R"sql(
        insert into letter (key, what, ticket, sender, recipient, message_id, queued_at, next_try_at, mime)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, cast(?8 as blob))
        on conflict (key) do nothing
        returning id
    )sql");
    const auto read = [](Row& row) {
        core::LetterId id;
        row >> id;
        return id;
    };
    const auto id = query.first(read, letter.key, letter.what, letter.ticket, letter.sender,
                                letter.recipient, letter.message_id, tx.now(), letter.mime);
    if (id)
        tx.wake_letters();
    return id;
}

std::vector<WaitingLetter> letters_to_send(Transaction& tx, int count_max)
{
    auto query = tx.prepare(R"sql(
        select id, sender, recipient, message_id, mime, failures, queued_at
          from letter
         where next_try_at is not null and next_try_at <= ?1
         order by next_try_at
         limit ?2
    )sql");
    const auto read = [](Row& row) {
        WaitingLetter letter;
        row >> letter.id >> letter.sender >> letter.recipient >> letter.message_id >> letter.mime >>
            letter.failures >> letter.queued_at;
        return letter;
    };
    return query.all(read, tx.now(), count_max);
}

std::optional<Instant> next_letter_at(Transaction& tx)
{
    auto query = tx.prepare(R"sql(
        select next_try_at from letter where next_try_at is not null order by next_try_at limit 1
    )sql");
    return query.first([](Row& row) {
        Instant at;
        row >> at;
        return at;
    });
}

void note_delivered(Transaction& tx, core::LetterId letter)
{
    tx.prepare("update letter set delivered_at = ?2, next_try_at = null where id = ?1")
        .run(letter, tx.now());
}

void note_later(Transaction& tx, core::LetterId letter, Instant next_try_at,
                std::string_view detail)
{
    auto query = tx.prepare(R"sql(
        update letter set next_try_at = ?2, failures = failures + 1, last_detail = ?3 where id = ?1
    )sql");
    query.run(letter, next_try_at, detail);
}

void note_given_up(Transaction& tx, core::LetterId letter, std::string_view detail)
{
    auto query = tx.prepare(R"sql(
        update letter
           set given_up_at = ?2, next_try_at = null, failures = failures + 1, last_detail = ?3
         where id = ?1
    )sql");
    query.run(letter, tx.now(), detail);
}

Trouble outbox_trouble(Transaction& tx, Instant stuck_before, Instant since)
{
    Trouble trouble;
    trouble.stuck =
        tx.prepare("select count(*) from letter where next_try_at is not null and queued_at <= ?1")
            .value<std::int64_t>(stuck_before);
    trouble.given_up = tx.prepare("select count(*) from letter where given_up_at >= ?1")
                           .value<std::int64_t>(since);
    if (trouble.stuck + trouble.given_up == 0)
        return trouble;
    auto query = tx.prepare(R"sql(
        select letter.what, coalesce(ticket.reference, ''), letter.last_detail, letter.given_up_at is not null
          from letter left join ticket on ticket.id = letter.ticket
         where letter.given_up_at >= ?2 or (letter.next_try_at is not null and letter.queued_at <= ?1)
         order by letter.id desc
         limit 5
    )sql");
    const auto read = [](Row& row) {
        TroubledLetter letter;
        row >> letter.what >> letter.reference >> letter.detail >> letter.given_up;
        return letter;
    };
    trouble.newest = query.all(read, stuck_before, since);
    return trouble;
}

} // namespace heard::storage
