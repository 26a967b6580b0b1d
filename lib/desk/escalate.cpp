#include "desk/escalate.hpp"

#include "desk/letters.hpp"
#include "storage/book.hpp"
#include "storage/escalation.hpp"
#include "storage/promise.hpp"
#include "storage/staff.hpp"
#include "storage/ticket.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace heard::desk {

namespace {

// One transaction's worth: a morning after a long night is a few of these, and submissions get in
// between.
constexpr int look_max = 1000;
// More than so many letters to one person at once become one with a table.
constexpr std::size_t letters_at_once_max = 5;
// Somebody may add words without end; the letter to the owner must still pass every mail server.
constexpr std::size_t quoted_bytes_max = 50'000;

/// One rung of one promise, for one recipient, not yet written.
struct Told
{
    core::Reached reached;
    Micros rung{0};
};

/// What one recipient is told of one promise in this look: one letter, however many rungs it stands
/// for.
struct Telling
{
    letters::Notice notice;
    std::vector<Told> rungs;
};

/// Addresses that differ only in letter case are one person: nobody is told twice.
struct AddressLess
{
    bool operator()(const std::string& a, const std::string& b) const
    {
        return text::folded(a) < text::folded(b);
    }
};
using Recipients = std::set<std::string, AddressLess>;

/// By recipient, in the order of promises.
using Tellings = std::map<std::string, std::vector<Telling>, AddressLess>;

/// Whom a rung reaches for a ticket. `why_owner` is the phrase that explains why it fell to the
/// owner instead.
struct Audience
{
    Recipients recipients;
    std::string_view why_owner = {};
};

/// Accounts of that kind. The owner is told by the owner's own rungs, and by no others.
void add_people(Recipients& recipients, const std::vector<core::Staff>& staff, bool managers_only)
{
    for (const auto& person : staff)
        if (person.role == core::Role::manager ||
            (person.role == core::Role::staff && !managers_only))
            recipients.insert(person.email);
}

/// What the customer added, newest first, as far as a letter can hold it. The ticket's page has
/// all.
std::vector<std::string> newest_messages(const std::vector<core::Entry>& entries)
{
    std::vector<std::string> messages;
    std::size_t bytes = 0;
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        if (entry->what != core::EntryKind::message)
            continue;
        bytes += entry->text.size();
        if (!messages.empty() && bytes > quoted_bytes_max)
            break;
        messages.push_back(entry->text);
    }
    return messages;
}

/// One look: reads what the promises need, collects who is told what, and writes it all down.
class Look
{
public:
    Look(storage::Transaction& tx, const House& house)
        : tx_{tx}
        , house_{house}
    {}

    void at(const core::Promise& promise);
    int write_letters();

private:
    Audience audience_of(const core::Rung& rung, const core::Ticket& ticket);
    void add_recipients(Recipients& recipients, const core::Recipient& to,
                        const core::Ticket& ticket);
    void tell(const core::Promise& promise, const core::Ticket& ticket, const Told& told);
    letters::Notice notice_of(const core::Promise& promise, const core::Ticket& ticket);
    void write(const std::string& recipient, const std::vector<Telling>& tellings,
               const storage::NewLetter& letter);

    storage::Transaction& tx_;
    const House& house_;
    Tellings tellings_;
    int escalations_ = 0;
};

void Look::at(const core::Promise& promise)
{
    const auto now = tx_.now();
    const auto climb = core::climb(house_.ladder, promise, now);
    const bool late = now >= promise.due_at;
    if (!climb.reached.empty()) {
        const auto ticket = storage::find_ticket(tx_, promise.ticket).value();
        for (const auto& reached : climb.reached)
            tell(promise, ticket, {reached, house_.ladder.rungs[reached.rung].at});
    }
    if (late && !promise.broken_at)
        storage::write_book(tx_, {"broken", promise.ticket, promise.id, {}, promise.due_at});
    storage::note_climb(tx_, promise, late, climb.look_again_at);
}

