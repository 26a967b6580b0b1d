#include "desk/promising.hpp"

#include "desk/letters.hpp"
#include "storage/book.hpp"
#include "storage/merge.hpp"
#include "storage/promise.hpp"
#include "storage/ticket.hpp"

namespace heard::desk {

void make_promise(storage::Transaction& tx, const House& house, core::TicketId ticket,
                  Instant due_at, std::optional<core::StaffId> made_by)
{
    core::Promise promise;
    promise.made_at = tx.now();
    promise.due_at = due_at;
    promise.climbed_until = tx.now();
    const auto first_look = core::climb(house.ladder, promise, tx.now()).look_again_at;
    const auto id = storage::add_promise(tx, {ticket, due_at, made_by, first_look});
    storage::write_book(tx, {"promised", ticket, id, made_by, due_at});
}

void promise_an_answer(storage::Transaction& tx, const House& house, core::TicketId ticket)
{
    if (storage::find_open_promise(tx, ticket))
        return;
    const auto stays = storage::find_ticket(tx, ticket).value().merged_into.value_or(ticket);
    make_promise(tx, house, stays, core::due_after(house.promise, tx.now()));
}

void confirm_by_letter(storage::Transaction& tx, const House& house, const core::Ticket& ticket,
                       bool again)
{
    const auto promise = storage::find_open_promise(tx, ticket.id);
    // A date that has passed is no promise any more.
    if (!ticket.suspicion.empty() || !promise || promise->due_at <= tx.now())
        return;
    const auto said = storage::get_submission(tx, ticket.id);
    if (letters::email_in(said.contact))
        storage::queue_letter(tx, letters::received(house, ticket, said, {promise->due_at, again}));
}

void take_back_from_check(storage::Transaction& tx, const House& house, const core::Ticket& ticket,
                          core::StaffId staff)
{
    if (ticket.suspicion.empty())
        return;
    storage::set_suspicion(tx, ticket.id, "");
    storage::write_book(tx, {"taken back", ticket.id, {}, staff});
    if (!storage::waits(tx, ticket.id)) // The matter's promise is for others then.
        return;
    auto taken_back = ticket;
    taken_back.suspicion.clear();
    confirm_by_letter(tx, house, taken_back);
}

void end_open_promise(storage::Transaction& tx, core::TicketId ticket, core::PromiseEnd end,
                      std::optional<core::StaffId> staff)
{
    const auto promise = storage::find_open_promise(tx, ticket);
    if (!promise)
        return;
    const bool by_customer = end == core::PromiseEnd::settled || end == core::PromiseEnd::erased;
    if (by_customer && storage::is_awaited(tx, ticket))
        return;
    const auto state = core::state_after(*promise, end, tx.now());
    storage::end_promise(tx, *promise, state);
    const auto late = end == core::PromiseEnd::settled  ? "settled late"
                      : end == core::PromiseEnd::erased ? "erased late"
                      : end == core::PromiseEnd::merged ? "merged late"
                                                        : "answered late";
    const auto what = state == core::PromiseState::broken ? late : to_text(state);
    storage::write_book(tx, {what, promise->ticket, promise->id, staff, promise->due_at});
}

} // namespace heard::desk
