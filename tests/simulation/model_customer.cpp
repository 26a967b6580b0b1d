// What customers do, in the model, themselves or with a colleague who writes it down.
#include "tests/simulation/model.hpp"

#include <algorithm>

namespace heard::simulation {

using core::EntryKind;

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

/// What the form is called once these people have said these words with it.
std::string own_form(const std::string& form, const core::Submission& said)
{
    return form + '\n' + said.name + '\n' + said.contact + '\n' + core::all_words(said);
}

} // namespace

Number Model::submit(const core::Submission& said, Instant now)
{
    return take_in(said, form_name(said), now);
}

Number Model::take_call(Number by, const core::Submission& heard, Instant now)
{
    const auto& branch = person(by).branch;
    if (!branch.empty() && !heard.branch.empty() && heard.branch != branch)
        return 0;
    auto said = heard;
    said.suspicion = core::Suspicion::none;
    if (said.branch.empty())
        said.branch = branch;
    const auto number = take_in(said, own_form(form_name(said), said), now);
    if (std::ranges::count(ticket(number).book, "written down") == 0)
        touch(number, "written down");
    return number;
}

Number Model::take_in(const core::Submission& said, const std::string& form, Instant now)
{
    const auto known = forms_.find(form);
    if (known == forms_.end())
        return open_ticket(said, form, now);
    const auto& earlier = ticket(known->second);
    const bool is_closed_off = earlier.erased_at || earlier.generation > 0;
    if (!is_closed_off && !is_somebody_else(said, earlier.said))
        return take_again(known->second, said, now);
    return take_in(said, own_form(form, said), now);
}

Number Model::open_ticket(const core::Submission& said, const std::string& form, Instant now)
{
    tickets.push_back({});
    const auto number = tickets.size();
    forms_[form] = number;
    auto& opened = touch(number, "submitted");
    opened.said = said;
    opened.branch = said.branch;
    opened.kind = core::kind_of(said);
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

void Model::say(Number number, const ModelEntry& entry)
{
    touch(number, std::string{core::to_text(entry.what)}).entries.push_back(entry);
}

void Model::add_message(Number number, const std::string& text, Instant now)
{
    const auto& entries = ticket(number).entries;
    if (!entries.empty() && entries.back().what == EntryKind::message &&
        entries.back().text == text)
        return;
    release(number, now);
    say(number, {EntryKind::message, 0, text, "", now});
    ticket(number).settled_at.reset();
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
    say(number, {verdict, 0, "", "", now});
    ticket(number).settled_at = settled ? std::optional{now} : std::nullopt;
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
    auto& erased = ticket(number);
    for (auto* words : {&erased.said.likes, &erased.said.dislikes, &erased.said.wishes,
                        &erased.said.name, &erased.said.contact})
        words->clear();
    for (auto& entry : erased.entries)
        if (entry.staff == 0)
            entry.text.clear();
    say(number, {EntryKind::erased, 0, "", "", now});
    erased.erased_at = erased.settled_at = now;
    std::erase_if(erased.confirmed, [](const std::string& email) { return !email.empty(); });
    auto& stays = touch(stays_of(number), "");
    if (is_awaited(number)) {
        take_back_reply(stays_of(number));
    } else {
        stays.leaving.reset();
        stays.drafts.clear();
    }
    end_promise(number, core::PromiseEnd::erased, now);
    withdraw_letters(number);
    return true;
}

} // namespace heard::simulation
