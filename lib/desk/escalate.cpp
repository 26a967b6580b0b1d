#include "desk/escalate.hpp"

#include "desk/release.hpp"
#include "desk/telling.hpp"
#include "storage/book.hpp"
#include "storage/escalation.hpp"
#include "storage/sending.hpp"
#include "storage/ticket.hpp"

#include <algorithm>
#include <map>

namespace heard::desk {

namespace {

// One transaction's worth: a morning after a long night is a few of these, and submissions get in
// between.
constexpr int look_max = 1000;
// More than so many letters to one person at once become one with a table.
constexpr std::size_t letters_at_once_max = 5;

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

/// By recipient, in the order of promises.
using Tellings = std::map<std::string, std::vector<Telling>, AddressLess>;

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
    bool ends_now(const core::Promise& promise);
    void tell(const core::Promise& promise, const core::Ticket& ticket, const Told& told);
    void write(const std::string& recipient, const std::vector<Telling>& tellings,
               const storage::NewLetter& letter);

    storage::Transaction& tx_;
    const House& house_;
    Tellings tellings_;
    int escalations_ = 0;
};

/// A reply that was to leave by now does so first: nobody need be told of a promise that it ends.
bool Look::ends_now(const core::Promise& promise)
{
    const auto reply = storage::find_sending(tx_, promise.ticket);
    if (!reply || reply->release_at > tx_.now())
        return false;
    release(tx_, house_, promise.ticket);
    const auto open = storage::find_open_promise(tx_, promise.ticket);
    return !open || open->id != promise.id;
}

void Look::at(const core::Promise& promise)
{
    if (ends_now(promise))
        return;
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
    const auto audience = audience_of(tx_, house_, house_.ladder.rungs[told.reached.rung], ticket);
    for (const auto& recipient : audience.recipients) {
        if (storage::has_escalation(tx_, {promise.id, told.rung, told.reached.turn, recipient}))
            continue;
        auto& list = tellings_[recipient];
        if (list.empty() || list.back().notice.promise.id != promise.id)
            list.push_back({notice_of(tx_, promise, ticket), {}});
        auto& telling = list.back();
        telling.rungs.push_back(told);
        telling.notice.key = "escalation/" + std::to_string(promise.id.value) + "/" +
                             std::to_string(told.rung.count()) + "/" +
                             std::to_string(told.reached.turn);
        if (!audience.why_owner.empty())
            telling.notice.why_you = house_.words.say(audience.why_owner);
    }
}

int Look::write_letters()
{
    for (const auto& [recipient, tellings] : tellings_) {
        if (tellings.size() > letters_at_once_max) {
            letters::Table table;
            for (const auto& telling : tellings)
                table.notices.push_back(telling.notice);
            write(recipient, tellings,
                  letters::escalations(house_, recipient, std::move(table), tx_.now()));
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
                tx_, {{telling.notice.promise.id, told.rung, told.reached.turn, recipient},
                      told.reached.planned_at,
                      id,
                      tx_.now() + house_.alarm.after});
            ++escalations_;
        }
        storage::write_book(
            tx_, {"escalated", telling.notice.promise.ticket, telling.notice.promise.id});
    }
}

Looked look_at(storage::Transaction& tx, const House& house,
               const std::vector<core::Promise>& promises)
{
    Look look{tx, house};
    for (const auto& promise : promises)
        look.at(promise);
    Looked looked;
    looked.promises = static_cast<int>(promises.size());
    looked.escalations = look.write_letters();
    looked.more = promises.size() == look_max;
    return looked;
}

} // namespace

Looked escalate(storage::Transaction& tx, const House& house)
{
    auto looked = look_at(tx, house, storage::promises_to_look_at(tx, look_max));
    looked.look_again_at = storage::next_look_at(tx);
    return looked;
}

Looked escalate_among(storage::Transaction& tx, const House& house,
                      const storage::PromiseRange& among)
{
    auto looked = look_at(tx, house, storage::promises_to_look_at_among(tx, among, look_max));
    looked.look_again_at = storage::next_look_at_among(tx, among);
    return looked;
}

} // namespace heard::desk
