#include "storage/audit_rules.hpp"

namespace heard::storage {

namespace {

constexpr Rule of_tickets[] = {
    // The newest word of a customer or a reply to them says whether something is still to come; a
    // note is for staff only, and whoever has erased their words waits for nothing.
    {R"sql(
        select reference, null
          from ticket
         where id > ?1
           and coalesce((select what from entry
                          where entry.ticket = ticket.id and what <> 'note'
                          order by number desc limit 1), 'message') in ('message', 'hold', 'not_settled')
           and coalesce((select what from entry
                          where entry.ticket = ticket.id and staff is null
                          order by number desc limit 1), 'message') <> 'erased'
           and not exists (select 1 from promise
                            where promise.ticket = coalesce(ticket.merged_into, ticket.id)
                              and state = 'open')
     )sql",
     "waits for an answer, and no promise is open"},
    {R"sql(
        select reference, promise.id
          from ticket join promise on promise.ticket = ticket.id and promise.state = 'open'
         where ticket.id > ?1
           and (ticket.settled_at is not null
                or (select what from entry
                     where entry.ticket = ticket.id and what <> 'note'
                     order by number desc limit 1) in ('answer', 'settled'))
           and not exists (select 1 from ticket as along
                            where along.merged_into = ticket.id
                              and coalesce((select what from entry
                                             where entry.ticket = along.id and what <> 'note'
                                             order by number desc limit 1), 'message')
                                  in ('message', 'hold', 'not_settled')
                              and coalesce((select what from entry
                                             where entry.ticket = along.id and staff is null
                                             order by number desc limit 1), 'message') <> 'erased')
     )sql",
     "nothing is left to do, and promise # is open"},
    {R"sql(
        select reference, promise.id
          from ticket join promise on promise.ticket = ticket.id and promise.state = 'open'
         where ticket.id > ?1 and merged_into is not null
     )sql",
     "it goes along with another ticket, and has promise # open on its own"},
    {R"sql(
        select ticket.reference, stays.id
          from ticket join ticket as stays on stays.id = ticket.merged_into
         where ticket.id > ?1 and (stays.merged_into is not null or stays.id = ticket.id)
     )sql",
     "it goes along with ticket #, which stays nowhere"},
    {R"sql(
        select reference, count(*)
          from ticket join promise on promise.ticket = ticket.id and promise.state = 'open'
         where ticket.id > ?1
         group by ticket.id
        having count(*) > 1
     )sql",
     "# promises are open at once"},
    {R"sql(
        select reference, null
          from ticket
         where id > ?1
           and due_at is not (select due_at from promise
                               where promise.ticket = ticket.id and state = 'open')
     )sql",
     "the queue has it at another time than its promise is due"},
    {R"sql(
        select reference, null
          from ticket
         where id > ?1 and not exists (select 1 from submission where submission.ticket = ticket.id)
     )sql",
     "what the customer sent in is missing"},
    {R"sql(
        select reference, newest_entry
          from ticket
         where id > ?1
           and newest_entry <> (select iif(count(*) = coalesce(max(number), 0), count(*), -1)
                                  from entry where entry.ticket = ticket.id)
     )sql",
     "its entries are not those from 1 to #"},
    {R"sql(
        select reference, promise.id
          from promise join ticket on ticket.id = promise.ticket
         where promise.ticket > ?1
           and state in ('kept', 'released') and (ended_at >= promise.due_at or broken_at is not null)
     )sql",
     "promise # ended after its due time and is not called broken"},
    {R"sql(
        select reference, promise.id
          from promise join ticket on ticket.id = promise.ticket
         where promise.ticket > ?1
           and broken_at is not promise.due_at and (state = 'broken' or broken_at is not null)
     )sql",
     "promise # was broken at another time than it was due"},
    {R"sql(
        select reference, promise.id
          from promise join ticket on ticket.id = promise.ticket
         where promise.ticket > ?1 and (promise.due_at < made_at or climbed_until < made_at)
     )sql",
     "promise # was due, or climbed, before it was made"},
    {R"sql(
        select reference, promise.id
          from promise join ticket on ticket.id = promise.ticket
         where promise.ticket > ?1 and state <> 'open' and look_again_at is not null
     )sql",
     "promise # has ended and still climbs"},
    {R"sql(
        select reference, promise.id
          from sending
          join ticket on ticket.id = sending.ticket
          join promise on promise.ticket = sending.ticket and promise.state = 'open'
         where sending.ticket > ?1
           and sending.release_at >= promise.due_at and sending.made_at < promise.due_at
     )sql",
     "the reply that is about to leave would come too late for promise #"},
    {R"sql(
        select reference, null
          from sending join ticket on ticket.id = sending.ticket
         where sending.ticket > ?1
           and (sending.release_at < sending.made_at or sending.until <= sending.made_at
                or merged_into is not null)
     )sql",
     "the reply that is about to leave is older than itself, or stands on a ticket that was "
     "merged"},
    {R"sql(
        select reference, escalation.id
          from ticket
          join promise on promise.ticket = ticket.id
          join escalation on escalation.promise = promise.id
         where ticket.id > ?1
           and (planned_at < promise.due_at + rung or written_at < planned_at)
     )sql",
     "escalation # came before its time"},
    {R"sql(
        select reference, letter.id
          from letter join ticket on ticket.id = letter.ticket
         where letter.ticket > ?1 and letter.key glob 'escalation/*'
           and not exists (select 1 from escalation where escalation.letter = letter.id)
     )sql",
     "letter # tells of an escalation that is missing"},
};

