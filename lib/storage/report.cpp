#include "storage/report.hpp"

#include "core/names.hpp"

#include <algorithm>
#include <array>

namespace heard::storage {

namespace {

constexpr std::array<std::string_view, 6> view_names = {"due",    "mine",  "promised",
                                                        "praise", "check", "all"};

QueueRow read_queue_row(Row& row)
{
    QueueRow found;
    std::string kind;
    row >> found.ticket >> found.reference >> kind >> found.branch >> found.customer >>
        found.words >> found.assignee >> found.opened_at >> found.due_at >>
        found.promised_by_staff >> found.settled >> found.set_aside;
    found.kind = core::kind_from(kind).value();
    return found;
}

std::vector<QueueRow> open_queue(Transaction& tx, const QueueQuestion& question)
{
    auto query = tx.prepare(R"sql(
        select ticket.id, ticket.reference, ticket.kind, ticket.branch, submission.name,
               substr(coalesce(nullif(dislikes, ''), nullif(likes, ''), wishes), 1, 200),
               coalesce(staff.name, ''), ticket.opened_at, promise.due_at, promise.made_by is not null,
               ticket.settled_at is not null, ticket.suspicion <> ''
          from promise
          join ticket on ticket.id = promise.ticket
          join submission on submission.ticket = ticket.id
          left join staff on staff.id = ticket.assignee
         where promise.state = 'open'
           and (?1 = '' or ticket.branch = '' or ticket.branch = ?1)
           and case ?2 when 'due'      then ticket.suspicion = ''
                       when 'mine'     then ticket.assignee = ?3
                       when 'promised' then promise.made_by is not null
                       when 'praise'   then ticket.kind = 'praise'
                       when 'check'    then ticket.suspicion <> ''
               end
         order by promise.due_at
         limit ?4
    )sql");
    return query.all(read_queue_row, question.branch, to_text(question.view), question.staff,
                     question.rows_max);
}

std::vector<QueueRow> all_tickets(Transaction& tx, const QueueQuestion& question)
{
    // Searching reads every submission; issue-sized shops do not mind, and it runs on a reader.
    auto query = tx.prepare(R"sql(
        select ticket.id, ticket.reference, ticket.kind, ticket.branch, submission.name,
               substr(coalesce(nullif(dislikes, ''), nullif(likes, ''), wishes), 1, 200),
               coalesce(staff.name, ''), ticket.opened_at, promise.due_at, promise.made_by is not null,
               ticket.settled_at is not null, ticket.suspicion <> ''
          from ticket
          join submission on submission.ticket = ticket.id
          left join promise on promise.ticket = ticket.id and promise.state = 'open'
          left join staff on staff.id = ticket.assignee
         where (?1 = '' or ticket.branch = '' or ticket.branch = ?1)
           and (?2 = '' or ticket.reference = upper(?2) or invoice = upper(?2)
                or instr(lower(dislikes || ' ' || likes || ' ' || wishes || ' ' || name), lower(?2)) > 0)
         order by ticket.id desc
         limit ?3
    )sql");
    return query.all(read_queue_row, question.branch, question.search, question.rows_max);
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
    if (question.view != View::all && question.search.empty())
        return open_queue(tx, question);
    auto rows = all_tickets(tx, question);
    std::stable_sort(rows.begin(), rows.end(), [](const QueueRow& a, const QueueRow& b) {
        if (a.due_at && b.due_at)
            return *a.due_at < *b.due_at;
        return a.due_at && !b.due_at;
    });
    return rows;
}

QueueCounts queue_counts(Transaction& tx, const std::string& branch)
{
    auto query = tx.prepare(R"sql(
        select count(*) filter (where suspicion = ''),
               count(*) filter (where suspicion = '' and promise.due_at < ?1),
               count(*) filter (where suspicion <> '')
          from promise join ticket on ticket.id = promise.ticket
         where promise.state = 'open' and (?2 = '' or ticket.branch = '' or ticket.branch = ?2)
    )sql");
    const auto read = [](Row& row) {
        QueueCounts counts;
        row >> counts.open >> counts.late >> counts.to_check;
        return counts;
    };
    return query.first(read, tx.now(), branch).value();
}

PromiseNumbers promise_numbers(Transaction& tx)
{
    auto query = tx.prepare(R"sql(
        select count(*) filter (where state = 'open'),
               count(*) filter (where state = 'open' and due_at < ?1),
               count(*) filter (where state = 'kept'),
               count(*) filter (where state = 'broken' or broken_at is not null
                                      or (state = 'open' and due_at < ?1)),
               count(*) filter (where state = 'broken'),
               count(*) filter (where state = 'released')
          from promise
    )sql");
    const auto read = [](Row& row) {
        PromiseNumbers numbers;
        row >> numbers.open >> numbers.open_late >> numbers.kept >> numbers.broken >>
            numbers.answered_late >> numbers.released;
        return numbers;
    };
    return query.first(read, tx.now()).value();
}

Lateness escalation_lateness(Transaction& tx, Instant since)
{
    auto query = tx.prepare(R"sql(
        select escalation.written_at - planned_at, delivered_at - planned_at
          from escalation join letter on letter.id = escalation.letter
         where escalation.written_at >= ?1
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
    query.all(read, since);
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
