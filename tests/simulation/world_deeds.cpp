// What the world does to the shop: people, weather, clocks, and the hand on the switch.
#include "tests/simulation/settings.hpp"
#include "tests/simulation/world.hpp"

#include <algorithm>
#include <array>

namespace heard::simulation {

using namespace std::chrono_literals;

namespace {

constexpr Micros a_day = 24h;

} // namespace

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
    case Deed::fill_disk:
        fill_disk(dice);
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
    if (!commit(std::move(jobs)))
        tell("refused: the disk is full");
    unanswered_.clear();
}

/// Mostly for some hours; now and then for longer than a letter is kept.
void World::turn_the_weather(Dice& dice)
{
    const auto weather = static_cast<Weather>(dice.below(6));
    const Micros span = dice.percent(1) ? 8 * a_day : Micros{dice.between(1, Micros{5h}.count())};
    tell(std::string{"the mail server "} + in_words(weather) + ", for " + time::to_text(span));
    post_.turns(weather, gone_ + span);
}

/// For some minutes; whoever starts the daemon anew has made room before.
void World::fill_disk(Dice& dice)
{
    if (!machine_.running())
        return;
    const auto span = Micros{dice.between(Micros{1s}.count(), Micros{10min}.count())};
    tell("the disk is full, for " + time::to_text(span));
    machine_.fill_disk(true);
    space_at_ = gone_ + span;
}

void World::reload(Dice& dice)
{
    if (dice.percent(10))
        zone_ = time::Zone::find(throw_zone(dice)).value();
    if (machine_.running() && machine_.disk_is_full())
        return; // The ladder could not be written down.
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
    model_.clock_was_set();
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

} // namespace heard::simulation
