#include "storage/book.hpp"

namespace heard::storage {

void write_book(Transaction& tx, const BookEntry& entry)
{
    auto query = tx.prepare(R"sql(
        insert into book (at, what, ticket, promise, staff, due_at, detail)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
    )sql");
    query.run(tx.now(), entry.what, entry.ticket, entry.promise, entry.staff, entry.due_at,
              entry.detail);
}

std::vector<BookLine> book_of(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        select book.at, book.what, coalesce(staff.name, ''), book.due_at, book.detail
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

} // namespace heard::storage
