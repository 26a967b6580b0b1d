#include "desk/thread.hpp"

#include "auth/status_token.hpp"
#include "storage/merge.hpp"
#include "storage/promise.hpp"
#include "storage/staff.hpp"
#include "storage/ticket.hpp"

#include <algorithm>

namespace heard::desk {

namespace {

void note_name(storage::Transaction& tx, Thread& thread, const std::optional<core::StaffId>& id)
{
    if (!id || thread.names.contains(*id))
        return;
    if (const auto staff = storage::find_staff(tx, *id))
        thread.names.emplace(*id, staff->name);
}

std::unexpected<core::Problem> refuse(core::ProblemKind kind, std::string phrase)
{
    return std::unexpected{core::Problem{kind, std::move(phrase), ""}};
}

/// Its holder once had the key: they are told more than somebody who guesses.
bool was_made_void(const House& house, const auth::StatusToken& token, const core::Ticket& ticket)
{
    for (auto earlier = ticket.root_generation; earlier < ticket.link_generation; ++earlier)
        if (auth::verify_status_token(house.keys.status, token, earlier))
            return true;
    return false;
}

bool is_over(storage::Transaction& tx, const core::Ticket& ticket)
{
    return tx.now() >= storage::last_word_at(tx, ticket.id) + link_lives &&
           !storage::find_open_promise(tx, ticket.id);
}

} // namespace

const core::Promise* Thread::open_promise() const
{
    const auto open = std::ranges::find(promises, core::PromiseState::open, &core::Promise::state);
    return open == promises.end() ? nullptr : &*open;
}

bool Thread::has_their_words() const
{
    const auto last = std::find_if(entries.rbegin(), entries.rend(),
                                   [](const core::Entry& entry) { return !entry.staff; });
    return last == entries.rend() || last->what != core::EntryKind::erased;
}

const std::string& Thread::customer_of(const core::Entry& entry) const
{
    const auto other =
        std::ranges::find(along, entry.ticket, [](const Along& one) { return one.ticket.id; });
    return other == along.end() ? said.name : other->said.name;
}

std::string Thread::name_of(const std::optional<core::StaffId>& staff) const
{
    const auto found = staff ? names.find(*staff) : names.end();
    return found == names.end() ? std::string{} : found->second;
}

std::expected<core::Ticket, core::Problem> find_by_status_token(storage::Transaction& tx,
                                                                const House& house,
                                                                std::string_view token)
{
    const auto parts = auth::split_status_token(token);
    const auto id = parts ? house.references.ticket(parts->code) : std::nullopt;
    auto ticket = id ? storage::find_ticket(tx, *id) : std::nullopt;
    if (!ticket)
        return refuse(core::ProblemKind::not_found, "problem.wrong_link");
    if (was_made_void(house, *parts, *ticket))
        return refuse(core::ProblemKind::gone, "problem.link_void");
    if (!auth::verify_status_token(house.keys.status, *parts, ticket->link_generation))
        return refuse(core::ProblemKind::not_found, "problem.wrong_link");
    if (is_over(tx, *ticket))
        return refuse(core::ProblemKind::gone, "problem.link_over");
    return std::move(*ticket);
}

std::optional<core::Ticket> find_for_staff(storage::Transaction& tx, const House& house,
                                           const core::Staff& staff, std::string_view reference)
{
    auto ticket = find_itself_for_staff(tx, house, staff, reference);
    if (ticket && ticket->merged_into)
        ticket = storage::find_ticket(tx, *ticket->merged_into);
    if (ticket)
        ticket->newest_entry = storage::newest_of_matter(tx, ticket->id);
    return ticket;
}

// Whoever may see the one that stays may see all that goes along with it.
std::optional<core::Ticket> find_itself_for_staff(storage::Transaction& tx, const House& house,
                                                  const core::Staff& staff,
                                                  std::string_view reference)
{
    const auto id = house.references.ticket(reference);
    auto ticket = id ? storage::find_ticket(tx, *id) : std::nullopt;
    if (!ticket)
        return std::nullopt;
    const auto stays =
        ticket->merged_into ? storage::find_ticket(tx, *ticket->merged_into) : ticket;
    return core::may_see(staff, stays->branch) ? ticket : std::nullopt;
}

Thread thread_of(storage::Transaction& tx, const core::Ticket& ticket)
{
    Thread thread{ticket,
                  storage::get_submission(tx, ticket.id),
                  storage::entries_of(tx, ticket.id),
                  storage::photos_of(tx, ticket.id),
                  storage::promises_of(tx, ticket.id),
                  {},
                  storage::lines_about(tx, ticket.id),
                  {},
                  {}};
    note_name(tx, thread, ticket.assignee);
    for (const auto& entry : thread.entries)
        note_name(tx, thread, entry.staff);
    for (const auto& promise : thread.promises)
        note_name(tx, thread, promise.made_by);
    return thread;
}

} // namespace heard::desk
