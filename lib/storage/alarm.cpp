#include "storage/alarm.hpp"

namespace heard::storage {

namespace {

std::string read_text(Row& row)
{
    std::string text;
    row >> text;
    return text;
}

} // namespace

void settle_alarms(Transaction& tx)
{
    // An alarm for one person stood for the others of its promise too. When it is forgotten, theirs
    // is late already.
    auto stand_alone = tx.prepare(R"sql(
        update escalation
           set alarm_at = ?1
         where alarm_at > ?1
           and id in (select other.id
                        from alarm
                        join escalation as one on one.id = alarm.escalation
                        join letter on letter.id = one.letter
                        join escalation as other on other.promise = one.promise
                       where alarm.letter is null and letter.delivered_at is not null
                         and other.written_at <= one.written_at)
           and not exists (select 1 from alarm where alarm.escalation = escalation.id)
    )sql");
    stand_alone.run(tx.now());
    auto query = tx.prepare(R"sql(
        update escalation
           set alarm_at = null
         where alarm_at <= ?1
           and (exists (select 1 from letter where id = escalation.letter and delivered_at is not null)
                or exists (select 1 from escalation as sibling
                             join alarm on alarm.escalation = sibling.id
                             join letter on letter.id = alarm.letter
                            where sibling.promise = escalation.promise
                              and sibling.rung >= escalation.rung
                              and alarm.letter > escalation.letter
                              and alarm.recipient <> ?2 and letter.delivered_at is not null)
                or exists (select 1 from promise where id = escalation.promise and state <> 'open'))
    )sql");
    query.run(tx.now(), webhook);
    // What nobody has been told of yet, and need not be any more.
    auto forget = tx.prepare(R"sql(
        delete from alarm
         where letter is null
           and exists (select 1 from escalation
                         join letter on letter.id = escalation.letter
                         join promise on promise.id = escalation.promise
                        where escalation.id = alarm.escalation
                          and (letter.delivered_at is not null or promise.state <> 'open'))
    )sql");
    forget.run();
}

std::vector<Untold> untold_escalations(Transaction& tx, int count_max)
{
    auto query = tx.prepare(R"sql(
        select escalation.id, promise, ticket, rung, recipient
          from escalation join promise on promise.id = escalation.promise
         where alarm_at <= ?1
         order by alarm_at
         limit ?2
    )sql");
    const auto read = [](Row& row) {
        Untold untold;
        std::int64_t rung = 0;
        row >> untold.escalation >> untold.promise >> untold.ticket >> rung >> untold.recipient;
        untold.rung = time::Micros{rung};
        return untold;
    };
    return query.all(read, tx.now(), count_max);
}

std::optional<Instant> next_alarm_at(Transaction& tx)
{
    auto query = tx.prepare(
        "select alarm_at from escalation where alarm_at is not null order by alarm_at limit 1");
    return query.first([](Row& row) {
        Instant at;
        row >> at;
        return at;
    });
}

void hasten_alarms(Transaction& tx, core::LetterId letter)
{
    auto query = tx.prepare(R"sql(
        update escalation
           set alarm_at = ?2
         where alarm_at is not null
           and (letter = ?1 or id in (select escalation from alarm where alarm.letter = ?1))
    )sql");
    query.run(letter, tx.now());
}

void hasten_all_alarms(Transaction& tx, time::Micros sooner)
{
    tx.prepare("update escalation set alarm_at = alarm_at - ?2 where alarm_at > ?1")
        .run(tx.now(), sooner.count());
}

std::vector<std::string> recipients_told_of(Transaction& tx, core::PromiseId promise,
                                            time::Micros rung)
{
    auto query = tx.prepare(R"sql(
        select recipient from escalation where promise = ?1 and rung >= ?2
        union
        select alarm.recipient from alarm join escalation on escalation.id = alarm.escalation
         where escalation.promise = ?1 and escalation.rung >= ?2
    )sql");
    return query.all(read_text, promise, rung.count());
}

void add_alarm(Transaction& tx, core::EscalationId escalation, std::string_view recipient)
{
    auto query = tx.prepare(R"sql(
        insert into alarm (escalation, recipient, raised_at) values (?1, ?2, ?3)
        on conflict (escalation, recipient) do nothing
    )sql");
    query.run(escalation, recipient, tx.now());
}

bool has_alarm(Transaction& tx, core::EscalationId escalation, std::string_view recipient)
{
    return tx.prepare("select 1 from alarm where escalation = ?1 and recipient = ?2")
        .value<bool>(escalation, recipient);
}

void set_alarm_at(Transaction& tx, core::EscalationId escalation, std::optional<Instant> at)
{
    tx.prepare("update escalation set alarm_at = ?2 where id = ?1").run(escalation, at);
}

std::vector<std::string> recipients_to_alarm(Transaction& tx, Instant since)
{
    auto query = tx.prepare(R"sql(
        select recipient
          from (select distinct recipient from alarm where letter is null) as waiting
         where not exists (select 1 from letter
                            where id = (select max(letter) from alarm
                                         where letter is not null and recipient = waiting.recipient)
                              and (next_try_at is not null or (queued_at > ?1 and queued_at <= ?2)))
    )sql");
    return query.all(read_text, since, tx.now());
}

std::vector<Undelivered> alarms_for(Transaction& tx, std::string_view recipient, int promises_max)
{
    auto query = tx.prepare(R"sql(
        select escalation.id, promise.id, promise.ticket, escalation.recipient, escalation.written_at,
               letter.last_detail, letter.given_up_at is not null
          from alarm
          join escalation on escalation.id = alarm.escalation
          join promise on promise.id = escalation.promise
          join letter on letter.id = escalation.letter
         where alarm.letter is null and alarm.recipient = ?1
           and promise.id in (select promise.id
                                from alarm
                                join escalation on escalation.id = alarm.escalation
                                join promise on promise.id = escalation.promise
                               where alarm.letter is null and alarm.recipient = ?1
                               group by promise.id
                               order by promise.due_at, promise.id
                               limit ?2)
         order by promise.due_at, promise.id, escalation.id
    )sql");
    const auto read = [](Row& row) {
        Undelivered undelivered;
        row >> undelivered.escalation >> undelivered.promise >> undelivered.ticket >>
            undelivered.recipient >> undelivered.written_at >> undelivered.detail >>
            undelivered.given_up;
        return undelivered;
    };
    return query.all(read, recipient, promises_max);
}

std::int64_t count_promises_for(Transaction& tx, std::string_view recipient)
{
    auto query = tx.prepare(R"sql(
        select count(distinct promise)
          from alarm join escalation on escalation.id = alarm.escalation
         where alarm.letter is null and alarm.recipient = ?1
    )sql");
    return query.value<std::int64_t>(recipient);
}

void note_alarm_written(Transaction& tx, std::string_view recipient, core::LetterId letter)
{
    tx.prepare("update alarm set letter = ?2 where letter is null and recipient = ?1")
        .run(recipient, letter);
}

} // namespace heard::storage
