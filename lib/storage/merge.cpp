#include "storage/merge.hpp"

#include "storage/promise.hpp"
#include "storage/ticket.hpp"

#include <algorithm>

namespace heard::storage {

void merge_ticket(Transaction& tx, core::TicketId ticket, core::TicketId into)
{
    tx.prepare(R"sql(
        insert into merge (ticket, into_ticket, at)
        select id, ?2, ?3 from ticket where id = ?1 or merged_into = ?1
    )sql")
        .run(ticket, into, tx.now());
    tx.prepare("update ticket set merged_into = ?2 where id = ?1 or merged_into = ?1")
        .run(ticket, into);
    // Both are of one branch then: what one branch may not see is not shown to it by the other.
    tx.prepare(R"sql(
        update ticket
           set branch = (select max(branch) from ticket where id in (?1, ?2))
         where id = ?2 or merged_into = ?2
    )sql")
        .run(ticket, into);
}

std::vector<Merged> merged_into(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        select merge.ticket, merge.at
          from merge join ticket on ticket.id = merge.ticket and ticket.merged_into = merge.into_ticket
         where ticket.merged_into = ?1
         order by merge.at, merge.ticket
    )sql");
    const auto read = [](Row& row) {
        Merged merged;
        row >> merged.ticket.id >> merged.at;
        return merged;
    };
    auto all = query.all(read, ticket);
    for (auto& merged : all)
        merged.ticket = find_ticket(tx, merged.ticket.id).value();
    return all;
}

int newest_of_matter(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        select newest_entry
               + (select coalesce(sum(along.newest_entry + 1), 0)
                    from ticket as along
                   where along.merged_into = ticket.id)
          from ticket
         where id = ?1
    )sql");
    return query.value<int>(ticket);
}

std::vector<Instant> merges_of(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare("select at from merge where ticket = ?1 order by at");
    const auto read = [](Row& row) {
        Instant at;
        row >> at;
        return at;
    };
    return query.all(read, ticket);
}

std::vector<core::Promise> promises_beside(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        select promise.id
          from merge join promise on promise.ticket = merge.into_ticket
         where merge.ticket = ?1 and (promise.ended_at is null or promise.ended_at >= merge.at)
         order by promise.id
    )sql");
    const auto read = [](Row& row) {
        core::PromiseId id;
        row >> id;
        return id;
    };
    std::vector<core::Promise> promises;
    for (const auto id : query.all(read, ticket))
        promises.push_back(find_promise(tx, id).value());
    return promises;
}

bool waits(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        select coalesce((select what from entry
                          where ticket = ?1 and what <> 'note'
                          order by number desc limit 1), 'message') in ('message', 'hold', 'not_settled')
           and coalesce((select what from entry
                          where ticket = ?1 and staff is null
                          order by number desc limit 1), 'message') <> 'erased'
    )sql");
    return query.value<bool>(ticket);
}

bool is_awaited(Transaction& tx, core::TicketId ticket)
{
    const auto stays = find_ticket(tx, ticket).value().merged_into.value_or(ticket);
    if (waits(tx, stays))
        return true;
    const auto all_along = merged_into(tx, stays);
    return std::ranges::any_of(all_along,
                               [&](const Merged& along) { return waits(tx, along.ticket.id); });
}

} // namespace heard::storage
