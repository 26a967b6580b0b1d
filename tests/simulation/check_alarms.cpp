#include "tests/simulation/check_alarms.hpp"

#include "tests/simulation/broken.hpp"

#include <algorithm>

namespace heard::simulation {

using namespace std::chrono_literals;
using storage::Row;
using storage::Transaction;

namespace {

constexpr auto* told_in_time = "an undelivered escalation is alarmed within five to six minutes";
constexpr auto* digest_in_time = "an alarm that was raised is written";
constexpr Micros early = 5min;
constexpr Micros late = 6min;

using Alarms = std::map<std::pair<Number, std::string>, ModelAlarm>;

Alarms all_alarms(Transaction& tx)
{
    Alarms alarms;
    const auto read = [&](Row& row) {
        core::EscalationId escalation;
        std::string recipient;
        core::LetterId letter;
        row >> escalation >> recipient >> letter;
        alarms[{static_cast<Number>(escalation.value), recipient}] = {
            .letter = static_cast<Number>(letter.value)};
        return true;
    };
    tx.prepare("select escalation, recipient, coalesce(letter, 0) from alarm").all(read);
    return alarms;
}

std::string in_words(const ModelEscalation& one)
{
    return "of promise " + std::to_string(one.promise) + ", to " + one.recipient + ", rung " +
           time::to_text(one.rung);
}

/// Nobody is told of what is well, nor before its time.
void check_raised(const Model& model, const Alarms::value_type& alarm)
{
    const auto& escalation = model.escalations[alarm.first.first - 1];
    if (!model.is_waiting_to_be_told(escalation))
        throw Broken{"nobody is alarmed without need", in_words(escalation)};
    if (!escalation.excused && model.gone - escalation.written < early)
        throw Broken{told_in_time, "too early, " + in_words(escalation)};
}

/// Once they are there, letters to that person are looked at: one is on its way, or has just gone.
void check_digests(const Model& model, const Alarms& alarms)
{
    std::map<std::string, Number> newest;
    for (const auto& [key, alarm] : alarms)
        newest[key.second] = std::max(newest[key.second], alarm.letter);
    for (const auto& [key, alarm] : alarms) {
        if (alarm.letter)
            continue;
        const auto last = newest[key.second];
        const bool one_is_enough = last && (model.letters[last - 1].state == LetterState::waiting ||
                                            model.letters[last - 1].written + 1min > model.gone);
        if (!one_is_enough)
            throw Broken{digest_in_time, "nothing to " + key.second};
    }
}

bool was_alarmed(const Model& model, const ModelEscalation& escalation)
{
    for (const auto& [key, alarm] : model.alarms)
        if (model.escalations[key.first - 1].promise == escalation.promise &&
            alarm.raised >= escalation.written)
            return true;
    return false;
}

/// Each is judged once, as soon as its alarm must have come.
void check_in_time(Model& model, Instant now)
{
    for (; model.judged < model.escalations.size(); ++model.judged) {
        const auto& one = model.escalations[model.judged];
        if (model.ran - one.ran < late)
            return;
        // What was decided among other people is another history.
        const bool same_people = model.people_changed < one.written;
        if (same_people && model.is_waiting_to_be_told(one) && !was_alarmed(model, one) &&
            model.has_somebody_left(one, now))
            throw Broken{told_in_time, "none came, " + in_words(one)};
    }
}

} // namespace

void check_alarms(Transaction& tx, Model& model)
{
    auto alarms = all_alarms(tx);
    for (auto& alarm : alarms) {
        const auto known = model.alarms.find(alarm.first);
        if (known == model.alarms.end())
            check_raised(model, alarm);
        alarm.second.raised = known == model.alarms.end() ? model.gone : known->second.raised;
    }
    model.alarms = std::move(alarms);
    check_digests(model, model.alarms);
    check_in_time(model, tx.now());
}

} // namespace heard::simulation
