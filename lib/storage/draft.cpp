#include "storage/draft.hpp"

#include <algorithm>

namespace heard::storage {

namespace {

Draft read_draft(Row& row)
{
    Draft draft;
    std::string what;
    row >> draft.ticket >> draft.staff >> what >> draft.text >> draft.done >> draft.until >>
        draft.seen >> draft.page >> draft.number >> draft.saved_at;
    draft.what = core::entry_kind_from(what).value();
    return draft;
}

void put_before(std::string& first, const std::string& then, std::string_view between)
{
    if (then.empty() || then == first)
        return;
    if (!first.empty())
        first += between;
    first += then;
}

} // namespace

void save_draft(Transaction& tx, const Draft& draft)
{
    auto query = tx.prepare(R"sql(
        insert into draft (ticket, staff, what, text, done, until, seen, page, number, saved_at)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, random(), ?9)
        on conflict (ticket, staff, what) do update
           set text = ?4, done = ?5, until = ?6, seen = ?7, page = ?8, number = excluded.number,
               saved_at = ?9
    )sql");
    query.run(draft.ticket, draft.staff, to_text(draft.what), draft.text, draft.done, draft.until,
              draft.seen, draft.page, tx.now());
}

void save_before_draft(Transaction& tx, Draft draft)
{
    if (const auto begun = find_draft(tx, draft.ticket, draft.staff, draft.what)) {
        put_before(draft.text, begun->text, "\n\n");
        put_before(draft.done, begun->done, " ");
        if (!draft.until)
            draft.until = begun->until;
        draft.seen = std::min(draft.seen, begun->seen);
    }
    save_draft(tx, draft);
}

std::optional<Draft> find_draft(Transaction& tx, core::TicketId ticket, core::StaffId staff,
                                core::EntryKind what)
{
    auto query = tx.prepare(R"sql(
        select ticket, staff, what, text, done, until, seen, page, number, saved_at
          from draft
         where ticket = ?1 and staff = ?2 and what = ?3
    )sql");
    return query.first(read_draft, ticket, staff, to_text(what));
}

std::vector<Draft> drafts_of(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        select ticket, staff, what, text, done, until, seen, page, number, saved_at
          from draft
         where ticket = ?1
         order by saved_at desc
    )sql");
    return query.all(read_draft, ticket);
}

std::vector<DraftWriter> draft_writers(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        select staff.id, staff.name
          from draft join staff on staff.id = draft.staff
         where draft.ticket = ?1
         group by staff.id
         order by max(saved_at) desc, staff.id
    )sql");
    const auto read = [](Row& row) {
        DraftWriter writer;
        row >> writer.id >> writer.name;
        return writer;
    };
    return query.all(read, ticket);
}

void remove_draft(Transaction& tx, const Draft& draft)
{
    tx.prepare("delete from draft where ticket = ?1 and staff = ?2 and what = ?3")
        .run(draft.ticket, draft.staff, to_text(draft.what));
}

} // namespace heard::storage
