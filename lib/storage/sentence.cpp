#include "storage/sentence.hpp"

namespace heard::storage {

namespace {

// What was said more often than that is said often enough; nobody waits for the last of a million.
constexpr int tickets_max = 1000;

} // namespace

std::vector<core::TicketId> said_before(Transaction& tx, std::int64_t digest,
                                        core::TicketId besides, Instant since)
{
    auto query = tx.prepare(R"sql(
        select ticket
          from sentence
         where digest = ?1 and at >= ?3
           and ticket <> ?2 and ticket not in (select id from ticket where merged_into = ?2)
         group by ticket
         order by ticket desc
         limit ?4
    )sql");
    const auto read = [](Row& row) {
        core::TicketId ticket;
        row >> ticket;
        return ticket;
    };
    return query.all(read, digest, besides, since, tickets_max);
}

void remember_sentences(Transaction& tx, const SaidNow& said, std::span<const std::int64_t> digests)
{
    tx.prepare("delete from sentence where at < ?1").run(said.since);
    // The same sentence twice in one reply is one.
    auto query = tx.prepare(R"sql(
        insert into sentence (digest, ticket, entry, at, said_before)
        values (?1, ?2, ?3, ?4,
                exists (select 1
                          from sentence join ticket on ticket.id = sentence.ticket
                         where digest = ?1
                           and coalesce(merged_into, ticket.id)
                               <> (select coalesce(merged_into, id) from ticket where id = ?2)))
            on conflict do nothing
    )sql");
    for (const auto digest : digests)
        query.run(digest, said.ticket, said.entry, tx.now());
}

OwnWords own_words(Transaction& tx, std::string_view branch, Instant since)
{
    auto query = tx.prepare(R"sql(
        select count(*), count(*) filter (where own)
          from (select min(said_before) = 0 as own
                  from sentence
                 where at >= ?1
                   and (?2 = '' or ticket in (select id from ticket where branch = ?2))
                 group by ticket, entry)
    )sql");
    const auto read = [](Row& row) {
        OwnWords words;
        row >> words.replies >> words.own;
        return words;
    };
    return query.first(read, since, branch).value();
}

} // namespace heard::storage
