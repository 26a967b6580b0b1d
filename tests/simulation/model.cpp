#include "tests/simulation/model.hpp"

#include "desk/letters.hpp"

#include <algorithm>

namespace heard::simulation {

using core::EntryKind;
using core::PromiseState;

namespace {

// Quiet hours move a turn by less than a day in all settings of the simulation.
constexpr Micros quiet_max = std::chrono::hours{25};

Instant planned(const core::Rung& rung, const ModelPromise& promise, int turn)
{
    const auto wanted = promise.due_at + rung.at + turn * rung.every.value_or(Micros{0});
    return rung.quiet.next_loud(wanted);
}

/// A turn from which on all that matter after `since` can be counted up one by one.
int early_turn(const core::Rung& rung, const ModelPromise& promise, Instant since)
{
    if (!rung.every)
        return 0;
    const auto gone = since - quiet_max - (promise.due_at + rung.at);
    return std::max(0, static_cast<int>(gone / *rung.every) - 1);
}

/// The latest turn that was planned for `now` or before; -1 when none was.
int latest_turn(const core::Rung& rung, const ModelPromise& promise, Instant now)
{
    int latest = -1;
    for (int turn = early_turn(rung, promise, promise.climbed_until);
         planned(rung, promise, turn) <= now; ++turn) {
        latest = turn;
        if (!rung.every)
            break;
    }
    return latest;
}

bool is_email(const std::string& contact)
{
    return desk::letters::email_in(contact).has_value();
}

bool both_differ(const std::string& a, const std::string& b)
{
    return !a.empty() && !b.empty() && a != b;
}

std::string form_name(const core::Submission& said)
{
    return {said.form_key.begin(), said.form_key.end()};
}

} // namespace

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

ModelTicket& Model::touch(Number number, const std::string& book_line)
{
    auto& changed = ticket(number);
    if (!book_line.empty())
        changed.book.push_back(book_line);
    touched.insert(number);
    return changed;
}

Number Model::submit(const core::Submission& said, Instant now)
{
    const auto known = forms_.find(form_name(said));
    if (known == forms_.end())
        return open_ticket(said, form_name(said), now);
    const auto& earlier = ticket(known->second).said;
    const bool other_words = core::all_words(said) != core::all_words(earlier);
    const bool somebody_else = other_words && (both_differ(said.name, earlier.name) ||
                                               both_differ(said.contact, earlier.contact));
    if (!somebody_else)
        return take_again(known->second, said, now);
    const auto own =
        form_name(said) + '\n' + said.name + '\n' + said.contact + '\n' + core::all_words(said);
    if (const auto theirs = forms_.find(own); theirs != forms_.end())
        return take_again(theirs->second, said, now);
    return open_ticket(said, own, now);
}

Number Model::open_ticket(const core::Submission& said, const std::string& form, Instant now)
{
    tickets.push_back({});
    const auto number = tickets.size();
    forms_[form] = number;
    auto& opened = touch(number, "submitted");
    opened.said = said;
    opened.set_aside = said.suspicion != core::Suspicion::none;
    make_promise(number, core::due_after(house_->promise, now), 0, now);
    if (!said.contact.empty())
        confirm(number, false, now);
    return number;
}

Number Model::take_again(Number number, const core::Submission& said, Instant now)
{
    const auto earlier = ticket(number).said;
    const bool corrected = (!said.name.empty() && said.name != earlier.name) ||
                           (!said.contact.empty() && said.contact != earlier.contact);
    auto& changed = touch(number, corrected ? "sender corrected" : "");
    if (!said.name.empty())
        changed.said.name = said.name;
    if (!said.contact.empty())
        changed.said.contact = said.contact;
    if (core::all_words(said) != core::all_words(earlier))
        add_message(number, core::all_words(said), now);
    if (both_differ(said.contact, earlier.contact) || earlier.contact.empty())
        confirm(number, true, now);
    return number;
}

void Model::add_message(Number number, const std::string& text, Instant now)
{
    const auto& entries = ticket(number).entries;
    if (!entries.empty() && entries.back().what == EntryKind::message &&
        entries.back().text == text)
        return;
    auto& changed = touch(number, "message");
    changed.entries.push_back({EntryKind::message, 0, text, ""});
    changed.settled_at.reset();
    promise_an_answer(number, now);
}

bool Model::say_more(Number number, const std::string& text, Instant now)
{
    add_message(number, text, now);
    return true;
}

bool Model::give_verdict(Number number, bool settled, Instant now)
{
    const auto verdict = settled ? EntryKind::settled : EntryKind::not_settled;
    const auto& entries = ticket(number).entries;
    if (!entries.empty() && entries.back().what == verdict)
        return true;
    auto& changed = touch(number, settled ? "settled" : "not_settled");
    changed.entries.push_back({verdict, 0, "", ""});
    changed.settled_at = settled ? std::optional{now} : std::nullopt;
    if (settled)
        end_promise(number, false, now);
    else
        promise_an_answer(number, now);
    return true;
}

void Model::make_promise(Number number, Instant due_at, Number made_by, Instant now)
{
    ModelPromise made{.ticket = number, .made_at = now, .due_at = due_at, .made_by = made_by};
    made.climbed_until = now;
    made.look_at = next_look(made, now);
    promises.push_back(made);
    touch(number, "promised").open_promise = promises.size();
}

void Model::promise_an_answer(Number number, Instant now)
{
    if (!ticket(number).open_promise)
        make_promise(number, core::due_after(house_->promise, now), 0, now);
}

void Model::end_promise(Number number, bool by_staff, Instant now)
{
    const auto ending = std::exchange(ticket(number).open_promise, 0);
    if (!ending)
        return;
    auto& promise = promises[ending - 1];
    const bool late = promise.broken_at || now >= promise.due_at;
    if (late && !promise.broken_at)
        promise.broken_at = promise.due_at;
    promise.state = late       ? PromiseState::broken
                    : by_staff ? PromiseState::kept
                               : PromiseState::released;
    promise.ended_at = now;
    promise.look_at.reset();
    const auto* how = late && by_staff ? "answered late"
                      : late           ? "settled late"
                      : by_staff       ? "kept"
                                       : "released";
    touch(number, how);
}

void Model::confirm(Number number, bool again, Instant now)
{
    auto& to_confirm = ticket(number);
    const auto open = to_confirm.open_promise;
    if (to_confirm.set_aside || !open || promise(open).due_at <= now)
        return;
    const auto email = desk::letters::email_in(to_confirm.said.contact);
    if (email && to_confirm.confirmed.insert(again ? *email : "").second)
        owed_letters_.insert({"received", number, *email});
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
    end_promise(written.ticket, true, now);
    if (is_email(on.said.contact))
        owed_letters_.insert({what == EntryKind::hold ? "hold" : "answer", written.ticket,
                              *desk::letters::email_in(on.said.contact)});
    if (what == EntryKind::hold) {
        make_promise(written.ticket, *written.until, written.staff, now);
        on.settled_at.reset();
    }
    return true;
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

void Model::dismiss(Number staff_number)
{
    staff[staff_number - 1].disabled = true;
    for (Number number = 1; number <= tickets.size(); ++number)
        if (ticket(number).assignee == staff_number)
            touch(number, "").assignee = 0;
}

void Model::note_ladder(Instant now)
{
    const auto in_words = core::to_text(house_->ladder);
    if (in_words == ladder_in_words_)
        return;
    ladder_in_words_ = in_words;
    for (auto& promise : promises)
        if (promise.state == PromiseState::open)
            promise.look_at = now;
}

void Model::look(Instant now)
{
    for (const auto number : open_tickets())
        if (const auto open = ticket(number).open_promise;
            promise(open).look_at && *promise(open).look_at <= now)
            look_at(open, now);
}

void Model::look_at(Number number, Instant now)
{
    auto& promise = promises[number - 1];
    const auto people = climb(number, now);
    if (now >= promise.due_at && !promise.broken_at) {
        promise.broken_at = promise.due_at;
        touch(promise.ticket, "broken");
    }
    for (std::size_t i = 0; i < people.size(); ++i)
        touch(promise.ticket, "escalated");
    promise.climbed_until = std::max(promise.climbed_until, now);
    promise.look_at = next_look(promise, now);
}

/// Everybody who is told something of the promise now.
std::set<std::string> Model::climb(Number number, Instant now)
{
    auto& promise = promises[number - 1];
    std::set<std::string> people;
    for (const auto& rung : house_->ladder.rungs) {
        const auto turn = latest_turn(rung, promise, now);
        if (turn < 0 || planned(rung, promise, turn) <= promise.climbed_until)
            continue;
        for (const auto& address : audience(rung, ticket(promise.ticket))) {
            if (!promise.told.insert({rung.at, turn, address}).second)
                continue;
            owed_escalations_.push_back(
                {number, rung.at, turn, address, planned(rung, promise, turn)});
            people.insert(address);
            ++escalations;
        }
    }
    return people;
}

std::vector<ExpectedEscalation> Model::take_owed_escalations()
{
    auto owed = std::exchange(owed_escalations_, {});
    std::sort(owed.begin(), owed.end());
    return owed;
}

std::optional<Instant> Model::next_look(const ModelPromise& promise, Instant now) const
{
    std::optional<Instant> earliest;
    const auto note = [&](Instant at) { earliest = earliest ? std::min(*earliest, at) : at; };
    if (now < promise.due_at)
        note(promise.due_at);
    const auto from = std::max(now, promise.climbed_until);
    for (const auto& rung : house_->ladder.rungs)
        for (int n = early_turn(rung, promise, from);; ++n) {
            const auto at = planned(rung, promise, n);
            if (at > from)
                note(at);
            if (at > from || !rung.every)
                break;
        }
    return earliest;
}

/// Whom a rung reaches, in lower case. Nobody: the owner.
std::set<std::string> Model::audience(const core::Rung& rung, const ModelTicket& about) const
{
    std::set<std::string> people;
    for (const auto& to : rung.to) {
        if (to.kind == core::RecipientKind::owner)
            people.insert(lower(house_->owner.email));
        else if (to.kind == core::RecipientKind::address)
            people.insert(lower(to.address));
        else
            add_people(people, to.kind, about);
    }
    if (people.empty())
        people.insert(lower(house_->owner.email));
    return people;
}

void Model::add_people(std::set<std::string>& people, core::RecipientKind kind,
                       const ModelTicket& about) const
{
    const bool managers_only = kind == core::RecipientKind::manager;
    if (kind == core::RecipientKind::assignee) {
        if (about.assignee && !person(about.assignee).disabled)
            people.insert(lower(person(about.assignee).email));
        return;
    }
    for (const auto& somebody : staff) {
        const bool wanted = somebody.role == core::Role::manager ||
                            (somebody.role == core::Role::staff && !managers_only);
        if (wanted && !somebody.disabled && core::may_see(somebody, about.said.branch))
            people.insert(lower(somebody.email));
    }
    for (const auto& branch : house_->branches)
        if (managers_only && branch.code == about.said.branch && !branch.manager_email.empty())
            people.insert(lower(branch.manager_email));
}

desk::Fate Model::note_delivery(Number number, mail::Verdict verdict, Instant now)
{
    auto& letter = letters[number - 1];
    if (verdict == mail::Verdict::delivered) {
        letter.state = LetterState::delivered;
        waiting.erase(number);
        return desk::Fate::delivered;
    }
    ++letter.failures;
    if (verdict == mail::Verdict::never || now - letter.queued_at >= std::chrono::days{7}) {
        letter.state = LetterState::given_up;
        waiting.erase(number);
        return desk::Fate::given_up;
    }
    return desk::Fate::later;
}

std::optional<Instant> Model::next_look_at() const
{
    std::optional<Instant> earliest;
    for (const auto& promise : promises)
        if (promise.state == PromiseState::open && promise.look_at &&
            (!earliest || *promise.look_at < *earliest))
            earliest = promise.look_at;
    return earliest;
}

std::vector<Number> Model::open_tickets() const
{
    std::vector<Number> open;
    for (Number number = 1; number <= tickets.size(); ++number)
        if (ticket(number).open_promise)
            open.push_back(number);
    return open;
}

bool Model::may_see(Number staff_number, Number number) const
{
    return core::may_see(person(staff_number), ticket(number).said.branch);
}

} // namespace heard::simulation
