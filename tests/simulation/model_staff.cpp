// What staff do with tickets and with themselves, in the model; replies are in model_reply.
#include "desk/letters.hpp"
#include "tests/simulation/model.hpp"

#include <algorithm>

namespace heard::simulation {

using core::EntryKind;

bool Model::note(Number number, Number by, const std::string& text, Instant now)
{
    if (!may_see(by, number))
        return false;
    const auto stays = stays_of(number);
    const auto& entries = ticket(stays).entries;
    const bool again = !entries.empty() && entries.back().what == EntryKind::note &&
                       entries.back().staff == by && entries.back().text == text;
    if (!again)
        say(stays, {EntryKind::note, by, text, "", now});
    return true;
}

bool Model::claim(Number number, Number by, bool mine)
{
    if (!may_see(by, number))
        return false;
    const auto stays = stays_of(number);
    const auto assignee = ticket(stays).assignee;
    if ((assignee == by) == mine)
        return true;
    if (assignee && assignee != by)
        return false;
    touch(stays, mine ? "claimed" : "given back").assignee = mine ? by : 0;
    return true;
}

bool Model::assign(Number number, Number by, Number colleague, Instant now)
{
    if (!may_see(by, number) || person(colleague).disabled || !may_see(colleague, number))
        return false;
    const auto stays = stays_of(number);
    if (ticket(stays).assignee == colleague)
        return true;
    if (!is_there(person(colleague), now))
        return false;
    touch(stays, "assigned").assignee = colleague;
    return true;
}

bool Model::correct_kind(Number number, Number by, core::Kind kind)
{
    if (!may_see(by, number))
        return false;
    const auto stays = stays_of(number);
    if (std::exchange(ticket(stays).kind, kind) != kind)
        touch(stays, "kind corrected");
    return true;
}

bool Model::set_aside(Number number, Number by, const std::string& why, Instant now)
{
    if (!may_see(by, number))
        return false;
    const auto stays = stays_of(number);
    if (std::exchange(ticket(stays).set_aside, true))
        return true;
    touch(stays, "set aside");
    say(stays, {EntryKind::note, by, why, "", now});
    return true;
}

bool Model::take_back(Number number, Number by, Instant now)
{
    if (!may_see(by, number))
        return false;
    for (const auto one : matter_of(number))
        take_back_itself(one, now);
    return true;
}

void Model::take_back_itself(Number number, Instant now)
{
    if (!ticket(number).set_aside)
        return;
    touch(number, "taken back").set_aside = false;
    if (waits(number))
        confirm(number, false, now);
}

bool Model::settle(Number number, Number by, Instant now)
{
    const auto stays = stays_of(number);
    if (!may_see(by, number) || ticket(stays).open_promise)
        return false;
    if (!ticket(stays).settled_at)
        touch(stays, "settled").settled_at = now;
    return true;
}

/// That of the one customer: the others of the matter keep theirs.
bool Model::void_link(Number number, Number by, int generation)
{
    if (!may_see(by, number))
        return false;
    if (ticket(number).generation != generation)
        return true;
    ++touch(number, "link made void").generation;
    renew_letters(number);
    return true;
}

bool Model::pass_praise(Number number, Number by, Number colleague)
{
    if (!may_see(by, number) || person(colleague).disabled)
        return false;
    bool any = false;
    for (const auto one : matter_of(number))
        any = pass_on(one, colleague) || any;
    return any;
}

/// Their own words of praise, to one person once.
bool Model::pass_on(Number number, Number colleague)
{
    const auto& about = ticket(number);
    const bool is_praise = about.kind == core::Kind::praise && !core::all_words(about.said).empty();
    if (about.said.likes.empty() && !is_praise)
        return false;
    if (ticket(number).praised.insert(colleague).second) {
        touch(number, "praise passed on");
        owed_letters_.insert({"praise", number, person(colleague).email});
    }
    return true;
}

void Model::hire(const core::Staff& somebody)
{
    staff.push_back(somebody);
    people_changed = gone;
}

void Model::dismiss(Number staff_number)
{
    people_changed = gone;
    staff[staff_number - 1].disabled = true;
    for (Number number = 1; number <= tickets.size(); ++number)
        if (ticket(number).assignee == staff_number)
            touch(number, "").assignee = 0;
}

bool Model::be_away(Number staff_number, std::optional<Instant> until, Instant now)
{
    if (until && *until <= now)
        return false;
    staff[staff_number - 1].away_until = until;
    people_changed = gone;
    return true;
}

bool Model::is_there(const core::Staff& somebody, Instant now) const
{
    return !somebody.disabled && !(somebody.away_until && *somebody.away_until > now);
}

} // namespace heard::simulation
