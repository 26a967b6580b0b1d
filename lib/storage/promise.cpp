#include "storage/promise.hpp"

namespace heard::storage {

namespace {

core::Promise read_promise(Row& row)
{
    core::Promise promise;
    std::string state;
    row >> promise.id >> promise.ticket >> promise.made_at >> promise.due_at >> promise.made_by >>
        state >> promise.broken_at >> promise.ended_at >> promise.climbed_until >>
        promise.look_again_at;
    promise.state = core::promise_state_from(state).value();
    return promise;
}

Instant read_instant(Row& row)
{
    Instant at;
    row >> at;
    return at;
}

/// Where its ticket stands in the queue; nowhere without a promise.
void set_due(Transaction& tx, core::TicketId ticket, std::optional<Instant> due_at)
{
    tx.prepare("update ticket set due_at = ?2 where id = ?1 and due_at is not ?2")
        .run(ticket, due_at);
}

} // namespace

core::PromiseId add_promise(Transaction& tx, const NewPromise& promise)
{
    if (promise.look_again_at)
        tx.wake_promises_at(*promise.look_again_at);
    set_due(tx, promise.ticket, promise.due_at);
    auto query = tx.prepare(R"sql(
        insert into promise (ticket, made_at, due_at, made_by, climbed_until, look_again_at)
        values (?1, ?2, ?3, ?4, ?2, ?5)
    )sql");
    return {query.insert(promise.ticket, tx.now(), promise.due_at, promise.made_by,
                         promise.look_again_at)};
}

std::optional<core::Promise> find_promise(Transaction& tx, core::PromiseId id)
{
    auto query = tx.prepare(R"sql(
        select id, ticket, made_at, due_at, made_by, state, broken_at, ended_at, climbed_until, look_again_at
          from promise
         where id = ?1
    )sql");
    return query.first(read_promise, id);
}

std::optional<core::Promise> find_open_promise(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        select id, ticket, made_at, due_at, made_by, state, broken_at, ended_at, climbed_until, look_again_at
          from promise
         where ticket = coalesce((select merged_into from ticket where id = ?1), ?1) and state = 'open'
    )sql");
    return query.first(read_promise, ticket);
}

std::vector<core::Promise> promises_of(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        select id, ticket, made_at, due_at, made_by, state, broken_at, ended_at, climbed_until, look_again_at
          from promise
         where ticket = ?1
         order by id
    )sql");
    return query.all(read_promise, ticket);
}

std::vector<core::Promise> open_promises_in(Transaction& tx, core::LetterId letter)
{
    auto query = tx.prepare(R"sql(
        select id, ticket, made_at, due_at, made_by, state, broken_at, ended_at, climbed_until, look_again_at
          from promise
         where state = 'open'
           and id in (select promise from escalation where escalation.letter = ?1
                       union select promise
                               from alarm join escalation on escalation.id = alarm.escalation
                              where alarm.letter = ?1)
         order by due_at, id
    )sql");
    return query.all(read_promise, letter);
}

std::vector<core::Promise> promises_to_look_at(Transaction& tx, int count_max)
{
    auto query = tx.prepare(R"sql(
        select id, ticket, made_at, due_at, made_by, state, broken_at, ended_at, climbed_until, look_again_at
          from promise
         where state = 'open' and look_again_at is not null and look_again_at <= ?1
         order by look_again_at
         limit ?2
    )sql");
    return query.all(read_promise, tx.now(), count_max);
}

std::optional<Instant> next_look_at(Transaction& tx)
{
    auto query = tx.prepare(R"sql(
        select look_again_at
          from promise
         where state = 'open' and look_again_at is not null
         order by look_again_at
         limit 1
    )sql");
    return query.first(read_instant);
}

std::vector<core::Promise> promises_to_look_at_among(Transaction& tx, const PromiseRange& among,
                                                     int count_max)
{
    auto query = tx.prepare(R"sql(
        select id, ticket, made_at, due_at, made_by, state, broken_at, ended_at, climbed_until, look_again_at
          from promise not indexed
         where id between ?1 and ?2
           and state = 'open' and look_again_at is not null and look_again_at <= ?3
         order by id
         limit ?4
    )sql");
    return query.all(read_promise, among.first, among.last, tx.now(), count_max);
}

std::optional<Instant> next_look_at_among(Transaction& tx, const PromiseRange& among)
{
    auto query = tx.prepare(R"sql(
        select look_again_at
          from promise not indexed
         where id between ?1 and ?2 and state = 'open' and look_again_at is not null
         order by look_again_at
         limit 1
    )sql");
    return query.first(read_instant, among.first, among.last);
}

PromiseRange all_promises(Transaction& tx)
{
    return {1, tx.prepare("select max(id) from promise").value<std::int64_t>()};
}

PromiseRange all_open_promises(Transaction& tx)
{
    auto query =
        tx.prepare("select max(id) from promise indexed by promise_open where state = 'open'");
    return {1, query.value<std::int64_t>()};
}

void end_promise(Transaction& tx, const core::Promise& promise, core::PromiseState state)
{
    auto query = tx.prepare(R"sql(
        update promise
           set state = ?2, ended_at = ?3, look_again_at = null,
               broken_at = case when ?2 = 'broken' then coalesce(broken_at, due_at) end
         where id = ?1 and state = 'open'
    )sql");
    query.run(promise.id, to_text(state), tx.now());
    set_due(tx, promise.ticket, std::nullopt);
}

void note_climb(Transaction& tx, const core::Promise& promise, bool broken,
                std::optional<Instant> look_again_at)
{
    auto query = tx.prepare(R"sql(
        update promise
           set climbed_until = max(climbed_until, ?2), look_again_at = ?3,
               broken_at = case when ?4 then coalesce(broken_at, due_at) else broken_at end
         where id = ?1
    )sql");
    query.run(promise.id, tx.now(), look_again_at, broken);
}

} // namespace heard::storage
