#include "tests/simulation/action.hpp"

#include "tests/support/dice.hpp"

#include <algorithm>

namespace heard::simulation {

namespace {

using namespace std::chrono_literals;

constexpr int actions_a_day_least = 6;
constexpr int actions_a_day_most = 16;

constexpr int second_thoughts_percent = 30;
constexpr int thinks_better_percent = 40;
constexpr int sees_another_percent = 25;
// As long as the settings of the simulation let a reply wait.
constexpr time::Micros undo_most = 60s;

struct Share
{
    Deed deed;
    int weight;
};
constexpr Share shares[] = {{Deed::submit, 22},     {Deed::same_form_again, 5},
                            {Deed::say_more, 6},    {Deed::give_verdict, 6},
                            {Deed::erase, 3},       {Deed::answer, 45},
                            {Deed::hold, 8},        {Deed::keep_draft, 6},
                            {Deed::undo, 1},        {Deed::take_call, 3},
                            {Deed::note, 3},        {Deed::claim, 8},
                            {Deed::assign, 4},      {Deed::correct_kind, 1},
                            {Deed::set_aside, 2},   {Deed::take_back, 3},
                            {Deed::settle, 3},      {Deed::void_link, 2},
                            {Deed::pass_praise, 2}, {Deed::merge, 6},
                            {Deed::be_away, 4},     {Deed::hire, 1},
                            {Deed::dismiss, 1},     {Deed::reload, 3},
                            {Deed::set_clock, 2},   {Deed::mail_weather, 6},
                            {Deed::fill_disk, 1},   {Deed::stop, 1},
                            {Deed::die_now, 3},     {Deed::die_soon, 6}};

Deed throw_deed(Dice& dice)
{
    int all = 0;
    for (const auto& share : shares)
        all += share.weight;
    auto left = dice.between(0, all - 1);
    for (const auto& share : shares)
        if ((left -= share.weight) < 0)
            return share.deed;
    return Deed::submit;
}

/// A reply leaves after some seconds: now and then something happens in between.
void throw_second_thoughts(std::vector<Action>& actions, Dice& dice)
{
    const auto reply = actions.back();
    const bool is_reply = reply.deed == Deed::answer || reply.deed == Deed::hold;
    if (!is_reply || !dice.percent(second_thoughts_percent))
        return;
    const auto at = reply.at + time::Micros{dice.between(0, undo_most.count())};
    const auto midnight = std::chrono::ceil<std::chrono::days>(reply.at);
    const auto deed = dice.percent(thinks_better_percent)  ? Deed::undo
                      : dice.percent(sees_another_percent) ? Deed::merge
                                                           : throw_deed(dice);
    actions.push_back({std::min<time::Micros>(at, midnight), deed, dice.next()});
}

} // namespace

bool is_a_job(Deed deed)
{
    return deed < Deed::reload;
}

std::vector<Action> throw_actions(std::uint64_t seed, int days)
{
    Dice dice{seed};
    std::vector<Action> actions;
    for (int day = 0; day < days; ++day) {
        const auto count = dice.between(actions_a_day_least, actions_a_day_most);
        for (std::int64_t i = 0; i < count; ++i) {
            const auto at = day * 24h + time::Micros{dice.between(0, 86'399'999'999)};
            // Now and then several people at the same moment.
            const auto crowd = dice.percent(15) ? dice.between(2, 6) : 1;
            for (std::int64_t person = 0; person < crowd; ++person) {
                actions.push_back({at, throw_deed(dice), dice.next()});
                throw_second_thoughts(actions, dice);
            }
        }
    }
    std::stable_sort(actions.begin(), actions.end(),
                     [](const Action& a, const Action& b) { return a.at < b.at; });
    return actions;
}

} // namespace heard::simulation
