// Tickets that staff have put together, in the model: which of them stays, whom a reply reaches,
// and what becomes of what was under way.
#include "tests/simulation/model.hpp"

#include <algorithm>

namespace heard::simulation {

using core::EntryKind;

namespace {

bool waits_after(EntryKind what)
{
    return what == EntryKind::message || what == EntryKind::hold || what == EntryKind::not_settled;
}

const ModelEntry* last_of_customer(const ModelTicket& ticket)
{
    const auto& all = ticket.entries;
    const auto last = std::find_if(all.rbegin(), all.rend(),
                                   [](const ModelEntry& entry) { return entry.staff == 0; });
    return last == all.rend() ? nullptr : &*last;
}

bool has_no_words(const ModelTicket& ticket)
{
    const auto* last = last_of_customer(ticket);
    return last && last->what == EntryKind::erased;
}

struct Arrived
{
    Instant at;
    Number ticket = 0;
    const ModelEntry* entry = nullptr;
};

/// One reply, on two of the tickets that it reached.
bool is_same(const Arrived& one, const Arrived& other)
{
    const auto& a = *one.entry;
    const auto& b = *other.entry;
    return a.staff && one.ticket != other.ticket && a.at == b.at && a.what == b.what &&
           a.staff == b.staff && a.text == b.text;
}

} // namespace

Number Model::stays_of(Number number) const
{
    const auto other = ticket(number).goes_along_with;
    return other ? other : number;
}

std::vector<Number> Model::matter_of(Number number) const
{
    std::vector<Number> all{stays_of(number)};
    for (const auto& along : ticket(all.front()).along)
        all.push_back(along.ticket);
    return all;
}

int Model::newest_of(Number number) const
{
    const auto all = matter_of(number);
    auto newest = all.size() - 1;
    for (const auto one : all)
        newest += ticket(one).entries.size();
    return static_cast<int>(newest);
}

bool Model::waits(Number number) const
{
    const auto& about = ticket(number);
    const auto last = std::find_if(about.entries.rbegin(), about.entries.rend(),
                                   [](const auto& entry) { return entry.what != EntryKind::note; });
    return (last == about.entries.rend() || waits_after(last->what)) && !has_no_words(about);
}

bool Model::is_awaited(Number number) const
{
    return std::ranges::any_of(matter_of(number), [&](Number one) { return waits(one); });
}

bool Model::is_erased(Number number) const
{
    return ticket(number).erased_at && has_no_words(ticket(number));
}

std::vector<Number> Model::reached_by_reply(Number stays) const
{
    auto all = matter_of(stays);
    std::erase_if(all, [&](Number one) { return is_erased(one); });
    auto who_wait = all;
    std::erase_if(who_wait, [&](Number one) { return !waits(one); });
    return who_wait.empty() ? all : who_wait;
}

/// By when each came to the page of the matter; a reply to several is one.
const ModelEntry* Model::newest_entry_of(Number stays) const
{
    std::vector<Arrived> all;
    for (const auto& entry : ticket(stays).entries)
        all.push_back({entry.at, stays, &entry});
    for (const auto& along : ticket(stays).along)
        for (const auto& entry : ticket(along.ticket).entries)
            all.push_back({std::max(entry.at, along.at), along.ticket, &entry});
    std::ranges::stable_sort(all, {}, &Arrived::at);
    for (auto one = all.end(); one != all.begin();) {
        --one;
        if (std::none_of(all.begin(), one, [&](const auto& other) { return is_same(*one, other); }))
            return one->entry;
    }
    return nullptr;
}

bool Model::merge(Number number, Number by, Number into, Instant now)
{
    if (!may_see(by, number) || !may_see(by, into))
        return false;
    const auto one = stays_of(number);
    const auto other = stays_of(into);
    const bool two_branches = !ticket(one).branch.empty() && !ticket(other).branch.empty() &&
                              ticket(one).branch != ticket(other).branch;
    if (one == other || two_branches || is_erased(one) || is_erased(other))
        return false;
    const auto is_due_first = [&](Number a, Number b) {
        const auto own = ticket(a).open_promise;
        const auto others = ticket(b).open_promise;
        return own && (!others || promise(own).due_at < promise(others).due_at);
    };
    const auto first = is_due_first(one, other) ? other : one;
    release(first, now);
    release(first == one ? other : one, now);
    const auto stays = is_due_first(one, other) ? one : other;
    const auto goes = stays == one ? other : one;
    move_drafts(goes, stays);
    end_promise(goes, core::PromiseEnd::merged, now);
    for (const auto along : matter_of(goes)) {
        auto& moved = touch(along, "merged");
        moved.goes_along_with = stays;
        moved.went_into.insert(stays);
        ticket(stays).along.insert({now, along});
    }
    ticket(goes).along.clear();
    touch(stays, "merged in");
    const auto branch = std::max(ticket(stays).branch, ticket(goes).branch);
    for (const auto each : matter_of(stays))
        touch(each, "").branch = branch;
    people_changed = gone; // Those of another branch, perhaps.
    take_back_either(stays, goes, now);
    hand_over(goes, stays);
    return true;
}

/// Whoever writes about a doubtful ticket what nobody doubts is no machine.
void Model::take_back_either(Number stays, Number goes, Instant now)
{
    if (ticket(stays).set_aside && ticket(goes).set_aside)
        return;
    for (const auto number : {stays, goes})
        take_back_itself(number, now);
}

/// What was begun where the ticket goes comes before what was begun where it stays.
void Model::move_drafts(Number from, Number to)
{
    for (auto& [form, draft] : std::exchange(ticket(from).drafts, {})) {
        draft.seen = 0;
        draft.page.clear();
        put_before(ticket(to).drafts, form, draft);
    }
}

void Model::hand_over(Number goes, Number stays)
{
    const auto holder = ticket(goes).assignee;
    if (!ticket(stays).assignee && holder && may_see(holder, stays))
        touch(stays, "assigned").assignee = holder;
}

} // namespace heard::simulation
