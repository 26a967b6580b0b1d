#include "tests/simulation/settings.hpp"

#include <algorithm>
#include <array>

namespace heard::simulation {

using namespace std::chrono_literals;
using core::Instant;
using core::Micros;

namespace {

constexpr std::array zones = {"Australia/Lord_Howe", "Africa/Casablanca", "Europe/Berlin",
                              "America/New_York",    "Pacific/Chatham",   "Asia/Kolkata"};

/// All that no reload changes.
const desk::House& bare_house()
{
    static const desk::House bare = [] {
        desk::House house;
        house.business = "Stew's Dairy";
        house.owner = {"Stew Leonard", "stew@dairy.example"};
        house.sender = {"Stew's Dairy", "hello@dairy.example"};
        house.base_url = "https://dairy.example";
        house.branches = {{"norwalk", "Norwalk", "nora@dairy.example"}, {"danbury", "Danbury", ""}};
        house.references = core::References{42};
        house.keys = desk::Keys{auth::Key{7}};
        return house;
    }();
    return bare;
}

time::OpeningHours throw_hours(Dice& dice, const time::Zone& zone)
{
    const std::vector<std::vector<time::DailySpan>> ways_to_open = {
        {{9h, 12h + 30min}, {13h + 30min, 17h}},
        {{8h, 20h}},
        {{22h, 4h}},
        {{0h, 24h}},
        {{1h + 30min, 2h + 30min}, {10h, 18h}}};
    time::OpeningHours hours{.zone = zone, .days = {}, .closed = {}};
    const auto open = dice.one_of(ways_to_open);
    for (auto& day : hours.days)
        if (dice.percent(80))
            day = open;
    if (hours.never_open())
        hours.days[1] = open;
    return hours;
}

std::vector<core::Recipient> throw_recipients(Dice& dice)
{
    using enum core::RecipientKind;
    std::vector<core::Recipient> to;
    for (const auto kind : {assignee, staff, manager, owner})
        if (dice.percent(30))
            to.push_back({kind, ""});
    if (to.empty() || dice.percent(15))
        to.push_back({address, "deputy@dairy.example"});
    return to;
}

core::Rung throw_rung(Dice& dice, Micros at, const time::Zone& zone)
{
    const std::vector<std::vector<time::DailySpan>> nights = {
        {{22h, 7h}}, {{0h, 6h}, {20h, 24h}}, {{12h, 13h}}, {{1h, 3h}}};
    const std::array<Micros, 4> periods = {4h, 6h, 24h, 9h};
    core::Rung rung{at, throw_recipients(dice), {}, {}};
    if (at >= 0h && dice.percent(25))
        rung.every = dice.one_of(periods);
    if (dice.percent(40))
        rung.quiet = {zone, dice.one_of(nights)};
    return rung;
}

core::Ladder throw_ladder(Dice& dice, const time::Zone& zone)
{
    const std::array<Micros, 8> steps = {-12h, -4h, -1h, -30min, 0h, 45min, 2h, 24h};
    core::Ladder ladder;
    for (const auto at : steps)
        if (at == 0h || dice.percent(20))
            ladder.rungs.push_back(throw_rung(dice, at, zone));
    return ladder;
}

} // namespace

std::string throw_zone(Dice& dice)
{
    return dice.one_of(zones);
}

Instant throw_first_day(Dice& dice, const time::Zone& zone)
{
    const Instant first{std::chrono::sys_days{std::chrono::year{2024} / 1 / 1}};
    auto day =
        first + std::chrono::days{dice.between(0, 8 * 365)} + Micros{dice.between(0, 86399999999)};
    if (dice.percent(25))
        return day;
    const auto horizon = day + std::chrono::days{250};
    for (auto at = day; at < horizon; at += std::chrono::days{1})
        if (zone.at(at).offset != zone.at(at + std::chrono::days{1}).offset)
            return at - std::chrono::days{dice.between(0, 27)};
    return day;
}

std::shared_ptr<const desk::House> throw_settings(Dice& dice, const time::Zone& zone)
{
    const std::array<Micros, 5> within = {24h, 24h, 4h, 48h, 90min};
    auto house = bare_house();
    const std::array<Micros, 3> undo_for = {0s, 15s, 60s};
    house.promise.respond_within = dice.one_of(within);
    house.undo_for = dice.one_of(undo_for);
    house.promise.opening_hours_only = dice.percent(50);
    house.promise.hours = throw_hours(dice, zone);
    house.ladder = throw_ladder(dice, zone);
    house.alarm.second_way = dice.percent(50);
    house.alarm.webhook = dice.percent(50);
    if (dice.percent(80))
        house.daily_at = std::chrono::minutes{dice.between(0, 24 * 60 - 1)};
    return std::make_shared<const desk::House>(std::move(house));
}

std::string in_words(const desk::House& house)
{
    const auto* clock = house.promise.opening_hours_only ? " of opening hours" : "";
    return "an answer within " + time::to_text(house.promise.respond_within) + clock + ", in " +
           house.zone().name() + "; the ladder is " + core::to_text(house.ladder);
}

} // namespace heard::simulation
