// The model's promises as silence goes on: whom a look must tell, and when to look again.
#include "tests/simulation/model.hpp"

#include <algorithm>

namespace heard::simulation {

using core::PromiseState;

namespace {

// Quiet hours move a turn by less than a day in all settings of the simulation.
constexpr Micros quiet_max = std::chrono::hours{25};

Instant planned(const core::Rung& rung, const ModelPromise& promise, int turn)
{
    const auto wanted = promise.due_at + rung.at + turn * rung.every.value_or(Micros{0});
    return rung.quiet.next_loud(wanted);
}

/// A turn from which on all that matter after `since` can be counted up one by one.
int early_turn(const core::Rung& rung, const ModelPromise& promise, Instant since)
{
    if (!rung.every)
        return 0;
    const auto gone = since - quiet_max - (promise.due_at + rung.at);
    return std::max(0, static_cast<int>(gone / *rung.every) - 1);
}

/// The latest turn that was planned for `now` or before; -1 when none was.
int latest_turn(const core::Rung& rung, const ModelPromise& promise, Instant now)
{
    int latest = -1;
    for (int turn = early_turn(rung, promise, promise.climbed_until);
         planned(rung, promise, turn) <= now; ++turn) {
        latest = turn;
        if (!rung.every)
            break;
    }
    return latest;
}

} // namespace

void Model::use(std::shared_ptr<const desk::House> house)
{
    house_ = std::move(house);
    people_changed = gone;
}

void Model::note_ladder(Instant now)
{
    const auto in_words = core::to_text(house_->ladder);
    if (in_words == ladder_in_words_)
        return;
    ladder_in_words_ = in_words;
    for (auto& promise : promises)
        if (promise.state == PromiseState::open)
            promise.look_at = now;
}

void Model::look(Instant now)
{
    for (const auto number : open_tickets())
        if (const auto open = ticket(number).open_promise;
            promise(open).look_at && *promise(open).look_at <= now)
            look_at(open, now);
}

void Model::look_at(Number number, Instant now)
{
    auto& promise = promises[number - 1];
    const auto people = climb(number, now);
    if (now >= promise.due_at && !promise.broken_at) {
        promise.broken_at = promise.due_at;
        touch(promise.ticket, "broken");
    }
    for (std::size_t i = 0; i < people.size(); ++i)
        touch(promise.ticket, "escalated");
    promise.climbed_until = std::max(promise.climbed_until, now);
    promise.look_at = next_look(promise, now);
}

/// Everybody who is told something of the promise now.
std::set<std::string> Model::climb(Number number, Instant now)
{
    auto& promise = promises[number - 1];
    std::set<std::string> people;
    for (const auto& rung : house_->ladder.rungs) {
        const auto turn = latest_turn(rung, promise, now);
        if (turn < 0 || planned(rung, promise, turn) <= promise.climbed_until)
            continue;
        for (const auto& address : audience(rung, ticket(promise.ticket), now)) {
            if (!promise.told.insert({rung.at, turn, address}).second)
                continue;
            owed_escalations_.push_back(
                {number, rung.at, turn, address, planned(rung, promise, turn)});
            people.insert(address);
        }
    }
    return people;
}

std::vector<ExpectedEscalation> Model::take_owed_escalations()
{
    auto owed = std::exchange(owed_escalations_, {});
    std::sort(owed.begin(), owed.end());
    return owed;
}

std::optional<Instant> Model::next_look(const ModelPromise& promise, Instant now) const
{
    std::optional<Instant> earliest;
    const auto note = [&](Instant at) { earliest = earliest ? std::min(*earliest, at) : at; };
    if (now < promise.due_at)
        note(promise.due_at);
    const auto from = std::max(now, promise.climbed_until);
    for (const auto& rung : house_->ladder.rungs)
        for (int n = early_turn(rung, promise, from);; ++n) {
            const auto at = planned(rung, promise, n);
            if (at > from)
                note(at);
            if (at > from || !rung.every)
                break;
        }
    return earliest;
}

/// Whom a rung reaches, in lower case. Nobody who is there: the owner.
std::set<std::string> Model::audience(const core::Rung& rung, const ModelTicket& about,
                                      Instant now) const
{
    std::set<std::string> people;
    for (const auto& to : rung.to) {
        if (to.kind == core::RecipientKind::owner)
            people.insert(lower(house_->owner.email));
        else if (to.kind == core::RecipientKind::address)
            people.insert(lower(to.address));
        else
            add_people(people, to.kind, about, now);
    }
    if (people.empty())
        people.insert(lower(house_->owner.email));
    return people;
}

void Model::add_people(std::set<std::string>& people, core::RecipientKind kind,
                       const ModelTicket& about, Instant now) const
{
    if (kind == core::RecipientKind::assignee && !about.assignee)
        return;
    if (kind == core::RecipientKind::assignee && is_there(person(about.assignee), now)) {
        if (core::may_see(person(about.assignee), about.branch))
            people.insert(lower(person(about.assignee).email));
        return;
    }
    // Whoever is away is stood in for by all.
    const bool managers_only = kind == core::RecipientKind::manager;
    for (const auto& somebody : staff) {
        const bool wanted = somebody.role == core::Role::manager ||
                            (somebody.role == core::Role::staff && !managers_only);
        if (wanted && is_there(somebody, now) && core::may_see(somebody, about.branch))
            people.insert(lower(somebody.email));
    }
    const auto is_away = [&](const std::string& email) {
        return std::ranges::any_of(staff, [&](const core::Staff& somebody) {
            return lower(somebody.email) == lower(email) && somebody.away_until &&
                   *somebody.away_until > now;
        });
    };
    for (const auto& branch : house_->branches)
        if (managers_only && branch.code == about.branch && !branch.manager_email.empty() &&
            !is_away(branch.manager_email))
            people.insert(lower(branch.manager_email));
}

std::optional<Instant> Model::next_look_at() const
{
    std::optional<Instant> earliest;
    for (const auto& promise : promises)
        if (promise.state == PromiseState::open && promise.look_at &&
            (!earliest || *promise.look_at < *earliest))
            earliest = promise.look_at;
    return earliest;
}

} // namespace heard::simulation
