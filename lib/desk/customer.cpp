#include "desk/customer.hpp"

#include "desk/letters.hpp"
#include "desk/promising.hpp"
#include "desk/release.hpp"
#include "desk/thread.hpp"
#include "storage/staff.hpp"
#include "storage/ticket.hpp"

#include <algorithm>

namespace heard::desk {

namespace {

bool said_last(const std::vector<core::Entry>& entries, core::EntryKind what)
{
    return !entries.empty() && entries.back().what == what && !entries.back().staff;
}

/// Whoever answered last and is still here. Nothing if nobody is: then it stands on the ticket.
std::optional<core::Staff> who_handled(storage::Transaction& tx,
                                       const std::vector<core::Entry>& entries)
{
    const auto reply = std::find_if(entries.rbegin(), entries.rend(), [](const auto& entry) {
        return entry.what == core::EntryKind::answer || entry.what == core::EntryKind::hold;
    });
    auto writer = reply == entries.rend() ? std::nullopt : storage::find_staff(tx, *reply->staff);
    return writer && !writer->disabled ? writer : std::nullopt;
}

/// The verdict is the newest entry. Nothing waits for anybody any more, so no queue would show it.
void pass_remark_on(storage::Transaction& tx, const House& house, const core::Ticket& ticket)
{
    const auto entries = storage::entries_of(tx, ticket.id);
    const auto& verdict = entries.back();
    const auto colleague = who_handled(tx, entries);
    if (verdict.text.empty() || !colleague)
        return;
    const auto said = storage::get_submission(tx, ticket.id);
    storage::queue_letter(
        tx,
        letters::remark(house, {ticket, said, verdict.text, verdict.number, *colleague}, tx.now()));
}

} // namespace

void add_message(storage::Transaction& tx, const House& house, core::TicketId ticket,
                 std::string_view text)
{
    const auto entries = storage::entries_of(tx, ticket);
    if (said_last(entries, core::EntryKind::message) && entries.back().text == text)
        return;
    release(tx, house, ticket);
    storage::add_entry(tx, {ticket, core::EntryKind::message, {}, text});
    storage::set_settled(tx, ticket, false);
    promise_an_answer(tx, house, ticket);
}

std::expected<Done, core::Problem> say_more(storage::Transaction& tx, const House& house,
                                            std::string_view status_token, std::string_view text)
{
    const auto ticket = find_by_status_token(tx, house, status_token);
    if (!ticket)
        return std::unexpected{ticket.error()};
    if (auto problem = core::problem_with_words(text, "text"))
        return std::unexpected{std::move(*problem)};
    add_message(tx, house, ticket->id, text);
    return Done{};
}

std::expected<Done, core::Problem> give_verdict(storage::Transaction& tx, const House& house,
                                                std::string_view status_token, bool settled,
                                                std::string_view remark)
{
    const auto ticket = find_by_status_token(tx, house, status_token);
    if (!ticket)
        return std::unexpected{ticket.error()};
    const auto verdict = settled ? core::EntryKind::settled : core::EntryKind::not_settled;
    if (auto problem = core::problem_with_remark(remark))
        return std::unexpected{std::move(*problem)};
    const auto entries = storage::entries_of(tx, ticket->id);
    if (said_last(entries, verdict) && (remark.empty() || entries.back().text == remark))
        return Done{};

    release(tx, house, ticket->id);
    storage::add_entry(tx, {ticket->id, verdict, {}, remark});
    storage::set_settled(tx, ticket->id, settled);
    if (!settled) {
        promise_an_answer(tx, house, ticket->id);
        return Done{};
    }
    end_open_promise(tx, ticket->id, core::PromiseEnd::settled);
    pass_remark_on(tx, house, *ticket);
    return Done{};
}

} // namespace heard::desk
