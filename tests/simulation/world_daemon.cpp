// The world's daemon: its rounds, its start, and what becomes of it when it dies.
#include "desk/alarm.hpp"
#include "desk/daily.hpp"
#include "desk/deliver.hpp"
#include "desk/escalate.hpp"
#include "desk/heartbeat.hpp"
#include "desk/release.hpp"
#include "storage/house.hpp"
#include "storage/letter.hpp"
#include "storage/sending.hpp"
#include "tests/simulation/world.hpp"

#include <algorithm>
#include <array>

namespace heard::simulation {

using namespace std::chrono_literals;
using storage::Transaction;

namespace {

constexpr std::size_t couriers = 4;
constexpr int replies_max = 1000; // In one look of the round; more than there are.
// Most people send again what was cut off.
constexpr int tries_again_percent = 70;
constexpr Micros again_soon = 1s;
constexpr Micros care_soon = 10s;
constexpr Micros care_late = 1h;

/// The wait after so many failures, without the spread of up to a tenth.
Micros least_wait(int failures)
{
    constexpr std::array waits = {1min, 2min, 5min, 10min, 20min, 30min};
    const auto step = static_cast<std::size_t>(failures - 1);
    return step < waits.size() ? Micros{waits[step]} : Micros{60min};
}

std::uint64_t mixed(std::uint64_t digest, std::uint64_t more)
{
    return Dice{digest ^ more}.next();
}

} // namespace

/// After a crash: the supervisor starts it again, and people send again what was cut off.
void World::come_back()
{
    ++tally_.crashes;
    tally_.power_cuts += machine_.doomed().power_cut ? 1 : 0;
    Dice dice{seed_of(machine_.doomed().seed, 6)};
    tell(machine_.doomed().power_cut ? "the power is cut" : "the process is killed");
    for (const auto& flight : flights_)
        if (flight.attempt.arrives && dice.percent(50))
            post_.arrived(flight.letter.message_id);
    const auto cut_off = std::exchange(unanswered_, {});
    come_up();
    if (cut_off.empty() || !dice.percent(tries_again_percent))
        return;
    for (const auto& job : cut_off)
        tell("again, since it was cut off: " + job.words);
    commit(cut_off);
}

/// False: the disk is full, and nothing of it was kept.
bool World::commit(std::vector<Job> jobs)
{
    const auto wake = machine_.commit(std::move(jobs), now());
    ++tally_.commits;
    const auto moment = static_cast<std::uint64_t>(time::to_number(now()));
    tally_.digest =
        mixed(tally_.digest, moment + static_cast<std::uint64_t>(machine_.disk_calls()));
    if (!wake) {
        ++tally_.refused;
        return false;
    }
    if (wake->promises_at && (!promise_alarm_ || *wake->promises_at < *promise_alarm_))
        promise_alarm_ = wake->promises_at;
    if (wake->letters)
        letter_alarm_ = now();
    care_at_ = std::min(care_at_, gone_ + care_soon);
    return true;
}

void World::come_up()
{
    post_.house_died();
    flights_.clear();
    machine_.fill_disk(false); // Somebody has made room before starting it.
    space_at_ = std::min(space_at_, gone_);
    machine_.start(now());
    tell("the daemon runs");
    write_down_ladder();
    check_inboxes();
}

void World::write_down_ladder()
{
    commit({{.words = "the ladder is written down",
             .run =
                 [house = house_](Transaction& tx) {
                     storage::set_ladder(tx, core::to_text(house->ladder));
                     return true;
                 },
             .happened =
                 [](Model& model, Instant at) {
                     model.note_ladder(at);
                     return true;
                 }}});
    wake_all();
}

/// The heartbeat first, as the daemon does it.
void World::wake_all()
{
    care_at_ = gone_;
    promise_alarm_ = now();
    letter_alarm_ = now();
}

void World::promise_round()
{
    auto looked = std::make_shared<desk::Looked>();
    auto next_release = std::make_shared<std::optional<Instant>>();
    const bool kept =
        commit({{.words = "the promise round looks",
                 .run =
                     [=, house = house_](Transaction& tx) {
                         for (const auto ticket : storage::tickets_to_release(tx, replies_max))
                             desk::release_when_due(tx, *house, ticket);
                         *looked = desk::escalate(tx, *house);
                         *next_release = storage::next_release_at(tx);
                         return true;
                     },
                 .happened =
                     [](Model& model, Instant at) {
                         model.release_due(at);
                         model.look(at);
                         return true;
                     }}});
    if (!kept) {
        promise_alarm_ = now() + again_soon;
        return;
    }
    if (looked->escalations > 0)
        tell("the ladder is climbed: " + std::to_string(looked->escalations) + " escalations");
    promise_alarm_ = looked->more ? now() : looked->look_again_at;
    if (*next_release && (!promise_alarm_ || **next_release < *promise_alarm_))
        promise_alarm_ = *next_release;
}

void World::outbox_round()
{
    const auto free = couriers - flights_.size();
    const auto found = machine_.read(now(), [](Transaction& tx) {
        return std::pair{storage::letters_to_send(tx, couriers), storage::next_letter_at(tx)};
    });
    std::size_t taken = 0;
    for (const auto& letter : found.first) {
        const bool under_way =
            std::any_of(flights_.begin(), flights_.end(),
                        [&](const auto& flight) { return flight.letter.id == letter.id; });
        if (under_way || taken == free)
            continue;
        ++taken;
        const auto attempt = post_.attempt(letter.message_id, gone_);
        flights_.push_back({letter, attempt, gone_ + attempt.takes});
        if (plan_.mutation == Mutation::marked_before_sent)
            commit({job_of_landing(flights_.back())});
    }
    letter_alarm_ = flights_.empty() ? found.second : std::nullopt;
}

/// Letters whose time with the mail server is over: what it said is written down together.
bool World::land_flights()
{
    const auto landed = [&](const Flight& flight) { return flight.ends_at <= gone_; };
    std::vector<Job> jobs;
    std::vector<std::string> delivered;
    for (auto& flight : flights_) {
        if (!landed(flight))
            continue;
        if (std::exchange(flight.attempt.arrives, false))
            post_.arrived(flight.letter.message_id);
        if (machine_.doomed().when == Doom::after_delivery)
            machine_.die();
        jobs.push_back(job_of_landing(flight));
        if (flight.attempt.verdict == mail::Verdict::delivered)
            delivered.push_back(flight.letter.message_id);
    }
    if (jobs.empty())
        return false;
    if (plan_.mutation != Mutation::marked_before_sent && !commit(std::move(jobs))) {
        for (auto& flight : flights_)
            if (landed(flight))
                flight.ends_at = gone_ + again_soon;
        return true;
    }
    for (const auto& message_id : delivered)
        post_.noted(message_id);
    std::erase_if(flights_, landed);
    letter_alarm_ = now();
    return true;
}

Job World::job_of_landing(const Flight& flight)
{
    struct Noted
    {
        desk::Fate fate = desk::Fate::later;
        Instant next_try_at;
    };
    auto noted = std::make_shared<Noted>();
    const auto verdict = flight.attempt.verdict;
    const auto number = static_cast<Number>(flight.letter.id.value);
    const bool urgent = flight.letter.lane != storage::Lane::ordinary;
    return {.words = "a letter is noted",
            .run =
                [=, letter = flight.letter](Transaction& tx) {
                    noted->fate = desk::note_delivery(tx, letter, {verdict, "as the server said"});
                    noted->next_try_at = tx.prepare("select next_try_at from letter where id = ?1")
                                             .value<Instant>(letter.id);
                    return true;
                },
            .happened =
                [=](Model& model, Instant at) {
                    if (model.note_delivery(number, verdict, at) != noted->fate)
                        return false;
                    auto& letter = model.letters[number - 1];
                    if (letter.state != LetterState::waiting)
                        return true;
                    letter.next_try_at = noted->next_try_at;
                    const auto wait = noted->next_try_at - at;
                    // What somebody must act on never waits longer than this.
                    const auto most = urgent ? Micros{5min} : Micros::max();
                    const auto least = std::min<Micros>(least_wait(letter.failures), most);
                    return wait >= least && wait <= least + least / 10;
                }};
}

/// Heartbeat, daily letter and alarms. The daemon cares every ten seconds; here it sleeps for
/// longer when nothing can want it.
void World::care_round()
{
    auto alarmed = std::make_shared<desk::Alarmed>();
    const bool kept = commit({{.words = "the care round comes",
                               .run =
                                   [=, house = house_, mutation = plan_.mutation](Transaction& tx) {
                                       desk::note_heartbeat(tx, *house);
                                       if (mutation == Mutation::daily_letter_twice)
                                           storage::forget_causes(tx, "daily/", "daily0");
                                       desk::send_daily_letter(tx, *house, {});
                                       if (mutation != Mutation::no_alarm)
                                           *alarmed = desk::raise_alarms(tx, *house, "");
                                       return true;
                                   },
                               .happened =
                                   [](Model& model, Instant at) {
                                       model.care(at);
                                       return true;
                                   }}});
    if (!kept) {
        care_at_ = gone_ + again_soon;
        return;
    }
    machine_.check_alarms(now());
    if (alarmed->letters > 0)
        tell("the alarm is raised: " + std::to_string(alarmed->letters) + " letters and calls");
    tally_.alarms += static_cast<std::uint64_t>(alarmed->letters);
    plan_care(alarmed->look_again_at);
}

void World::plan_care(const std::optional<Instant>& alarm_at)
{
    const bool fresh = model_.judged < model_.escalations.size() &&
                       model_.is_waiting_to_be_told(model_.escalations.back());
    const bool digest_waits = std::any_of(model_.alarms.begin(), model_.alarms.end(),
                                          [](const auto& one) { return one.second.letter == 0; });
    care_at_ = gone_ + (fresh || digest_waits ? care_soon : care_late);
    for (const auto& moment : {alarm_at, next_morning()})
        if (moment)
            care_at_ = std::min(care_at_, std::max(gone_at(*moment), gone_ + again_soon));
}

std::optional<Instant> World::next_morning() const
{
    if (!house_->daily_at)
        return std::nullopt;
    const auto& zone = house_->zone();
    auto day = std::chrono::floor<std::chrono::days>(zone.at(now()).wall);
    while (zone.instant(day + *house_->daily_at) <= now())
        day += std::chrono::days{1};
    return zone.instant(day + *house_->daily_at);
}

} // namespace heard::simulation
