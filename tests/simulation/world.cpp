#include "tests/simulation/world.hpp"

#include "desk/deliver.hpp"
#include "desk/escalate.hpp"
#include "storage/house.hpp"
#include "storage/letter.hpp"
#include "tests/simulation/broken.hpp"
#include "tests/simulation/settings.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace heard::simulation {

using namespace std::chrono_literals;
using storage::Transaction;

namespace {

constexpr std::size_t couriers = 4;
constexpr Micros a_day = 24h;
// A moment in which more than this happens is one that never ends.
constexpr int things_at_once_max = 10'000;
// Most people send again what was cut off.
constexpr int tries_again_percent = 70;

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
    work();
    check_everything();
    machine_.check_audit();
    tally_.tickets = model_.tickets.size();
    tally_.letters = post_.delivered();
    tally_.escalations = model_.escalations;
    return tally_;
}

// ---- Time

void World::advance(Micros to)
{
    work();
    for (auto next = next_event(); next <= to; next = next_event()) {
        gone_ = std::max(gone_, next);
        work();
        if (gone_ >= next_check_) {
            check_everything();
            next_check_ = gone_ + a_day;
        }
    }
    gone_ = to;
}

Micros World::next_event() const
{
    auto next = next_check_;
    if (!machine_.running())
        return std::min(next, up_at_);
    for (const auto& flight : flights_)
        next = std::min(next, flight.ends_at);
    for (const auto& alarm : {promise_alarm_, letter_alarm_})
        if (alarm)
            next = std::min(next, *alarm - first_moment_ - clock_is_ahead_);
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

/// While the daemon runs, nothing that is due waits.
void World::check_on_time() const
{
    if (!machine_.running())
        return;
    if (const auto look = model_.next_look_at(); look && *look <= now())
        throw Broken{"silence climbs in time", "a look of " + time::to_rfc3339(*look) + " waits"};
    if (flights_.empty())
        for (const auto number : model_.waiting)
            if (const auto& letter = model_.letters[number - 1]; letter.next_try_at <= now())
                throw Broken{"no letter waits longer than it must", letter.message_id};
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

// ---- The daemon

template <class Step>
void World::survive(Step step)
{
    try {
        step();
    } catch (const Died&) {
        come_back();
    }
}

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

void World::come_up()
{
    post_.house_died();
    flights_.clear();
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

void World::wake_all()
{
    promise_alarm_ = now();
    letter_alarm_ = now();
}

storage::Wake World::commit(std::vector<Job> jobs)
{
    const auto wake = machine_.commit(std::move(jobs), now());
    ++tally_.commits;
    const auto moment = static_cast<std::uint64_t>(time::to_number(now()));
    tally_.digest =
        mixed(tally_.digest, moment + static_cast<std::uint64_t>(machine_.disk_calls()));
    if (wake.promises_at && (!promise_alarm_ || *wake.promises_at < *promise_alarm_))
        promise_alarm_ = wake.promises_at;
    if (wake.letters)
        letter_alarm_ = now();
    return wake;
}

void World::promise_round()
{
    auto looked = std::make_shared<desk::Looked>();
    commit({{.words = "the promise round looks",
             .run =
                 [=, house = house_](Transaction& tx) {
                     *looked = desk::escalate(tx, *house);
                     return true;
                 },
             .happened =
                 [](Model& model, Instant at) {
                     model.look(at);
                     return true;
                 }}});
    if (looked->escalations > 0)
        tell("the ladder is climbed: " + std::to_string(looked->escalations) + " escalations");
    promise_alarm_ = looked->more ? now() : looked->look_again_at;
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
    if (plan_.mutation != Mutation::marked_before_sent)
        commit(std::move(jobs));
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

// ---- Actions

void World::perform(const Action* first, const Action* last)
{
    tally_.actions += static_cast<std::uint64_t>(last - first);
    // In between the rounds do not come to their turn: after a jump of the clock or a crash
    // somebody may answer before anybody has looked.
    while (first != last) {
        const auto* next =
            std::find_if(first, last, [](const Action& action) { return !is_a_job(action.deed); });
        survive([&] { perform_jobs(first, next); });
        if (next != last)
            survive([&] { perform(*next++); });
        first = next;
    }
    work();
}

void World::perform_jobs(const Action* first, const Action* last)
{
    std::vector<Job> jobs;
    if (!machine_.running())
        return;
    for (const auto* action = first; action != last; ++action)
        if (is_a_job(action->deed))
            if (auto job = make_job(*action, model_, house_, now())) {
                tell(job->words);
                jobs.push_back(std::move(*job));
            }
    if (jobs.empty())
        return;
    unanswered_ = jobs;
    commit(std::move(jobs));
    unanswered_.clear();
}

void World::perform(const Action& action)
{
    Dice dice{action.seed};
    switch (action.deed) {
    case Deed::reload:
        reload(dice);
        return;
    case Deed::set_clock:
        set_clock(dice);
        return;
    case Deed::mail_weather:
        turn_the_weather(dice);
        return;
    case Deed::stop:
        stop(dice);
        return;
    case Deed::die_now:
        die_now(dice);
        return;
    default:
        die_soon(dice);
    }
}

/// Mostly for some hours; now and then for longer than a letter is kept.
void World::turn_the_weather(Dice& dice)
{
    const auto weather = static_cast<Weather>(dice.below(6));
    const Micros span = dice.percent(1) ? 8 * a_day : Micros{dice.between(1, Micros{5h}.count())};
    tell(std::string{"the mail server "} + in_words(weather) + ", for " + time::to_text(span));
    post_.turns(weather, gone_ + span);
}

void World::reload(Dice& dice)
{
    if (dice.percent(10))
        zone_ = time::Zone::find(throw_zone(dice)).value();
    house_ = throw_settings(dice, zone_);
    model_.use(house_);
    tell("new settings: " + in_words(*house_));
    if (machine_.running())
        write_down_ladder();
}

void World::set_clock(Dice& dice)
{
    const std::array<Micros, 4> most = {90s, 3h, 24h, 72h};
    const auto jump = Micros{dice.between(1, dice.one_of(most).count())};
    const bool back = dice.percent(50);
    clock_is_ahead_ += back ? -jump : jump;
    tell("the clock is set " + std::string{back ? "back" : "forward"});
    if (machine_.running())
        wake_all();
}

void World::stop(Dice& dice)
{
    if (!machine_.running())
        return;
    tell("the daemon is stopped");
    if (dice.percent(40))
        machine_.doom({.when = Doom::at_a_write,
                       .writes = dice.between(1, 30),
                       .power_cut = dice.percent(60),
                       .seed = dice.next()});
    machine_.stop();
    flights_.clear();
    const auto hours = dice.percent(20) ? dice.between(6, 48) : dice.between(0, 2);
    up_at_ = gone_ + hours * 1h;
}

void World::die_now(Dice& dice)
{
    if (!machine_.running())
        return;
    machine_.doom({.power_cut = dice.percent(60), .seed = dice.next()});
    machine_.die();
}

void World::die_soon(Dice& dice)
{
    if (!machine_.running())
        return;
    const std::array whens = {Doom::at_a_write, Doom::at_a_write, Doom::before_commit,
                              Doom::after_commit, Doom::after_delivery};
    machine_.doom({.when = dice.one_of(whens),
                   .writes = dice.between(1, 60),
                   .power_cut = dice.percent(60),
                   .seed = dice.next()});
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
