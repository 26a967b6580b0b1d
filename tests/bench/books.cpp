#include "bench/books.hpp"

#include "bench/latency.hpp"
#include "storage/transaction.hpp"

namespace heard::bench {

Books read_books(const std::filesystem::path& file)
{
    // A writer's connection, opened as the daemon opens its own: what the pragmas answer here they
    // answered there.
    storage::Database database{file, storage::Access::write};
    const auto number = [&](std::string_view sql) {
        return database.prepare(sql).value<std::int64_t>();
    };
    Books books;
    books.tickets = number("select count(*) from ticket");
    books.submissions = number("select count(*) from submission");
    books.open_promises = number("select count(*) from promise where state = 'open'");
    books.book_lines = number("select count(*) from book");
    books.set_aside = number("select count(*) from ticket where suspicion <> ''");
    books.complete = number(R"sql(
        select count(*)
          from submission
          join ticket on ticket.id = submission.ticket
          join promise on promise.ticket = ticket.id and promise.state = 'open'
         where (select count(*) from book where book.ticket = ticket.id) = 2
    )sql");
    books.synchronous = number("pragma synchronous");
    books.write_ahead = database.prepare("pragma journal_mode").value<std::string>() == "wal";
    return books;
}

EscalationLateness read_escalation_lateness(const std::filesystem::path& file)
{
    storage::Database database{file, storage::Access::read};
    Latencies spans;
    EscalationLateness lateness;
    database.prepare("select written_at - planned_at from escalation").all([&](storage::Row& row) {
        std::int64_t micros = 0;
        row >> micros;
        spans.add(std::chrono::microseconds{micros});
        return ++lateness.count;
    });
    lateness.p50 = spans.percentile(0.5);
    lateness.p99 = spans.percentile(0.99);
    lateness.worst = spans.percentile(1);
    return lateness;
}

} // namespace heard::bench
