#include "storage/praise.hpp"

#include "storage/ticket.hpp"

namespace heard::storage {

namespace {

/// A row without the ticket's own part.
struct Passed
{
    core::TicketId ticket;
    std::string by;
    Instant at;
};

Passed read_passed(Row& row)
{
    Passed passed;
    row >> passed.ticket >> passed.by >> passed.at;
    return passed;
}

} // namespace

bool add_kind_word(Transaction& tx, const KindWord& word)
{
    auto query = tx.prepare(R"sql(
        insert into kind_word (staff, ticket, passed_by, passed_at)
        values (?1, ?2, ?3, ?4)
        on conflict do nothing
        returning 1
    )sql");
    return query.value<bool>(word.staff, word.ticket, word.passed_by, tx.now());
}

std::vector<KindWordRow> kind_words_for(Transaction& tx, core::StaffId staff, int rows_max)
{
    auto query = tx.prepare(R"sql(
        select kind_word.ticket, staff.name, passed_at
          from kind_word join staff on staff.id = passed_by
         where kind_word.staff = ?1
         order by passed_at desc, kind_word.ticket desc
         limit ?2
    )sql");
    std::vector<KindWordRow> rows;
    for (auto& passed : query.all(read_passed, staff, rows_max))
        rows.push_back({find_ticket(tx, passed.ticket).value(), get_submission(tx, passed.ticket),
                        std::move(passed.by), passed.at});
    return rows;
}

std::vector<std::string> who_had_praise(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        select distinct staff.name
          from kind_word join staff on staff.id = kind_word.staff
         where kind_word.ticket = ?1
            or kind_word.ticket in (select id from ticket where merged_into = ?1)
         order by staff.name
    )sql");
    const auto read = [](Row& row) {
        std::string name;
        row >> name;
        return name;
    };
    return query.all(read, ticket);
}

} // namespace heard::storage
