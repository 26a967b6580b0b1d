// What staff do, in the model.
#include "desk/letters.hpp"
#include "tests/simulation/model.hpp"

namespace heard::simulation {

using core::EntryKind;

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
    touch(written.ticket, what == EntryKind::hold ? "hold" : "answer");
    on.entries.push_back({what, written.staff, written.text, written.done});
    on.set_aside = false;
    if (!on.assignee)
        on.assignee = written.staff;
    end_promise(written.ticket, core::PromiseEnd::answered, now);
    if (is_email(on.said.contact))
        owed_letters_.insert({what == EntryKind::hold ? "hold" : "answer", written.ticket,
                              *desk::letters::email_in(on.said.contact)});
    if (what == EntryKind::hold) {
        make_promise(written.ticket, *written.until, written.staff, now);
        on.settled_at.reset();
    }
    return true;
}

bool Model::answer(const ModelReply& written, Instant now)
{
    auto final_word = written;
    final_word.until.reset();
    const auto before = ticket(written.ticket).entries.size();
    if (!reply(final_word, EntryKind::answer, now))
        return false;
    if (ticket(written.ticket).entries.size() > before)
        ticket(written.ticket).answered_at = now;
    return true;
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
