#include "storage/report.hpp"

#include "core/names.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace heard::storage {

namespace {

constexpr std::array<std::string_view, 6> view_names = {"due",    "mine",  "promised",
                                                        "praise", "check", "all"};

QueueRow read_queue_row(Row& row)
{
    QueueRow found;
    std::string kind;
    row >> found.ticket >> found.reference >> kind >> found.branch >> found.customer >>
        found.words >> found.assignee >> found.assignee_away_until >> found.opened_at >>
        found.due_at >> found.promised_by_staff >> found.settled >> found.set_aside >>
        found.erased_at;
    found.kind = core::kind_from(kind).value();
    return found;
}

core::TicketId read_ticket_id(Row& row)
{
    core::TicketId ticket;
    row >> ticket;
    return ticket;
}

/// Those with an open promise. All that is asked of a ticket stands in the index, so that none is
/// looked at but those that are shown.
std::vector<core::TicketId> open_tickets(Transaction& tx, const QueueQuestion& question)
{
    auto query = tx.prepare(R"sql(
        select id
          from ticket indexed by ticket_queue
         where due_at is not null
           and (?1 = '' or branch in ('', ?1))
           and case ?2
                   when 'due'    then suspicion = '' and id not in (select ticket from sending)
                   when 'check'  then suspicion <> '' and id not in (select ticket from sending)
                   when 'mine'   then assignee = ?3
                   when 'praise' then kind = 'praise'
                   else true
               end
         order by due_at
         limit ?4
    )sql");
    return query.all(read_ticket_id, question.branch, to_text(question.view), question.staff,
                     question.rows_max);
}

std::vector<core::TicketId> promised_by_staff(Transaction& tx, const QueueQuestion& question)
{
    auto query = tx.prepare(R"sql(
        select ticket.id
          from promise indexed by promise_by_staff
          cross join ticket on ticket.id = promise.ticket
         where promise.state = 'open' and promise.made_by is not null
           and (?1 = '' or ticket.branch in ('', ?1))
         order by promise.due_at
         limit ?2
    )sql");
    return query.all(read_ticket_id, question.branch, question.rows_max);
}

std::vector<core::TicketId> closed_tickets(Transaction& tx, const QueueQuestion& question,
                                           std::size_t count_max)
{
    auto query = tx.prepare(R"sql(
        select id
          from ticket
         where due_at is null and merged_into is null
           and (?1 = '' or branch in ('', ?1))
         order by id desc
         limit ?2
    )sql");
    return query.all(read_ticket_id, question.branch, static_cast<std::int64_t>(count_max));
}

std::vector<core::TicketId> tickets_in(Transaction& tx, const QueueQuestion& question)
{
    if (question.view == View::promised)
        return promised_by_staff(tx, question);
    auto tickets = open_tickets(tx, question);
    const auto rows_max = static_cast<std::size_t>(question.rows_max);
    if (question.view == View::all && tickets.size() < rows_max)
        std::ranges::copy(closed_tickets(tx, question, rows_max - tickets.size()),
                          std::back_inserter(tickets));
    return tickets;
}

QueueRow row_of(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        select ticket.id, ticket.reference, ticket.kind, ticket.branch, submission.name,
               substr(coalesce(nullif(dislikes, ''), nullif(likes, ''), nullif(wishes, ''),
                               (select text from entry
                                 where entry.ticket = ticket.id and ticket.erased_at is not null
                                   and entry.staff is null and text <> ''
                                 order by number desc limit 1), ''), 1, 200),
               coalesce(staff.name, ''), staff.away_until, ticket.opened_at, ticket.due_at,
               promise.made_by is not null, ticket.settled_at is not null, ticket.suspicion <> '',
               ticket.erased_at
          from ticket
          join submission on submission.ticket = ticket.id
          left join staff on staff.id = ticket.assignee
          left join promise on promise.ticket = ticket.id and promise.state = 'open'
         where ticket.id = ?1
    )sql");
    return query.first(read_queue_row, ticket).value();
}

/// The value in the middle and the largest of some spans.
struct Spread
{
    time::Micros median{0};
    time::Micros worst{0};
};

Spread spread_of(std::vector<std::int64_t> spans)
{
    if (spans.empty())
        return {};
    std::sort(spans.begin(), spans.end());
    return {time::Micros{spans[spans.size() / 2]}, time::Micros{spans.back()}};
}

} // namespace

std::string_view to_text(View view)
{
    return view_names[static_cast<std::size_t>(view)];
}

std::optional<View> view_from(std::string_view text)
{
    return core::from_name<View>(view_names, text);
}

std::vector<QueueRow> queue(Transaction& tx, const QueueQuestion& question)
{
    std::vector<QueueRow> rows;
    for (const auto ticket : tickets_in(tx, question))
        rows.push_back(row_of(tx, ticket));
    return rows;
}

// Counted along the index, without a look at any ticket but the few that are set aside or have a
// reply that is about to leave.
QueueCounts queue_counts(Transaction& tx, const std::string& branch)
{
    auto query = tx.prepare(R"sql(
        with other as (
            select due_at, suspicion <> '' and sending.ticket is null as to_check
              from (select id from ticket where suspicion <> '' union select ticket from sending) as few
              join ticket on ticket.id = few.id
              left join sending on sending.ticket = few.id
             where due_at is not null and (?2 = '' or branch in ('', ?2))
        )
        select (select count(*) from ticket
                 where due_at is not null and (?2 = '' or branch in ('', ?2)))
                   - (select count(*) from other),
               (select count(*) from ticket
                 where due_at <= ?1 and (?2 = '' or branch in ('', ?2)))
                   - (select count(*) from other where due_at <= ?1),
               (select count(*) from other where to_check)
    )sql");
    const auto read = [](Row& row) {
        QueueCounts counts;
        row >> counts.open >> counts.late >> counts.to_check;
        return counts;
    };
    return query.first(read, tx.now(), branch).value();
}

