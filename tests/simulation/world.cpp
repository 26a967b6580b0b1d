#include "tests/simulation/world.hpp"

#include "tests/simulation/broken.hpp"
#include "tests/simulation/settings.hpp"

#include <algorithm>
#include <cstdio>

namespace heard::simulation {

using namespace std::chrono_literals;

namespace {

constexpr Micros a_day = 24h;
// A moment in which more than this happens is one that never ends.
constexpr int things_at_once_max = 10'000;
// The longest wait for a retry, and the longest between two heartbeats: so much less may be known
// of how far the clock was set back while the daemon was down.
constexpr Micros retry_max = 66min + 1h;

MachineOptions options_of(const Plan& plan)
{
    Dice dice{seed_of(plan.seed, 3)};
    return {plan.mutation, dice.between(20, 2000)};
}

} // namespace

World::World(const Plan& plan)
    : plan_{plan}
    , dice_{plan.seed}
    , zone_{time::Zone::find(throw_zone(dice_)).value()}
    , first_moment_{throw_first_day(dice_, zone_)}
    , house_{throw_settings(dice_, zone_)}
    , model_{house_}
    , machine_{model_, options_of(plan)}
    , post_{seed_of(plan.seed, 4)}
{}

Tally World::run()
{
    tell("the shop opens, with " + in_words(*house_));
    machine_.doom({.power_cut = true, .seed = seed_of(plan_.seed, 5)});
    come_up();
    const auto* next = plan_.actions.data();
    const auto* end = next + plan_.actions.size();
    while (next != end) {
        const auto* last =
            std::find_if(next, end, [&](const Action& action) { return action.at != next->at; });
        advance(next->at);
        perform(next, last);
        next = last;
    }
    advance(plan_.days * a_day);
    up_at_ = gone_;
    space_at_ = gone_;
    let_pass(gone_);
    work();
    check_everything();
    machine_.check_audit();
    tally_.tickets = model_.tickets.size();
    tally_.letters = post_.delivered();
    tally_.escalations = model_.escalations.size();
    return tally_;
}

// ---- Time

void World::advance(Micros to)
{
    work();
    for (auto next = next_event(); next <= to; next = next_event()) {
        let_pass(std::max(gone_, next));
        work();
        if (gone_ >= next_check_) {
            check_everything();
            next_check_ = gone_ + a_day;
        }
    }
    let_pass(to);
}

void World::let_pass(Micros to)
{
    if (machine_.running() && !machine_.disk_is_full())
        model_.ran += to - gone_;
    gone_ = to;
    model_.gone = to;
    if (machine_.disk_is_full() && gone_ >= space_at_) {
        machine_.fill_disk(false);
        tell("there is space on the disk again");
    }
}

Micros World::next_event() const
{
    auto next = next_check_;
    if (!machine_.running())
        return std::min(next, up_at_);
    next = std::min(next, care_at_);
    if (machine_.disk_is_full())
        next = std::min(next, space_at_);
    for (const auto& flight : flights_)
        next = std::min(next, flight.ends_at);
    for (const auto& alarm : {promise_alarm_, letter_alarm_})
        if (alarm)
            next = std::min(next, gone_at(*alarm));
    return next;
}

void World::work()
{
    int things = 0;
    bool more = true;
    while (more) {
        survive([&] { more = do_one_thing(); });
        if (++things > things_at_once_max)
            throw Broken{"the rounds come to rest", "they turn and turn"};
    }
    check_on_time();
}

bool World::do_one_thing()
{
    if (!machine_.running()) {
        if (gone_ < up_at_)
            return false;
        come_up();
        return true;
    }
    if (care_at_ <= gone_) {
        care_round();
        return true;
    }
    if (land_flights())
        return true;
    if (promise_alarm_ && *promise_alarm_ <= now()) {
        promise_round();
        return true;
    }
    if (letter_alarm_ && *letter_alarm_ <= now()) {
        outbox_round();
        return true;
    }
    return false;
}

/// While the daemon runs, nothing that is due waits; a second after there is space again at most.
void World::check_on_time() const
{
    if (!machine_.running() || machine_.disk_is_full() || gone_ < space_at_ + 1s)
        return;
    if (const auto look = model_.next_look_at(); look && *look <= now())
        throw Broken{"silence climbs in time", "a look of " + time::to_rfc3339(*look) + " waits"};
    if (model_.is_release_due(now()))
        throw Broken{"no reply waits longer than it must", "one is due"};
    for (const auto number : model_.waiting) {
        const auto& letter = model_.letters[number - 1];
        if (letter.next_try_at > now() + retry_max ||
            (letter.next_try_at <= now() && flights_.empty()))
            throw Broken{"no letter waits longer than it must", letter.message_id};
    }
}

/// What is written down as delivered lies in an inbox, but for what has just taken off.
void World::check_inboxes() const
{
    std::set<std::string> in_the_air;
    for (const auto& flight : flights_)
        in_the_air.insert(flight.letter.message_id);
    for (const auto& letter : model_.letters)
        if (letter.state == LetterState::delivered && !post_.has(letter.message_id) &&
            !in_the_air.contains(letter.message_id))
            throw Broken{"no letter vanishes", letter.what + " to " + letter.recipient +
                                                   " is written down as delivered and is not"};
}

void World::check_everything()
{
    if (machine_.running())
        machine_.check_everything(now());
    check_inboxes();
}

void World::tell(const std::string& words)
{
    if (!plan_.history)
        return;
    const auto local = zone_.at(now());
    const std::chrono::hh_mm_ss clock{local.wall -
                                      std::chrono::floor<std::chrono::days>(local.wall)};
    char hour[16];
    std::snprintf(hour, sizeof hour, " %02d:%02d:%02d ", static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    plan_.history->push_back(
        time::to_text(time::Date{std::chrono::floor<std::chrono::days>(local.wall)}) + hour +
        local.abbreviation + "  " + words);
}

} // namespace heard::simulation
