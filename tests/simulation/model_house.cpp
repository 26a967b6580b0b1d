// What the house does by itself, in the model: it notes what became of letters, lives, writes to
// the owner each morning, and tells somebody else when a letter does not get through.
#include "tests/simulation/model.hpp"

#include <algorithm>

namespace heard::simulation {

using namespace std::chrono_literals;

desk::Fate Model::note_delivery(Number number, mail::Verdict verdict, Instant now)
{
    auto& letter = letters[number - 1];
    if (letter.state != LetterState::waiting) // Withdrawn while it was under way.
        return verdict == mail::Verdict::delivered ? desk::Fate::delivered
               : verdict == mail::Verdict::never || now - letter.queued_at >= std::chrono::days{7}
                   ? desk::Fate::given_up
                   : desk::Fate::later;
    if (verdict == mail::Verdict::delivered) {
        letter.state = LetterState::delivered;
        waiting.erase(number);
        return desk::Fate::delivered;
    }
    ++letter.failures;
    if (verdict == mail::Verdict::never || now - letter.queued_at >= std::chrono::days{7}) {
        letter.state = LetterState::given_up;
        waiting.erase(number);
        for (auto& one : escalations)
            if (one.letter == number)
                one.excused = true;
        return desk::Fate::given_up;
    }
    return desk::Fate::later;
}

void Model::care(Instant now)
{
    beat(now);
    if (std::exchange(away_, away_at(now)) != away_at(now))
        people_changed = gone;
    if (!house_->daily_at)
        return;
    const auto wall = house_->zone().at(now).wall;
    const auto today = std::chrono::floor<std::chrono::days>(wall);
    const bool it_is_time = wall >= today + *house_->daily_at;
    const bool house_was_there = house_->zone().instant(today + *house_->daily_at) >= made_at;
    if (it_is_time && house_was_there && mornings_.insert(today).second)
        owed_letters_.insert({"daily", 0, house_->owner.email});
}

void Model::beat(Instant now)
{
    const auto back = heartbeat_at ? *heartbeat_at - now : Micros{0};
    heartbeat_at = now;
    if (back <= Micros{0})
        return;
    for (const auto number : waiting)
        if (auto& letter = letters[number - 1]; letter.next_try_at > now)
            letter.next_try_at -= back;
    if (!house_->daily_at)
        return;
    const auto today = std::chrono::floor<std::chrono::days>(house_->zone().at(now).wall);
    std::erase_if(mornings_, [&](auto day) {
        return day > today && house_->zone().instant(day + *house_->daily_at) > now + 1h;
    });
}

std::set<Number> Model::away_at(Instant now) const
{
    std::set<Number> away;
    for (Number number = 1; number <= staff.size(); ++number)
        if (const auto& until = person(number).away_until; until && *until > now)
            away.insert(number);
    return away;
}

void Model::clock_was_set()
{
    for (auto one = escalations.rbegin(); one != escalations.rend() && one->written + 5min > gone;
         ++one)
        one->excused = true;
}

bool Model::has_somebody_left(const ModelEscalation& escalation, Instant now) const
{
    std::set<std::string> told;
    for (const auto& one : escalations)
        if (one.promise == escalation.promise && one.rung >= escalation.rung)
            told.insert(one.recipient);
    for (const auto& [key, alarm] : alarms)
        if (const auto& about = escalations[key.first - 1];
            about.promise == escalation.promise && about.rung >= escalation.rung)
            told.insert(lower(key.second));
    const auto& about = ticket(promise(escalation.promise).ticket);
    for (const auto& rung : house_->ladder.rungs)
        if (rung.at > escalation.rung)
            for (const auto& somebody : audience(rung, about, now))
                if (!told.contains(somebody))
                    return true;
    return !told.contains(lower(house_->owner.email));
}

bool Model::is_waiting_to_be_told(const ModelEscalation& escalation) const
{
    return promise(escalation.promise).state == core::PromiseState::open &&
           letters[escalation.letter - 1].state != LetterState::delivered;
}

} // namespace heard::simulation
