#include "storage/search.hpp"

#include "storage/search_index.hpp"
#include "text/search_words.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace heard::storage {

namespace {

/// `"shoe"*`: only letters and digits, so nothing in it is syntax.
std::string phrase_of(const std::string& term)
{
    return "\"" + term + "\"" + (text::is_single(term) ? "" : "*");
}

std::string expression_of(const SearchQuestion& question)
{
    std::string words;
    for (const auto& term : question.terms)
        words.append(words.empty() ? "" : " AND ").append(phrase_of(term));
    if (!question.phone.empty())
        words = "(\"" + question.phone + "\"" + (words.empty() ? "" : " OR (" + words + ")") + ")";
    if (!question.branch.empty())
        words = "(\"" + branch_word("") + "\" OR \"" + branch_word(question.branch) + "\") AND (" +
                words + ")";
    return words;
}

FoundRow read_found(Row& row)
{
    FoundRow found;
    std::string kind;
    row >> found.ticket >> found.reference >> kind >> found.branch >> found.customer >>
        found.assignee >> found.opened_at >> found.due_at >> found.settled >> found.set_aside >>
        found.erased_at >> found.goes_along_with;
    found.kind = core::kind_from(kind).value();
    return found;
}

core::TicketId read_id(Row& row)
{
    core::TicketId ticket;
    row >> ticket;
    return ticket;
}

/// Along the index from its end. `closed_only`: those without an open promise. A ticket that goes
/// along with another one waits for what that one does, with whoever has it.
std::vector<FoundRow> newest(Transaction& tx, const SearchQuestion& question, bool closed_only,
                             int count_max)
{
    auto query = tx.prepare(R"sql(
        select ticket.id, ticket.reference, ticket.kind, ticket.branch, submission.name,
               coalesce(staff.name, ''), ticket.opened_at, stays.due_at,
               ticket.settled_at is not null, ticket.suspicion <> '', ticket.erased_at,
               iif(ticket.merged_into is null, '', stays.reference)
          from search
          cross join ticket on ticket.id = search.rowid
          join ticket as stays on stays.id = coalesce(ticket.merged_into, ticket.id)
          join submission on submission.ticket = ticket.id
          left join staff on staff.id = stays.assignee
         where search match ?1
           and (?2 = '' or ticket.branch in ('', ?2))
           and (?3 = 0 or stays.due_at is null)
         order by search.rowid desc
         limit ?4
    )sql");
    return query.all(read_found, expression_of(question), question.branch, closed_only, count_max);
}

/// Along the queue, each with those that go along with it. Tickets older than the oldest of all
/// these are not looked for.
std::vector<FoundRow> soonest(Transaction& tx, const SearchQuestion& question)
{
    auto query = tx.prepare(R"sql(
        with oldest as (
            select min(ticket) as open from promise where state = 'open'
        ), hit as materialized (
            select rowid as id
              from search
             where search match ?1
               and rowid >= (select min(open, coalesce((select min(ticket.id)
                                                          from ticket indexed by ticket_merged
                                                         where merged_into >= open), open))
                               from oldest)
        )
        select ticket.id, ticket.reference, ticket.kind, ticket.branch, submission.name,
               coalesce(staff.name, ''), ticket.opened_at, stays.due_at,
               ticket.settled_at is not null, ticket.suspicion <> '', ticket.erased_at,
               iif(ticket.merged_into is null, '', stays.reference)
          from ticket as stays indexed by ticket_queue
          cross join ticket on ticket.id = stays.id or ticket.merged_into = stays.id
          join submission on submission.ticket = ticket.id
          left join staff on staff.id = stays.assignee
         where stays.due_at is not null
           and (stays.id in hit
                or stays.id in (select merged_into from ticket indexed by ticket_merged
                                 where merged_into >= (select open from oldest) and +id in hit))
           and +ticket.id in hit
           and (?2 = '' or stays.branch in ('', ?2))
         order by stays.due_at
         limit ?3
    )sql");
    return query.all(read_found, expression_of(question), question.branch, question.rows_max);
}

} // namespace

std::vector<FoundRow> search(Transaction& tx, const SearchQuestion& question)
{
    if (question.terms.empty() && question.phone.empty())
        return {};
    if (question.order == FoundOrder::newest)
        return newest(tx, question, false, question.rows_max);
    auto rows = soonest(tx, question);
    if (const auto left = question.rows_max - static_cast<int>(rows.size()); left > 0)
        std::ranges::move(newest(tx, question, true, left), std::back_inserter(rows));
    return rows;
}

std::vector<std::string> texts_on(Transaction& tx, core::TicketId ticket)
{
    std::vector<std::string> texts;
    const auto add = [&](std::string text) {
        if (!text.empty())
            texts.push_back(std::move(text));
    };
    auto said = tx.prepare("select dislikes, likes, wishes from submission where ticket = ?1");
    said.first(
        [&](Row& row) {
            std::array<std::string, 3> boxes;
            row >> boxes[0] >> boxes[1] >> boxes[2];
            std::ranges::for_each(boxes, add);
            return 0;
        },
        ticket);
    auto thread = tx.prepare("select text, done from entry where ticket = ?1 order by number");
    thread.all(
        [&](Row& row) {
            std::string text, done;
            row >> text >> done;
            add(std::move(text));
            add(std::move(done));
            return 0;
        },
        ticket);
    return texts;
}

std::vector<core::TicketId> tickets_with_word(Transaction& tx, const std::string& word,
                                              int count_max)
{
    auto query =
        tx.prepare("select rowid from search where search match ?1 order by rowid desc limit ?2");
    return query.all(read_id, "\"" + word + "\"", count_max);
}

std::vector<core::TicketId> tickets_known_by(Transaction& tx, std::string_view key, int count_max)
{
    auto query =
        tx.prepare("select ticket from known_by where key = ?1 order by ticket desc limit ?2");
    return query.all(read_id, key, count_max);
}

} // namespace heard::storage
