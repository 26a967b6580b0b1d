#include "storage/letter.hpp"

#include "storage/alarm.hpp"

#include <algorithm>
#include <iterator>

namespace heard::storage {

std::optional<core::LetterId> queue_letter(Transaction& tx, const NewLetter& letter)
{
    auto query = tx.prepare(R"sql(
        insert into letter (key, what, ticket, sender, recipient, message_id, queued_at, next_try_at, mime,
                            lane)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, cast(?8 as blob), ?9)
        on conflict (key) do nothing
        returning id
    )sql");
    const auto read = [](Row& row) {
        core::LetterId id;
        row >> id;
        return id;
    };
    const auto id =
        query.first(read, letter.key, letter.what, letter.ticket, letter.sender, letter.recipient,
                    letter.message_id, tx.now(), letter.mime, static_cast<int>(letter.lane));
    if (id)
        tx.wake_letters();
    return id;
}

bool has_letter(Transaction& tx, std::string_view first, std::string_view end)
{
    return tx.prepare("select 1 from letter where key >= ?1 and key < ?2 limit 1")
        .value<bool>(first, end);
}

core::LetterId newest_letter(Transaction& tx)
{
    return {tx.prepare("select coalesce(max(id), 0) from letter").value<std::int64_t>()};
}

std::vector<DueLetter> letters_due(Transaction& tx, int count_max, std::span<const Lane> lanes)
{
    auto query = tx.prepare(R"sql(
        select id
          from letter
         where lane = ?1 and next_try_at is not null and next_try_at <= ?2
         order by next_try_at
         limit ?3
    )sql");
    std::vector<DueLetter> letters;
    for (const auto lane : lanes) {
        const auto read = [lane](Row& row) {
            DueLetter letter;
            letter.lane = lane;
            row >> letter.id;
            return letter;
        };
        const auto room = count_max - static_cast<int>(letters.size());
        std::ranges::move(query.all(read, static_cast<int>(lane), tx.now(), room),
                          std::back_inserter(letters));
    }
    return letters;
}

std::optional<WaitingLetter> find_waiting_letter(Transaction& tx, core::LetterId id)
{
    auto query = tx.prepare(R"sql(
        select sender, recipient, message_id, mime, failures, queued_at, lane
          from letter
         where id = ?1 and next_try_at is not null
    )sql");
    const auto read = [id](Row& row) {
        WaitingLetter letter;
        letter.id = id;
        int lane = 0;
        row >> letter.sender >> letter.recipient >> letter.message_id >> letter.mime >>
            letter.failures >> letter.queued_at >> lane;
        letter.lane = static_cast<Lane>(lane);
        return letter;
    };
    return query.first(read, id);
}

std::vector<WaitingLetter> letters_to_send(Transaction& tx, int count_max,
                                           std::span<const Lane> lanes)
{
    std::vector<WaitingLetter> letters;
    for (const auto& due : letters_due(tx, count_max, lanes))
        letters.push_back(find_waiting_letter(tx, due.id).value());
    return letters;
}

std::optional<Instant> next_letter_at(Transaction& tx, Instant after, std::span<const Lane> lanes)
{
    auto query = tx.prepare(R"sql(
        select next_try_at
          from letter
         where lane = ?1 and next_try_at is not null and next_try_at > ?2
         order by next_try_at
         limit 1
    )sql");
    std::optional<Instant> next;
    for (const auto lane : lanes) {
        const auto read = [](Row& row) {
            Instant at;
            row >> at;
            return at;
        };
        const auto at = query.first(read, static_cast<int>(lane), after);
        if (at && (!next || *at < *next))
            next = at;
    }
    return next;
}

void note_delivered(Transaction& tx, core::LetterId letter)
{
    tx.prepare("update letter set delivered_at = ?2, next_try_at = null "
               "where id = ?1 and next_try_at is not null")
        .run(letter, tx.now());
}

void note_later(Transaction& tx, core::LetterId letter, Instant next_try_at,
                std::string_view detail)
{
    auto query = tx.prepare(R"sql(
        update letter
           set next_try_at = ?2, failures = failures + 1, last_detail = ?3
         where id = ?1 and next_try_at is not null
    )sql");
    query.run(letter, next_try_at, detail);
}

void note_unreachable(Transaction& tx, core::LetterId letter, std::string_view detail)
{
    tx.prepare("update letter set last_detail = ?2 where id = ?1 and next_try_at is not null")
        .run(letter, detail);
}

void hasten_letters(Transaction& tx, time::Micros sooner)
{
    tx.prepare("update letter set next_try_at = next_try_at - ?2 where next_try_at > ?1")
        .run(tx.now(), sooner.count());
    tx.wake_letters();
}

void forget_causes(Transaction& tx, std::string_view first, std::string_view end)
{
    tx.prepare(
          "update letter set key = 'forgotten/' || id || '/' || key where key >= ?1 and key < ?2")
        .run(first, end);
}

void note_given_up(Transaction& tx, core::LetterId letter, std::string_view detail)
{
    auto query = tx.prepare(R"sql(
        update letter
           set given_up_at = ?2, next_try_at = null, failures = failures + 1, last_detail = ?3
         where id = ?1 and next_try_at is not null
    )sql");
    query.run(letter, tx.now(), detail);
    hasten_alarms(tx, letter);
}

Trouble outbox_trouble(Transaction& tx, Instant stuck_before, Instant since)
{
    Trouble trouble;
    trouble.stuck =
        tx.prepare("select count(*) from letter where next_try_at is not null and queued_at <= ?1")
            .value<std::int64_t>(stuck_before);
    trouble.given_up =
        tx.prepare("select count(*) from letter where given_up_at >= ?1 and what <> 'withdrawn'")
            .value<std::int64_t>(since);
    if (trouble.stuck + trouble.given_up == 0)
        return trouble;
    auto query = tx.prepare(R"sql(
        select letter.what, coalesce(ticket.reference, ''), coalesce(ticket.branch, ''), letter.last_detail,
               letter.given_up_at is not null
          from letter left join ticket on ticket.id = letter.ticket
         where (letter.given_up_at >= ?2 and letter.what <> 'withdrawn')
            or (letter.next_try_at is not null and letter.queued_at <= ?1)
         order by letter.last_detail = '', letter.id desc
         limit 5
    )sql");
    const auto read = [](Row& row) {
        TroubledLetter letter;
        row >> letter.what >> letter.reference >> letter.branch >> letter.detail >> letter.given_up;
        return letter;
    };
    trouble.newest = query.all(read, stuck_before, since);
    return trouble;
}

} // namespace heard::storage
