#include "tests/simulation/model.hpp"

#include "desk/letters.hpp"

#include <algorithm>

namespace heard::simulation {

using core::EntryKind;
using core::PromiseState;

namespace {

bool both_differ(const std::string& a, const std::string& b)
{
    return !a.empty() && !b.empty() && a != b;
}

bool is_somebody_else(const core::Submission& said, const core::Submission& earlier)
{
    return core::all_words(said) != core::all_words(earlier) &&
           (both_differ(said.name, earlier.name) || both_differ(said.contact, earlier.contact));
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
    return take_in(said, form_name(said), now);
}

Number Model::take_in(const core::Submission& said, const std::string& form, Instant now)
{
    const auto known = forms_.find(form);
    if (known == forms_.end())
        return open_ticket(said, form, now);
    const auto& earlier = ticket(known->second);
    if (!earlier.erased_at && !is_somebody_else(said, earlier.said))
        return take_again(known->second, said, now);
    const auto own = form + '\n' + said.name + '\n' + said.contact + '\n' + core::all_words(said);
    return take_in(said, own, now);
}

Number Model::open_ticket(const core::Submission& said, const std::string& form, Instant now)
{
    tickets.push_back({});
    const auto number = tickets.size();
    forms_[form] = number;
    auto& opened = touch(number, "submitted");
    opened.said = said;
    opened.is_praise = core::kind_of(said) == core::Kind::praise;
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
    release(number, now);
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
    release(number, now);
    auto& changed = touch(number, settled ? "settled" : "not_settled");
    changed.entries.push_back({verdict, 0, "", ""});
    changed.settled_at = settled ? std::optional{now} : std::nullopt;
    if (settled)
        end_promise(number, core::PromiseEnd::settled, now);
    else
        promise_an_answer(number, now);
    return true;
}

bool Model::erase(Number number, Instant now)
{
    const auto& said = ticket(number).entries;
    const auto last = std::find_if(said.rbegin(), said.rend(),
                                   [](const ModelEntry& entry) { return entry.staff == 0; });
    if (last != said.rend() && last->what == EntryKind::erased)
        return true;
    auto& erased = touch(number, "erased");
    erased.leaving.reset();
    for (auto* words : {&erased.said.likes, &erased.said.dislikes, &erased.said.wishes,
                        &erased.said.name, &erased.said.contact})
        words->clear();
    for (auto& entry : erased.entries)
        if (entry.staff == 0)
            entry.text.clear();
    erased.entries.push_back({EntryKind::erased, 0, "", ""});
    erased.erased_at = erased.settled_at = now;
    std::erase_if(erased.confirmed, [](const std::string& email) { return !email.empty(); });
    end_promise(number, core::PromiseEnd::erased, now);
    withdraw_letters(number);
    return true;
}

/// Those about it alone, and those of many that have nothing else left to say.
void Model::withdraw_letters(Number about)
{
    // Also what was written in the same commit.
    const auto owed = std::erase_if(
        owed_letters_, [&](const LetterCause& cause) { return cause.ticket == about; });
    for (std::size_t i = 0; i < owed; ++i)
        owed_letters_.insert({"withdrawn", about, ""});
    const auto tells = [&](Number one) { return promise(one).ticket == about; };
    const auto is_open = [&](Number one) { return promise(one).state == PromiseState::open; };
    for (Number number = 1; number <= letters.size(); ++number) {
        auto& letter = letters[number - 1];
        const bool to_customer =
            letter.what == "received" || letter.what == "answer" || letter.what == "hold";
        if (letter.ticket == about && to_customer)
            letter.recipient.clear();
        const bool of_many = letter.ticket == 0 && letter.what != "call" &&
                             std::ranges::any_of(letter.promises, tells) &&
                             std::ranges::none_of(letter.promises, is_open);
        if (letter.state != LetterState::waiting || !(letter.ticket == about || of_many))
            continue;
        letter.state = LetterState::given_up;
        letter.what = "withdrawn";
        waiting.erase(number);
    }
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

void Model::end_promise(Number number, core::PromiseEnd end, Instant now)
{
    const bool by_staff = end == core::PromiseEnd::answered || end == core::PromiseEnd::held;
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
                      : late ? (end == core::PromiseEnd::erased ? "erased late" : "settled late")
                      : by_staff ? "kept"
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
