#include "storage/book.hpp"

#include "core/chain.hpp"

#include <sqlite3.h>

namespace heard::storage {

namespace {

/// Links the line to the newest one and writes it. Its number is ours to give.
void append(Transaction& tx, core::ChainedLine line)
{
    const auto head = tx.written_head() ? *tx.written_head() : book_head(tx);
    line.number = head.number + 1;
    const auto link = core::link_after(head.link, line);
    auto query = tx.prepare(R"sql(
        insert into book (id, at, what, ticket, entry, promise, staff, due_at, words, detail, link)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
    )sql");
    query.run(line.number, line.at, line.what, line.ticket, line.entry, line.promise, line.staff,
              line.due_at, line.words, line.detail, link);
    tx.note_written({line.number, link});
}

/// A line of the book as it was before it was a chain.
struct OldLine
{
    Instant at;
    std::string what;
    std::optional<core::TicketId> ticket;
    std::optional<int> entry;
    std::optional<core::PromiseId> promise;
    std::optional<core::StaffId> staff;
    std::optional<Instant> due_at;
    std::string detail;
};

OldLine read_old_line(Row& row)
{
    OldLine line;
    row >> line.at >> line.what >> line.ticket >> line.entry >> line.promise >> line.staff >>
        line.due_at >> line.detail;
    return line;
}

/// The old book did not say which entry a line stood for, but had one for each, in order. When
/// staff settle a ticket that is no entry.
std::vector<OldLine> old_lines(Transaction& tx)
{
    auto query = tx.prepare(R"sql(
        with line as (
            select *, what in ('message', 'answer', 'hold', 'note', 'not settled')
                      or (what = 'settled' and staff is null) as said
              from book_before
        )
        select at, replace(what, 'not settled', 'not_settled'), ticket,
               case when what = 'submitted' then 0
                    when said then row_number() over (partition by ticket, said order by id) end,
               promise, staff, due_at, detail
          from line
         order by id
    )sql");
    return query.all(read_old_line);
}

core::Digest salt_submission(Transaction& tx, core::TicketId ticket)
{
    const auto salt = make_salt();
    tx.prepare("update submission set salt = ?2 where ticket = ?1").run(ticket, salt);
    auto words = tx.prepare("select likes, dislikes, wishes from submission where ticket = ?1");
    return words
        .first(
            [&](Row& row) {
                std::string likes, dislikes, wishes;
                row >> likes >> dislikes >> wishes;
                return core::salted_digest(salt, {likes, dislikes, wishes});
            },
            ticket)
        .value();
}

std::optional<core::Digest> salt_entry(Transaction& tx, core::TicketId ticket, int number)
{
    const auto salt = make_salt();
    tx.prepare("update entry set salt = ?3 where ticket = ?1 and number = ?2")
        .run(ticket, number, salt);
    auto words = tx.prepare("select text, done from entry where ticket = ?1 and number = ?2");
    return words.first(
        [&](Row& row) {
            std::string text, done;
            row >> text >> done;
            return core::salted_digest(salt, {text, done});
        },
        ticket, number);
}

} // namespace

void write_book(Transaction& tx, const NewLine& line)
{
    append(tx, {.at = tx.now(),
                .what = line.what,
                .ticket = line.ticket,
                .entry = line.entry,
                .promise = line.promise,
                .staff = line.staff,
                .due_at = line.due_at,
                .words = line.words,
                .detail = line.detail});
    tx.wake_listeners(line.ticket);
}

std::vector<BookLine> book_of(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        select book.at, book.what, coalesce(staff.name, ''), book.due_at,
               iif(book.what = 'escalated',
                   coalesce((select replace(group_concat(distinct recipient), ',', ', ') from escalation
                              where escalation.promise = book.promise and written_at = book.at), ''),
                   book.detail)
          from book left join staff on staff.id = book.staff
         where book.ticket = ?1
         order by book.id
    )sql");
    const auto read = [](Row& row) {
        BookLine line;
        row >> line.at >> line.what >> line.staff_name >> line.due_at >> line.detail;
        return line;
    };
    return query.all(read, ticket);
}

std::int64_t lines_about(Transaction& tx, core::TicketId ticket)
{
    return tx.prepare("select count(*) from book where ticket = ?1").value<std::int64_t>(ticket);
}

BookHead book_head(Transaction& tx)
{
    const auto read = [](Row& row) {
        BookHead head;
        row >> head.number >> head.link;
        return head;
    };
    return tx.prepare("select id, link from book order by id desc limit 1")
        .first(read)
        .value_or(BookHead{});
}

std::optional<core::Digest> link_of(Transaction& tx, std::int64_t number)
{
    const auto read = [](Row& row) {
        core::Digest link;
        row >> link;
        return link;
    };
    return tx.prepare("select link from book where id = ?1").first(read, number);
}

core::Salt make_salt()
{
    core::Salt salt;
    sqlite3_randomness(static_cast<int>(salt.size()), salt.data());
    return salt;
}

void take_over_book(Transaction& tx)
{
    for (const auto& line : old_lines(tx)) {
        std::optional<core::Digest> words;
        if (line.ticket && line.entry)
            words = *line.entry == 0 ? salt_submission(tx, *line.ticket)
                                     : salt_entry(tx, *line.ticket, *line.entry);
        append(tx, {.at = line.at,
                    .what = line.what,
                    .ticket = line.ticket,
                    .entry = line.entry,
                    .promise = line.promise,
                    .staff = line.staff,
                    .due_at = line.due_at,
                    .words = words,
                    .detail = line.detail});
    }
    tx.prepare("drop table book_before").run();
}

} // namespace heard::storage
