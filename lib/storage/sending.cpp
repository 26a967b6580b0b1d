#include "storage/sending.hpp"

namespace heard::storage {

namespace {

Sending read_sending(Row& row)
{
    Sending sending;
    std::string what;
    row >> sending.ticket >> what >> sending.staff >> sending.text >> sending.done >>
        sending.until >> sending.seen >> sending.release_at >> sending.made_at;
    sending.what = core::entry_kind_from(what).value();
    return sending;
}

} // namespace

void add_sending(Transaction& tx, const Sending& sending)
{
    auto query = tx.prepare(R"sql(
        insert into sending (ticket, what, staff, text, done, until, seen, made_at, release_at)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
    )sql");
    query.run(sending.ticket, to_text(sending.what), sending.staff, sending.text, sending.done,
              sending.until, sending.seen, tx.now(), sending.release_at);
    tx.wake_promises_at(sending.release_at);
    tx.wake_listeners(sending.ticket);
}

std::optional<Sending> find_sending(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        select ticket, what, staff, text, done, until, seen, release_at, made_at
          from sending
         where ticket = ?1
    )sql");
    return query.first(read_sending, ticket);
}

std::vector<Sending> sendings_by(Transaction& tx, core::StaffId staff)
{
    // A few seconds' replies: the table is never long.
    auto query = tx.prepare(R"sql(
        select ticket, what, staff, text, done, until, seen, release_at, made_at
          from sending
         where staff = ?1
         order by release_at, ticket
    )sql");
    return query.all(read_sending, staff);
}

void remove_sending(Transaction& tx, core::TicketId ticket)
{
    tx.prepare("delete from sending where ticket = ?1").run(ticket);
    tx.wake_listeners(ticket);
}

std::vector<core::TicketId> tickets_to_release(Transaction& tx, int count_max)
{
    auto query = tx.prepare(R"sql(
        select ticket
          from sending
         where release_at <= ?1 or made_at > ?1
         order by release_at, ticket
         limit ?2
    )sql");
    const auto read = [](Row& row) {
        core::TicketId ticket;
        row >> ticket;
        return ticket;
    };
    return query.all(read, tx.now(), count_max);
}

std::optional<Instant> next_release_at(Transaction& tx)
{
    auto query = tx.prepare("select min(release_at) from sending where release_at > ?1");
    const auto read = [](Row& row) {
        std::optional<Instant> at;
        row >> at;
        return at;
    };
    return query.first(read, tx.now()).value();
}

std::optional<std::string> next_ticket_for(Transaction& tx, const core::Staff& staff,
                                           core::TicketId after)
{
    auto query = tx.prepare(R"sql(
        select reference
          from ticket indexed by ticket_queue
         where due_at is not null and suspicion = '' and id <> ?3
           and (?1 = '' or branch in ('', ?1))
           and (assignee is null or assignee = ?2)
           and id not in (select ticket from sending)
         order by due_at
         limit 1
    )sql");
    const auto read = [](Row& row) {
        std::string reference;
        row >> reference;
        return reference;
    };
    return query.first(read, staff.branch, staff.id, after);
}

} // namespace heard::storage
