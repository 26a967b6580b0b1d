#include "desk/alarm.hpp"

#include "core/spoken_time.hpp"
#include "desk/house_letters.hpp"
#include "desk/telling.hpp"
#include "storage/alarm.hpp"
#include "storage/promise.hpp"
#include "storage/staff.hpp"
#include "storage/ticket.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace heard::desk {

namespace {

// One transaction's worth, so that submissions get in between.
constexpr int look_max = 500;
// However many escalations there are, nobody gets digests more often than this.
constexpr auto between_digests = std::chrono::minutes{1};

/// Decides for each escalation who is told next.
class Assigning
{
public:
    Assigning(storage::Transaction& tx, const House& house)
        : tx_{tx}
        , house_{house}
    {}

    void assign(const storage::Untold& untold);

private:
    Recipients next_after(const storage::Untold& untold);
    const Recipients& reached_by(std::size_t rung, const core::Ticket& ticket);

    storage::Transaction& tx_;
    const House& house_;
    std::set<core::PromiseId> taken_up_;
    /// By rung, branch and assignee: a thousand promises that break together have few audiences.
    std::map<std::tuple<std::size_t, std::string, std::int64_t>, Recipients> known_;
};

void Assigning::assign(const storage::Untold& untold)
{
    const auto again = tx_.now() + house_.alarm.after;
    // One step up the ladder for each promise at a time, however many did not hear of it.
    if (taken_up_.contains(untold.promise)) {
        storage::set_alarm_at(tx_, untold.escalation, again);
        return;
    }
    const auto next = next_after(untold);
    if (!next.empty())
        taken_up_.insert(untold.promise);
    for (const auto& recipient : next)
        storage::add_alarm(tx_, untold.escalation, recipient);
    if (house_.alarm.webhook)
        storage::add_alarm(tx_, untold.escalation, storage::webhook);
    storage::set_alarm_at(tx_, untold.escalation,
                          next.empty() ? std::nullopt : std::optional{again});
}

Recipients Assigning::next_after(const storage::Untold& untold)
{
    const auto told_list = storage::recipients_told_of(tx_, untold.promise, untold.rung);
    const Recipients told{told_list.begin(), told_list.end()};
    const auto ticket = storage::find_ticket(tx_, untold.ticket).value();
    const auto& rungs = house_.ladder.rungs;
    for (std::size_t rung = 0; rung < rungs.size(); ++rung) {
        if (rungs[rung].at <= untold.rung)
            continue;
        Recipients fresh;
        std::ranges::set_difference(reached_by(rung, ticket), told,
                                    std::inserter(fresh, fresh.end()), AddressLess{});
        if (!fresh.empty())
            return fresh;
    }
    if (!told.contains(house_.owner.email))
        return {house_.owner.email};
    const bool tried_second_way = storage::has_alarm(tx_, untold.escalation, untold.recipient);
    if (house_.alarm.second_way && !tried_second_way)
        return {untold.recipient};
    return {};
}

const Recipients& Assigning::reached_by(std::size_t rung, const core::Ticket& ticket)
{
    const auto assignee = ticket.assignee ? ticket.assignee->value : 0;
    const auto [found, is_new] = known_.try_emplace({rung, ticket.branch, assignee});
    if (is_new)
        found->second = audience_of(tx_, house_, house_.ladder.rungs[rung], ticket).recipients;
    return found->second;
}

/// A person by the name under which the others know them; else the address.
std::string name_of(storage::Transaction& tx, const House& house, const std::string& email)
{
    const auto folded = text::folded(email);
    if (folded == text::folded(house.owner.email))
        return house.owner.name;
    for (const auto& person : storage::all_staff(tx))
        if (text::folded(person.email) == folded)
            return person.name;
    return email;
}

/// What a mail server said about any of them.
std::string said_about(const std::vector<storage::Undelivered>& list, const std::string& relay_said)
{
    for (const auto& one : list)
        if (!one.detail.empty())
            return one.detail;
    return relay_said;
}

/// Why these come to this reader: who should have been told, for how long, and what the mail server
/// said.
std::string why_you(storage::Transaction& tx, const House& house,
                    const std::vector<storage::Undelivered>& list, const std::string& relay_said)
{
    const auto& words = house.words;
    Recipients missed;
    auto oldest = tx.now();
    for (const auto& one : list) {
        missed.insert(one.recipient);
        oldest = std::min(oldest, one.written_at);
    }
    auto name = name_of(tx, house, *missed.begin());
    if (missed.size() > 1)
        name = words.count("letter.undelivered.others", static_cast<long long>(missed.size()) - 1,
                           {{"name", name}});
    auto said = said_about(list, relay_said);
    if (said.empty())
        said = words.say("letter.undelivered.silent");
    const bool refused = std::ranges::all_of(list, &storage::Undelivered::given_up);
    return words.say(refused ? "letter.undelivered.refused" : "letter.undelivered.late",
                     {{"name", name},
                      {"since", core::span_in_words(words, tx.now() - oldest, core::SpanAs::since)},
                      {"detail", said}});
}

std::string key_of(const storage::Undelivered& first)
{
    return "alarm/" + std::to_string(first.escalation.value);
}

storage::NewLetter call_for(const House& house, const std::vector<storage::Undelivered>& list,
                            std::int64_t count, const std::string& relay_said)
{
    return letters::call(house, {count, said_about(list, relay_said), key_of(list.front())});
}

storage::NewLetter digest_for(storage::Transaction& tx, const House& house,
                              const std::string& recipient,
                              const std::vector<storage::Undelivered>& list, std::int64_t count,
                              const std::string& relay_said)
{
    letters::Table table;
    core::PromiseId before;
    for (const auto& one : list) {
        if (one.promise == std::exchange(before, one.promise))
            continue;
        const auto promise = storage::find_open_promise(tx, one.ticket).value();
        auto notice = notice_of(tx, promise, storage::find_ticket(tx, one.ticket).value());
        notice.key = key_of(list.front());
        notice.undelivered = true;
        table.notices.push_back(std::move(notice));
    }
    table.notices.front().why_you = why_you(tx, house, list, relay_said);
    table.more = count - static_cast<std::int64_t>(table.notices.size());
    if (count == 1)
        return letters::escalation(house, recipient, table.notices.front(), tx.now());
    return letters::escalations(house, recipient, std::move(table), tx.now());
}

} // namespace

Alarmed raise_alarms(storage::Transaction& tx, const House& house, const std::string& relay_said)
{
    storage::settle_alarms(tx);
    const auto untold = storage::untold_escalations(tx, look_max);
    Assigning assigning{tx, house};
    for (const auto& one : untold)
        assigning.assign(one);
    Alarmed alarmed;
    alarmed.more = untold.size() == look_max;
    alarmed.look_again_at = storage::next_alarm_at(tx);
    if (alarmed.more)
        return alarmed;
    for (const auto& recipient : storage::recipients_to_alarm(tx, tx.now() - between_digests)) {
        const auto list = storage::alarms_for(tx, recipient, rows_in_letter_max);
        const auto count = storage::count_promises_for(tx, recipient);
        const auto letter = recipient == storage::webhook
                                ? call_for(house, list, count, relay_said)
                                : digest_for(tx, house, recipient, list, count, relay_said);
        if (const auto id = storage::queue_letter(tx, letter)) {
            storage::note_alarm_written(tx, recipient, *id);
            ++alarmed.letters;
        }
    }
    return alarmed;
}

} // namespace heard::desk
