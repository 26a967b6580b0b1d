#include "desk/telling.hpp"

#include "storage/merge.hpp"
#include "storage/staff.hpp"
#include "storage/ticket.hpp"
#include "text/utf8.hpp"

namespace heard::desk {

namespace {

// Somebody may add words without end; the letter to the owner must still pass every mail server.
constexpr std::size_t quoted_bytes_max = 50'000;

enum class Whom { all, managers };

/// Accounts of that kind who are there and may see the ticket. The owner is told by the owner's own
/// rungs, and by no others.
void add_people(storage::Transaction& tx, const core::Ticket& ticket, Whom whom,
                Recipients& recipients)
{
    for (const auto& person : storage::staff_for(tx, ticket.branch)) {
        if (core::is_away(person, tx.now()))
            continue;
        if (person.role == core::Role::manager ||
            (person.role == core::Role::staff && whom == Whom::all))
            recipients.insert(person.email);
    }
}

/// Whether that address is an account's whose owner is away.
bool is_away(storage::Transaction& tx, const std::string& email)
{
    const auto folded = text::folded(email);
    return std::ranges::any_of(storage::all_staff(tx), [&](const core::Staff& person) {
        return core::is_away(person, tx.now()) && text::folded(person.email) == folded;
    });
}

/// What the customer added, also with a verdict, newest first, as far as a letter can hold it. The
/// ticket's page has all.
std::vector<std::string> newest_messages(const std::vector<core::Entry>& entries)
{
    std::vector<std::string> messages;
    std::size_t bytes = 0;
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        if (entry->staff || entry->text.empty()) // Empty: a bare verdict, or erased.
            continue;
        bytes += entry->text.size();
        if (!messages.empty() && bytes > quoted_bytes_max)
            break;
        messages.push_back(entry->text);
    }
    return messages;
}

void add_recipients(storage::Transaction& tx, const House& house, const core::Recipient& to,
                    const core::Ticket& ticket, Recipients& recipients)
{
    switch (to.kind) {
    case core::RecipientKind::owner:
        recipients.insert(house.owner.email);
        return;
    case core::RecipientKind::address:
        recipients.insert(to.address);
        return;
    case core::RecipientKind::staff:
        add_people(tx, ticket, Whom::all, recipients);
        return;
    case core::RecipientKind::manager: {
        const auto* branch = house.find_branch(ticket.branch);
        if (branch && !branch->manager_email.empty() && !is_away(tx, branch->manager_email))
            recipients.insert(branch->manager_email);
        add_people(tx, ticket, Whom::managers, recipients);
        return;
    }
    case core::RecipientKind::assignee: {
        const auto assignee =
            ticket.assignee ? storage::find_staff(tx, *ticket.assignee) : std::nullopt;
        if (assignee && core::is_away(*assignee, tx.now()))
            add_people(tx, ticket, Whom::all, recipients); // Whoever is next.
        else if (assignee && !assignee->disabled && core::may_see(*assignee, ticket.branch))
            recipients.insert(assignee->email);
        return;
    }
    }
}

/// Whose words a letter about the promise of that ticket tells: of all who go along with it, the
/// first who waits; its own customer before all others.
core::Ticket speaker_of(storage::Transaction& tx, const core::Ticket& ticket)
{
    if (storage::waits(tx, ticket.id))
        return ticket;
    for (auto& along : storage::merged_into(tx, ticket.id))
        if (storage::waits(tx, along.ticket.id))
            return std::move(along.ticket);
    return ticket;
}

} // namespace

bool AddressLess::operator()(const std::string& a, const std::string& b) const
{
    return text::folded(a) < text::folded(b);
}

Audience audience_of(storage::Transaction& tx, const House& house, const core::Rung& rung,
                     const core::Ticket& ticket)
{
    Audience audience;
    for (const auto& to : rung.to)
        add_recipients(tx, house, to, ticket, audience.recipients);
    if (!audience.recipients.empty())
        return audience;
    const bool unclaimed =
        rung.to.size() == 1 && rung.to[0].kind == core::RecipientKind::assignee && !ticket.assignee;
    audience.why_owner = unclaimed ? "letter.why_owner_unclaimed" : "letter.why_owner_nobody";
    audience.recipients.insert(house.owner.email);
    return audience;
}

letters::Notice notice_of(storage::Transaction& tx, const core::Promise& promise,
                          const core::Ticket& ticket)
{
    const auto name = [&](const std::optional<core::StaffId>& id) {
        const auto staff = id ? storage::find_staff(tx, *id) : std::nullopt;
        return staff ? staff->name : std::string{};
    };
    const auto speaker = speaker_of(tx, ticket);
    return {.ticket = speaker,
            .said = storage::get_submission(tx, speaker.id),
            .messages = newest_messages(storage::entries_of(tx, speaker.id)),
            .promise = promise,
            .assignee = name(ticket.assignee),
            .maker = name(promise.made_by),
            .why_you = {},
            .key = {}};
}

} // namespace heard::desk