News news_since(Transaction& tx, std::int64_t line, const std::string& branch)
{
    // Further back than anybody waits for the answer: then all of it is news.
    constexpr std::int64_t lines_max = 500;
    News news;
    news.newest = tx.prepare("select coalesce(max(id), 0) from book").value<std::int64_t>();
    news.many = line > news.newest || news.newest - line > lines_max;
    if (news.many || line == news.newest)
        return news;
    auto query = tx.prepare(R"sql(
        with matter as (
            select distinct coalesce(ticket.merged_into, ticket.id) as id
              from book join ticket on ticket.id = book.ticket
             where book.id > ?1
        )
        select one.reference
          from matter
          join ticket as stays on stays.id = matter.id
          join ticket as one on one.id = stays.id or one.merged_into = stays.id
         where ?2 = '' or stays.branch in ('', ?2)
         order by one.id
    )sql");
    const auto read = [](Row& row) {
        std::string reference;
        row >> reference;
        return reference;
    };
    news.references = query.all(read, line, branch);
    return news;
}

PromiseNumbers promise_numbers(Transaction& tx)
{
    return promise_numbers_of(tx, "");
}

PromiseNumbers promise_numbers_of(Transaction& tx, std::string_view branch)
{
    auto query = tx.prepare(R"sql(
        select count(*) filter (where state = 'open'),
               count(*) filter (where state = 'open' and due_at <= ?1),
               count(*) filter (where state = 'kept'),
               count(*) filter (where state = 'broken' or broken_at is not null
                                      or (state = 'open' and due_at <= ?1)),
               count(*) filter (where state = 'broken'
                                      and exists (select 1
                                                    from ticket join entry on entry.ticket = ticket.id
                                                   where (ticket.id = promise.ticket
                                                          or ticket.merged_into = promise.ticket)
                                                     and entry.at = promise.ended_at
                                                     and entry.what in ('answer', 'hold'))),
               count(*) filter (where state = 'released')
          from promise
         where ?2 = '' or ticket in (select id from ticket where branch = ?2)
    )sql");
    const auto read = [](Row& row) {
        PromiseNumbers numbers;
        row >> numbers.open >> numbers.open_late >> numbers.kept >> numbers.broken >>
            numbers.answered_late >> numbers.released;
        return numbers;
    };
    return query.first(read, tx.now(), branch).value();
}

DayNumbers day_numbers(Transaction& tx, const Day& day)
{
    // Broken since the due time passed, also when the promise round has not looked yet. Counted
    // where it is written: customers wait meanwhile.
    auto query = tx.prepare(R"sql(
        select (select count(*) from ticket where due_at is not null),
               (select count(*) from ticket where due_at < ?3),
               (select count(*) from promise
                 where broken_at is not null and due_at >= ?1 and due_at < ?2)
                   + (select count(*)
                        from ticket indexed by ticket_queue
                        join promise on promise.ticket = ticket.id and state = 'open'
                       where ticket.due_at >= ?1 and ticket.due_at < ?2 and ticket.due_at <= ?4
                         and broken_at is null)
    )sql");
    const auto read = [](Row& row) {
        DayNumbers numbers;
        row >> numbers.open >> numbers.due_today >> numbers.broken_yesterday;
        return numbers;
    };
    return query.first(read, day.yesterday, day.begins, day.ends, tx.now()).value();
}

Lateness escalation_lateness(Transaction& tx, Instant since)
{
    return escalation_lateness_of(tx, "", since);
}

Lateness escalation_lateness_of(Transaction& tx, std::string_view branch, Instant since)
{
    auto query = tx.prepare(R"sql(
        select escalation.written_at - planned_at, delivered_at - planned_at
          from escalation join letter on letter.id = escalation.letter
         where escalation.written_at >= ?1 and letter.what <> 'withdrawn'
           and (?2 = '' or escalation.promise in (select promise.id
                                                    from promise join ticket on ticket.id = promise.ticket
                                                   where ticket.branch = ?2))
    )sql");
    Lateness lateness;
    std::vector<std::int64_t> written;
    std::vector<std::int64_t> delivered;
    const auto read = [&](Row& row) {
        std::int64_t until_written = 0;
        std::optional<std::int64_t> until_delivered;
        row >> until_written >> until_delivered;
        written.push_back(until_written);
        if (until_delivered)
            delivered.push_back(*until_delivered);
        return 0;
    };
    query.all(read, since, branch);
    lateness.count = static_cast<std::int64_t>(written.size());
    lateness.undelivered = lateness.count - static_cast<std::int64_t>(delivered.size());
    const auto until_written = spread_of(std::move(written));
    const auto until_delivered = spread_of(std::move(delivered));
    lateness.written_median = until_written.median;
    lateness.written_worst = until_written.worst;
    lateness.delivered_median = until_delivered.median;
    lateness.delivered_worst = until_delivered.worst;
    return lateness;
}

} // namespace heard::storage