constexpr Rule of_all[] = {
    {R"sql(
        select 'the house', count(*)
          from house
        having count(*) <> 1
     )sql",
     "there are # rows of it instead of one: every link and token comes from it"},
    {R"sql(
        with gap as (
            select max(first_ticket) - 1 - last_ticket as width
              from epoch
             where last_ticket < (select max(id) from ticket)
             group by last_ticket
        ), kept as (
            select coalesce(max(id), 0) - count(*) - (select coalesce(sum(width), 0) from gap) as missing
              from ticket
        )
        select 'tickets', missing
          from kept
         where missing <> 0
     )sql",
     "# of them are missing: they are never deleted"},
    {R"sql(
        select 'letter ' || id, null
          from letter
         where delivered_at is not null and given_up_at is not null
     )sql",
     "is both delivered and given up"},
    {R"sql(
        select 'letter ' || id, null
          from letter
         where key glob 'many/*'
           and not exists (select 1 from escalation where escalation.letter = letter.id)
     )sql",
     "tells of escalations that are missing"},
    {R"sql(
        select 'letter ' || id, null
          from letter
         where (key glob 'alarm/*' or key glob 'call/*')
           and not exists (select 1 from alarm where alarm.letter = letter.id)
     )sql",
     "tells of alarms that are missing"},
    {R"sql(
        select 'escalation ' || escalation.id, escalation.letter
          from escalation
          left join promise on promise.id = escalation.promise
          left join letter on letter.id = escalation.letter
         where (promise.id is null or letter.id is null)
     )sql",
     "its promise or its letter # is missing"},
};

constexpr Rule of_due_promises = {R"sql(
        select coalesce(reference, 'promise ' || due.id), due.id
          from (select id, ticket from promise
                 where state = 'open' and look_again_at is not null
                 order by look_again_at limit ?1) as due
          left join ticket on ticket.id = due.ticket
         where ticket.id is null
            or (ticket.settled_at is not null
                and not exists (select 1 from ticket as along
                                 where along.merged_into = ticket.id and along.settled_at is null))
     )sql",
                                  "promise # is open on a ticket that is settled or missing"};

} // namespace

std::span<const Rule> rules_of_tickets()
{
    return of_tickets;
}

std::span<const Rule> rules_of_all()
{
    return of_all;
}

const Rule& rule_of_due_promises()
{
    return of_due_promises;
}

std::string sentence_of(Row& row, const Rule& rule)
{
    std::string name;
    std::optional<std::int64_t> number;
    row >> name >> number;
    std::string sentence{rule.sentence};
    if (const auto at = sentence.find('#'); number && at != std::string::npos)
        sentence.replace(at, 1, std::to_string(*number));
    return name + ": " + sentence;
}

} // namespace heard::storage
