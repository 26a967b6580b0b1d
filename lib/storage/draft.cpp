#include "storage/draft.hpp"

namespace heard::storage {

namespace {

Draft read_draft(Row& row)
{
    Draft draft;
    std::string what;
    row >> draft.ticket >> draft.staff >> what >> draft.text >> draft.done >> draft.until >>
        draft.seen >> draft.saved_at;
    draft.what = core::entry_kind_from(what).value();
    return draft;
}

} // namespace

void save_draft(Transaction& tx, const Draft& draft)
{
    auto query = tx.prepare(R"sql(
        insert into draft (ticket, staff, what, text, done, until, seen, saved_at)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        on conflict (ticket, staff, what) do update
           set text = ?4, done = ?5, until = ?6, seen = ?7, saved_at = ?8
    )sql");
    query.run(draft.ticket, draft.staff, to_text(draft.what), draft.text, draft.done, draft.until,
              draft.seen, tx.now());
}

std::vector<Draft> drafts_of(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        select ticket, staff, what, text, done, until, seen, saved_at
          from draft
         where ticket = ?1
         order by saved_at desc
    )sql");
    return query.all(read_draft, ticket);
}

void remove_draft(Transaction& tx, const Draft& draft)
{
    tx.prepare("delete from draft where ticket = ?1 and staff = ?2 and what = ?3")
        .run(draft.ticket, draft.staff, to_text(draft.what));
}

} // namespace heard::storage
