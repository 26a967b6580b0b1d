#include "storage/acquaintance.hpp"

namespace heard::storage {

namespace {

/// `?1` and `?2` of the queries below.
struct TwoKeys
{
    std::string first;
    std::string second;
};

TwoKeys two_of(const std::vector<std::string>& keys)
{
    return {keys.empty() ? std::string{} : keys.front(),
            keys.size() < 2 ? std::string{} : keys.back()};
}

OtherTicket read_other(Row& row)
{
    OtherTicket other;
    row >> other.ticket >> other.reference >> other.words >> other.invoice >> other.opened_at >>
        other.due_at >> other.erased_at;
    return other;
}

CustomerNote read_note(Row& row)
{
    CustomerNote note;
    row >> note.id >> note.at >> note.staff_name >> note.text;
    return note;
}

} // namespace

std::vector<OtherTicket> tickets_of_customer(Transaction& tx, const AcquaintanceQuestion& question,
                                             int count_max)
{
    auto query = tx.prepare(R"sql(
        select ticket.id, reference,
               substr(coalesce(nullif(dislikes, ''), nullif(likes, ''), wishes), 1, 200), invoice,
               opened_at, promise.due_at, erased_at
          from (select distinct ticket from known_by where key in (?1, ?2)
                 order by ticket desc limit 200) as theirs
          join ticket on ticket.id = theirs.ticket
          join submission on submission.ticket = ticket.id
          left join promise on promise.ticket = ticket.id and promise.state = 'open'
         where ?3 = '' or branch = '' or branch = ?3
         order by ticket.id desc
         limit ?4
    )sql");
    const auto keys = two_of(question.keys);
    return query.all(read_other, keys.first, keys.second, question.branch, count_max);
}

CustomerNumbers customer_numbers(Transaction& tx, const AcquaintanceQuestion& question,
                                 Instant since)
{
    auto query = tx.prepare(R"sql(
        with theirs as (
            select id, opened_at
              from ticket
             where id in (select ticket from known_by where key in (?1, ?2))
               and (?3 = '' or branch = '' or branch = ?3)
             order by id desc
             limit 200
        )
        select count(*),
               count(*) filter (where opened_at >= ?4),
               coalesce(sum((select count(*) from entry
                              where entry.ticket = theirs.id and what in ('answer', 'hold') and at >= ?4)), 0),
               coalesce(sum((select count(*) from promise
                              where promise.ticket = theirs.id and state = 'kept')), 0),
               coalesce(sum((select count(*) from promise
                              where promise.ticket = theirs.id
                                and (state = 'broken' or broken_at is not null
                                     or (state = 'open' and due_at <= ?5)))), 0)
          from theirs
    )sql");
    const auto read = [](Row& row) {
        CustomerNumbers numbers;
        row >> numbers.tickets >> numbers.tickets_lately >> numbers.replies_lately >>
            numbers.kept >> numbers.broken;
        return numbers;
    };
    const auto keys = two_of(question.keys);
    return query.first(read, keys.first, keys.second, question.branch, since, tx.now()).value();
}

void add_customer_note(Transaction& tx, std::string_view key, core::StaffId staff,
                       std::string_view text)
{
    tx.prepare("insert into customer_note (key, at, staff, text) values (?1, ?2, ?3, ?4)")
        .run(key, tx.now(), staff, text);
}

std::vector<CustomerNote> customer_notes(Transaction& tx, std::string_view key)
{
    auto query = tx.prepare(R"sql(
        select customer_note.id, at, staff.name, text
          from customer_note join staff on staff.id = customer_note.staff
         where key = ?1
         order by customer_note.id
    )sql");
    return query.all(read_note, key);
}

bool remove_customer_note(Transaction& tx, std::string_view key, std::int64_t id)
{
    const auto removed =
        tx.prepare("delete from customer_note where key = ?1 and id = ?2 returning id")
            .value<std::int64_t>(key, id);
    tx.note_words_erased();
    return removed != 0;
}

void remove_customer_notes(Transaction& tx, std::string_view key)
{
    tx.prepare("delete from customer_note where key = ?1").run(key);
    tx.note_words_erased();
}

} // namespace heard::storage
