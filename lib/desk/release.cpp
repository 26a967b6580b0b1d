#include "desk/release.hpp"

#include "desk/letters.hpp"
#include "desk/merge.hpp"
#include "desk/mirror.hpp"
#include "desk/promising.hpp"
#include "storage/draft.hpp"
#include "storage/merge.hpp"
#include "storage/sending.hpp"
#include "storage/staff.hpp"
#include "storage/ticket.hpp"

namespace heard::desk {

namespace {

using storage::Sending;

void write_to_customer(storage::Transaction& tx, const House& house, const core::Ticket& ticket,
                       const Sending& reply, int entry)
{
    const auto said = storage::get_submission(tx, ticket.id);
    if (!letters::email_in(said.contact))
        return;
    const auto writer = storage::find_staff(tx, reply.staff).value();
    const letters::Written written{ticket,     said,       writer.name, entry,
                                   reply.text, reply.done, reply.until};
    storage::queue_letter(tx, letters::reply(house, written, tx.now()));
}

/// On the ticket of one who hears it; gives the number of the entry.
int write_on(storage::Transaction& tx, const House& house, const core::Ticket& ticket,
             const Sending& reply)
{
    const auto entry =
        storage::add_entry(tx, {ticket.id, reply.what, reply.staff, reply.text, reply.done});
    if (reply.until)
        storage::set_settled(tx, ticket.id, false);
    else
        storage::set_answered(tx, ticket.id);
    write_to_customer(tx, house, ticket, reply, entry);
    return entry;
}

/// A reply shows that a person takes it all for people's words, also what it does not reach.
void take_for_real(storage::Transaction& tx, core::TicketId ticket)
{
    storage::set_suspicion(tx, ticket, "");
    for (const auto& along : storage::merged_into(tx, ticket))
        storage::set_suspicion(tx, along.ticket.id, "");
}

void send(storage::Transaction& tx, const House& house, const Sending& reply)
{
    const auto ticket = storage::find_ticket(tx, reply.ticket).value();
    const auto reached = reached_by_reply(tx, ticket);
    for (const auto& one : reached) {
        const auto entry = write_on(tx, house, one, reply);
        if (one.id == reached.front().id) // To the others it is the same reply.
            remember_reply(tx, one.id, entry, reply.text);
    }
    take_for_real(tx, ticket.id);
    const auto writer = storage::find_staff(tx, reply.staff).value();
    if (!ticket.assignee && !writer.disabled)
        storage::set_assignee(tx, ticket.id, writer.id);
    end_open_promise(tx, ticket.id,
                     reply.until ? core::PromiseEnd::held : core::PromiseEnd::answered,
                     reply.staff);
    if (reply.until)
        make_promise(tx, house, ticket.id, *reply.until, reply.staff);
}

} // namespace

void release(storage::Transaction& tx, const House& house, core::TicketId any)
{
    const auto ticket = storage::find_ticket(tx, any).value().merged_into.value_or(any);
    const auto reply = storage::find_sending(tx, ticket);
    if (!reply)
        return;
    // After a long stop: nobody may be promised a time that is over.
    if (reply->until && *reply->until <= tx.now()) {
        take_back_reply(tx, ticket);
        return;
    }
    storage::remove_sending(tx, ticket);
    send(tx, house, *reply);
}

void release_when_due(storage::Transaction& tx, const House& house, core::TicketId ticket)
{
    const auto reply = storage::find_sending(tx, ticket);
    if (reply && (reply->release_at <= tx.now() || reply->made_at > tx.now()))
        release(tx, house, ticket);
}

bool take_back_reply(storage::Transaction& tx, core::TicketId ticket)
{
    const auto reply = storage::find_sending(tx, ticket);
    if (!reply)
        return false;
    storage::save_before_draft(tx, {reply->ticket, reply->staff, reply->what, reply->text,
                                    reply->done, reply->until, reply->seen});
    storage::remove_sending(tx, ticket);
    return true;
}

} // namespace heard::desk
