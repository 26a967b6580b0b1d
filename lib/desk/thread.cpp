#include "desk/thread.hpp"

#include "auth/status_token.hpp"
#include "storage/promise.hpp"
#include "storage/staff.hpp"
#include "storage/ticket.hpp"

namespace heard::desk {

namespace {

void note_name(storage::Transaction& tx, Thread& thread, const std::optional<core::StaffId>& id)
{
    if (!id || thread.names.contains(*id))
        return;
    if (const auto staff = storage::find_staff(tx, *id))
        thread.names.emplace(*id, staff->name);
}

} // namespace

const core::Promise* Thread::open_promise() const
{
    // At most one is open, and it is the newest.
    const bool open = !promises.empty() && promises.back().state == core::PromiseState::open;
    return open ? &promises.back() : nullptr;
}

std::string Thread::name_of(const std::optional<core::StaffId>& staff) const
{
    const auto found = staff ? names.find(*staff) : names.end();
    return found == names.end() ? std::string{} : found->second;
}

std::optional<core::Ticket> find_by_status_token(storage::Transaction& tx, const House& house,
                                                 std::string_view token)
{
    const auto parts = auth::split_status_token(token);
    if (!parts)
        return std::nullopt;
    const auto id = house.references.ticket(parts->code);
    auto ticket = id ? storage::find_ticket(tx, *id) : std::nullopt;
    if (!ticket)
        return std::nullopt;
    if (!auth::verify_status_token(house.keys.status, *parts, ticket->link_generation))
        return std::nullopt;
    return ticket;
}

std::optional<core::Ticket> find_for_staff(storage::Transaction& tx, const House& house,
                                           const core::Staff& staff, std::string_view reference)
{
    const auto id = house.references.ticket(reference);
    auto ticket = id ? storage::find_ticket(tx, *id) : std::nullopt;
    if (!ticket || !core::may_see(staff, ticket->branch))
        return std::nullopt;
    return ticket;
}

Thread thread_of(storage::Transaction& tx, const core::Ticket& ticket)
{
    Thread thread{ticket,
                  storage::get_submission(tx, ticket.id),
                  storage::entries_of(tx, ticket.id),
                  storage::photos_of(tx, ticket.id),
                  storage::promises_of(tx, ticket.id),
                  {}};
    note_name(tx, thread, ticket.assignee);
    for (const auto& entry : thread.entries)
        note_name(tx, thread, entry.staff);
    for (const auto& promise : thread.promises)
        note_name(tx, thread, promise.made_by);
    return thread;
}

} // namespace heard::desk