void Look::tell(const core::Promise& promise, const core::Ticket& ticket, const Told& told)
{
    const auto audience = audience_of(house_.ladder.rungs[told.reached.rung], ticket);
    for (const auto& recipient : audience.recipients) {
        if (storage::has_escalation(tx_, {promise.id, told.rung, told.reached.turn, recipient}))
            continue;
        auto& list = tellings_[recipient];
        if (list.empty() || list.back().notice.promise.id != promise.id)
            list.push_back({notice_of(promise, ticket), {}});
        auto& telling = list.back();
        telling.rungs.push_back(told);
        telling.notice.key = "escalation/" + std::to_string(promise.id.value) + "/" +
                             std::to_string(told.rung.count()) + "/" +
                             std::to_string(told.reached.turn);
        if (!audience.why_owner.empty())
            telling.notice.why_you = house_.words.say(audience.why_owner);
    }
}

Audience Look::audience_of(const core::Rung& rung, const core::Ticket& ticket)
{
    Audience audience;
    for (const auto& to : rung.to)
        add_recipients(audience.recipients, to, ticket);
    if (!audience.recipients.empty())
        return audience;
    const bool assignee_only =
        rung.to.size() == 1 && rung.to[0].kind == core::RecipientKind::assignee;
    audience.why_owner = assignee_only ? "letter.why_owner_unclaimed" : "letter.why_owner_nobody";
    audience.recipients.insert(house_.owner.email);
    return audience;
}

void Look::add_recipients(Recipients& recipients, const core::Recipient& to,
                          const core::Ticket& ticket)
{
    switch (to.kind) {
    case core::RecipientKind::owner:
        recipients.insert(house_.owner.email);
        return;
    case core::RecipientKind::address:
        recipients.insert(to.address);
        return;
    case core::RecipientKind::staff:
        add_people(recipients, storage::staff_for(tx_, ticket.branch), false);
        return;
    case core::RecipientKind::manager: {
        const auto* branch = house_.find_branch(ticket.branch);
        if (branch && !branch->manager_email.empty())
            recipients.insert(branch->manager_email);
        add_people(recipients, storage::staff_for(tx_, ticket.branch), true);
        return;
    }
    case core::RecipientKind::assignee: {
        const auto assignee =
            ticket.assignee ? storage::find_staff(tx_, *ticket.assignee) : std::nullopt;
        if (assignee && !assignee->disabled)
            recipients.insert(assignee->email);
        return;
    }
    }
}

letters::Notice Look::notice_of(const core::Promise& promise, const core::Ticket& ticket)
{
    const auto name = [&](const std::optional<core::StaffId>& id) {
        const auto staff = id ? storage::find_staff(tx_, *id) : std::nullopt;
        return staff ? staff->name : std::string{};
    };
    return {.ticket = ticket,
            .said = storage::get_submission(tx_, ticket.id),
            .messages = newest_messages(storage::entries_of(tx_, ticket.id)),
            .promise = promise,
            .assignee = name(ticket.assignee),
            .maker = name(promise.made_by),
            .why_you = {},
            .key = {}};
}

int Look::write_letters()
{
    for (const auto& [recipient, tellings] : tellings_) {
        if (tellings.size() > letters_at_once_max) {
            std::vector<letters::Notice> notices;
            for (const auto& telling : tellings)
                notices.push_back(telling.notice);
            write(recipient, tellings,
                  letters::escalations(house_, recipient, std::move(notices), tx_.now()));
            continue;
        }
        for (const auto& telling : tellings)
            write(recipient, {telling},
                  letters::escalation(house_, recipient, telling.notice, tx_.now()));
    }
    return escalations_;
}

void Look::write(const std::string& recipient, const std::vector<Telling>& tellings,
                 const storage::NewLetter& letter)
{
    // The key is made from escalations that are not written yet, so there is no such letter yet.
    const auto id = storage::queue_letter(tx_, letter).value();
    for (const auto& telling : tellings) {
        for (const auto& told : telling.rungs) {
            storage::add_escalation(
                tx_, {telling.notice.promise.id, told.rung, told.reached.turn, recipient},
                told.reached.planned_at, id);
            ++escalations_;
        }
        storage::write_book(tx_,
                            {"escalated", telling.notice.ticket.id, telling.notice.promise.id});
    }
}

} // namespace

Looked escalate(storage::Transaction& tx, const House& house)
{
    const auto promises = storage::promises_to_look_at(tx, look_max);
    Look look{tx, house};
    for (const auto& promise : promises)
        look.at(promise);
    Looked looked;
    looked.promises = static_cast<int>(promises.size());
    looked.escalations = look.write_letters();
    looked.more = promises.size() == look_max;
    looked.look_again_at = storage::next_look_at(tx);
    return looked;
}

} // namespace heard::desk
