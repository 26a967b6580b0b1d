#include "storage/ticket.hpp"

#include "storage/book.hpp"

#include <algorithm>

namespace heard::storage {

namespace {

core::Ticket read_ticket(Row& row)
{
    core::Ticket ticket;
    std::string kind;
    row >> ticket.id >> ticket.reference >> kind >> ticket.branch >> ticket.opened_at >>
        ticket.assignee >> ticket.newest_entry >> ticket.answered_at >> ticket.settled_at >>
        ticket.suspicion >> ticket.link_generation >> ticket.root_generation >> ticket.erased_at >>
        ticket.merged_into;
    ticket.kind = core::kind_from(kind).value();
    return ticket;
}

core::Submission read_submission(Row& row)
{
    core::Submission said;
    std::string channel;
    row >> said.form_key >> channel >> said.invoice >> said.retired_key >> said.language >>
        said.likes >> said.dislikes >> said.wishes >> said.name >> said.contact >> said.branch;
    said.channel = core::channel_from(channel).value();
    return said;
}

core::Entry read_entry(Row& row)
{
    core::Entry entry;
    std::string what;
    row >> entry.number >> entry.at >> what >> entry.staff >> entry.text >> entry.done >>
        entry.ticket;
    entry.what = core::entry_kind_from(what).value();
    return entry;
}

void add_submission(Transaction& tx, core::TicketId ticket, const core::Submission& said)
{
    const auto salt = make_salt();
    auto query = tx.prepare(R"sql(
        insert into submission (ticket, form_key, received_at, channel, invoice, retired_key, language,
                                likes, dislikes, wishes, name, contact, salt)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
    )sql");
    query.run(ticket, said.form_key, tx.now(), to_text(said.channel), said.invoice,
              said.retired_key, said.language, said.likes, said.dislikes, said.wishes, said.name,
              said.contact, salt);
    write_book(tx, {.what = "submitted",
                    .ticket = ticket,
                    .entry = 0,
                    .words = core::salted_digest(salt, {said.likes, said.dislikes, said.wishes})});
}

} // namespace

std::optional<core::Ticket> find_ticket_by_form(Transaction& tx, const core::FormKey& key)
{
    const auto ticket =
        tx.prepare("select ticket from submission where form_key = ?1").value<std::int64_t>(key);
    return ticket == 0 ? std::nullopt : find_ticket(tx, {ticket});
}

core::Ticket add_ticket(Transaction& tx, const Naming& naming, const core::Submission& said)
{
    core::Ticket ticket;
    // One writer, and tickets are never deleted: the next number is known before the row is
    // written.
    const auto newest = tx.prepare("select max(id) from ticket").value<std::int64_t>();
    ticket.id = {std::max(newest + 1, naming.epoch.first_ticket.value)};
    ticket.reference = naming.references.of(ticket.id);
    ticket.link_generation = naming.epoch.number;
    ticket.root_generation = naming.epoch.number;
    ticket.kind = kind_of(said);
    ticket.branch = said.branch;
    ticket.opened_at = tx.now();
    ticket.suspicion = to_text(said.suspicion);
    auto query = tx.prepare(R"sql(
        insert into ticket (id, reference, kind, branch, opened_at, suspicion, link_generation,
                            root_generation, due_at)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8)
    )sql");
    query.run(ticket.id, ticket.reference, to_text(ticket.kind), ticket.branch, ticket.opened_at,
              ticket.suspicion, ticket.link_generation, naming.due_at);
    add_submission(tx, ticket.id, said);
    return ticket;
}

std::optional<core::Ticket> find_ticket(Transaction& tx, core::TicketId id)
{
    auto query = tx.prepare(R"sql(
        select id, reference, kind, branch, opened_at, assignee, newest_entry, answered_at, settled_at,
               suspicion, link_generation, root_generation, erased_at, merged_into
          from ticket
         where id = ?1
    )sql");
    return query.first(read_ticket, id);
}

core::Submission get_submission(Transaction& tx, core::TicketId id)
{
    auto query = tx.prepare(R"sql(
        select form_key, channel, invoice, retired_key, language, likes, dislikes, wishes, name, contact, branch
          from submission join ticket on ticket.id = submission.ticket
         where ticket.id = ?1
    )sql");
    return query.first(read_submission, id).value();
}

void correct_sender(Transaction& tx, core::TicketId id, std::string_view name,
                    std::string_view contact)
{
    auto query = tx.prepare(R"sql(
        update submission
           set name = coalesce(nullif(?2, ''), name), contact = coalesce(nullif(?3, ''), contact)
         where ticket = ?1 and ((?2 <> '' and name <> ?2) or (?3 <> '' and contact <> ?3))
        returning ticket
    )sql");
    if (query.value<std::int64_t>(id, name, contact) != 0)
        write_book(tx, {"sender corrected", id});
}

int add_entry(Transaction& tx, const NewEntry& entry)
{
    const auto number = tx.prepare("update ticket set newest_entry = newest_entry + 1 where id = "
                                   "?1 returning newest_entry")
                            .value<int>(entry.ticket);
    const auto salt = make_salt();
    auto query = tx.prepare(R"sql(
        insert into entry (ticket, number, at, what, staff, text, done, salt)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
    )sql");
    query.run(entry.ticket, number, tx.now(), to_text(entry.what), entry.staff, entry.text,
              entry.done, salt);
    write_book(tx, {.what = to_text(entry.what),
                    .ticket = entry.ticket,
                    .staff = entry.staff,
                    .entry = number,
                    .words = core::salted_digest(salt, {entry.text, entry.done})});
    return number;
}

Instant last_word_at(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        select coalesce((select max(at) from entry where ticket = ?1 and what <> 'note'), opened_at)
          from ticket
         where id = ?1
    )sql");
    const auto read = [](Row& row) {
        Instant at;
        row >> at;
        return at;
    };
    return query.first(read, ticket).value();
}

std::vector<core::Entry> entries_of(Transaction& tx, core::TicketId ticket)
{
    auto query = tx.prepare(R"sql(
        select number, at, what, staff, text, done, ticket
          from entry
         where ticket = ?1
         order by number
    )sql");
    return query.all(read_entry, ticket);
}

void set_assignee(Transaction& tx, core::TicketId ticket, std::optional<core::StaffId> staff)
{
    tx.prepare("update ticket set assignee = ?2 where id = ?1").run(ticket, staff);
}

void set_kind(Transaction& tx, core::TicketId ticket, core::Kind kind)
{
    tx.prepare("update ticket set kind = ?2 where id = ?1").run(ticket, to_text(kind));
}

void set_answered(Transaction& tx, core::TicketId ticket)
{
    tx.prepare("update ticket set answered_at = ?2 where id = ?1").run(ticket, tx.now());
}

void set_settled(Transaction& tx, core::TicketId ticket, bool settled)
{
    tx.prepare("update ticket set settled_at = case when ?2 then ?3 end where id = ?1")
        .run(ticket, settled, tx.now());
}

void void_link(Transaction& tx, core::TicketId ticket)
{
    tx.prepare("update ticket set link_generation = link_generation + 1 where id = ?1").run(ticket);
}

void set_suspicion(Transaction& tx, core::TicketId ticket, std::string_view suspicion)
{
    tx.prepare("update ticket set suspicion = ?2 where id = ?1").run(ticket, suspicion);
}

} // namespace heard::storage
