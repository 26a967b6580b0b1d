// What staff do, in the model.
#include "desk/letters.hpp"
#include "tests/simulation/model.hpp"

#include <algorithm>

namespace heard::simulation {

using core::EntryKind;
using namespace std::chrono_literals;

namespace {

bool is_email(const std::string& contact)
{
    return desk::letters::email_in(contact).has_value();
}

} // namespace

bool Model::reply(const ModelReply& written, EntryKind what, Instant now)
{
    if (!may_see(written.staff, written.ticket))
        return false;
    auto& on = ticket(written.ticket);
    if (on.leaving) {
        const auto& other = on.leaving->reply;
        return on.leaving->what == what && other.staff == written.staff &&
               other.text == written.text && other.done == written.done &&
               other.until == written.until;
    }
    if (written.seen < static_cast<int>(on.entries.size())) {
        const auto& last = on.entries.back();
        const bool same = last.what == what && last.staff == written.staff &&
                          last.text == written.text && last.done == written.done;
        const bool same_date =
            what != EntryKind::hold ||
            (on.open_promise && promise(on.open_promise).due_at == written.until);
        return same && same_date;
    }
    if (what == EntryKind::hold &&
        (*written.until <= now || *written.until > now + house_->promise.longest_hold))
        return false;
    touch(written.ticket, "").leaving = ModelSending{written, what, now, leaves_at(written, now)};
    if (is_due(*on.leaving, now))
        release(written.ticket, now);
    return true;
}

/// Not a second before what it would be late for.
Instant Model::leaves_at(const ModelReply& written, Instant now) const
{
    auto at = now + house_->undo_for;
    const auto open = ticket(written.ticket).open_promise;
    if (open && promise(open).due_at > now)
        at = std::min(at, promise(open).due_at - 1s);
    if (written.until)
        at = std::min(at, *written.until - 1s);
    return std::max(at, now);
}

bool Model::is_due(const ModelSending& leaving, Instant now)
{
    return leaving.release_at <= now || leaving.made_at > now;
}

void Model::release_due(Instant now)
{
    std::set<std::pair<Instant, Number>> due;
    for (Number number = 1; number <= tickets.size(); ++number)
        if (const auto& leaving = ticket(number).leaving; leaving && is_due(*leaving, now))
            due.emplace(leaving->release_at, number);
    for (const auto& [at, number] : due)
        release(number, now);
}

bool Model::is_release_due(Instant now) const
{
    return std::ranges::any_of(
        tickets, [&](const ModelTicket& one) { return one.leaving && is_due(*one.leaving, now); });
}

void Model::release(Number number, Instant now)
{
    const auto leaving = std::exchange(ticket(number).leaving, std::nullopt);
    if (!leaving)
        return;
    const auto& written = leaving->reply;
    const auto what = leaving->what;
    // It was held up for too long, and is a draft again.
    if (written.until && *written.until <= now) {
        touch(number, "");
        return;
    }
    auto& on = touch(number, what == EntryKind::hold ? "hold" : "answer");
    on.entries.push_back({what, written.staff, written.text, written.done});
    on.set_aside = false;
    if (!on.assignee && !person(written.staff).disabled)
        on.assignee = written.staff;
    end_promise(number, core::PromiseEnd::answered, now);
    if (is_email(on.said.contact))
        owed_letters_.insert({what == EntryKind::hold ? "hold" : "answer", number,
                              *desk::letters::email_in(on.said.contact)});
    if (what == EntryKind::hold) {
        make_promise(number, *written.until, written.staff, now);
        on.settled_at.reset();
    } else {
        on.answered_at = now;
    }
}

bool Model::answer(const ModelReply& written, Instant now)
{
    auto final_word = written;
    final_word.until.reset();
    return reply(final_word, EntryKind::answer, now);
}

bool Model::hold(const ModelReply& written, Instant now)
{
    return reply(written, EntryKind::hold, now);
}

bool Model::note(Number number, Number by, const std::string& text)
{
    if (!may_see(by, number))
        return false;
    const auto& entries = ticket(number).entries;
    if (!entries.empty() && entries.back().what == EntryKind::note && entries.back().staff == by &&
        entries.back().text == text)
        return true;
    touch(number, "note").entries.push_back({EntryKind::note, by, text, ""});
    return true;
}

bool Model::claim(Number number, Number by, bool mine)
{
    if (!may_see(by, number))
        return false;
    const auto assignee = ticket(number).assignee;
    if ((assignee == by) == mine)
        return true;
    if (assignee && assignee != by)
        return false;
    touch(number, mine ? "claimed" : "given back").assignee = mine ? by : 0;
    return true;
}

bool Model::assign(Number number, Number by, Number colleague)
{
    if (!may_see(by, number) || person(colleague).disabled || !may_see(colleague, number))
        return false;
    if (ticket(number).assignee != colleague)
        touch(number, "assigned").assignee = colleague;
    return true;
}

bool Model::correct_kind(Number number, Number by)
{
    if (!may_see(by, number))
        return false;
    if (!std::exchange(ticket(number).is_praise, true))
        touch(number, "kind corrected");
    return true;
}

bool Model::take_back(Number number, Number by, Instant now)
{
    if (!may_see(by, number))
        return false;
    if (!ticket(number).set_aside)
        return true;
    touch(number, "taken back").set_aside = false;
    confirm(number, false, now);
    return true;
}

bool Model::settle(Number number, Number by, Instant now)
{
    if (!may_see(by, number) || ticket(number).open_promise)
        return false;
    if (!ticket(number).settled_at)
        touch(number, "settled").settled_at = now;
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

} // namespace heard::simulation
