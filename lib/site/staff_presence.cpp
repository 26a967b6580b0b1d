#include "site/staff_presence.hpp"

#include <algorithm>
#include <utility>

namespace heard::site {

namespace {

/// Whoever thinks about the next sentence is still writing.
constexpr time::Micros writing_lasts = std::chrono::seconds{30};
/// A stream looks several times a second; who has missed more looks at everything.
constexpr std::size_t changes_remembered = 256;

} // namespace

Presence::Looking::Looking(Presence& presence, core::Staff staff, std::vector<core::Ticket> tickets)
    : presence_{presence}
    , staff_{std::move(staff)}
    , tickets_{std::move(tickets)}
{
    for (const auto& ticket : tickets_)
        presence_.come(ticket, staff_);
}

Presence::Looking::~Looking()
{
    for (const auto& ticket : tickets_)
        presence_.go(ticket, staff_.id);
}

Presence::Person& Presence::person_at(const core::Ticket& ticket, const core::Staff& staff)
{
    auto& desk = desks_[ticket.id];
    desk.about = {ticket.reference, ticket.branch};
    const auto there = std::ranges::find(desk.people, staff.id, &Person::id);
    if (there != desk.people.end())
        return *there;
    desk.people.push_back({staff.id, staff.name, 0, {}});
    return desk.people.back();
}

void Presence::come(const core::Ticket& ticket, const core::Staff& staff)
{
    if (++person_at(ticket, staff).pages == 1)
        note({ticket.reference, ticket.branch});
}

void Presence::go(const core::Ticket& ticket, core::StaffId staff)
{
    const auto desk = desks_.find(ticket.id);
    if (desk == desks_.end())
        return;
    auto& people = desk->second.people;
    const auto person = std::ranges::find(people, staff, &Person::id);
    if (person == people.end() || --person->pages > 0)
        return;
    people.erase(person);
    if (people.empty())
        desks_.erase(desk);
    note({ticket.reference, ticket.branch});
}

void Presence::writes(const core::Ticket& ticket, const core::Staff& staff)
{
    auto& person = person_at(ticket, staff);
    const bool is_new = !person.writes_until;
    person.writes_until = clock_.now() + writing_lasts;
    if (is_new)
        note({ticket.reference, ticket.branch});
}

void Presence::writes(std::string_view reference, const core::Staff& staff)
{
    const auto desk = std::ranges::find_if(
        desks_, [&](const auto& open) { return open.second.about.reference == reference; });
    if (desk == desks_.end())
        return;
    core::Ticket ticket;
    ticket.id = desk->first;
    ticket.reference = desk->second.about.reference;
    ticket.branch = desk->second.about.branch;
    writes(ticket, staff);
}

const std::vector<Presence::Person>& Presence::at(core::TicketId ticket) const
{
    static const std::vector<Person> nobody;
    const auto desk = desks_.find(ticket);
    return desk == desks_.end() ? nobody : desk->second.people;
}

std::optional<time::Micros> Presence::drop_silent_writers()
{
    const auto now = clock_.now();
    std::optional<time::Micros> next;
    std::vector<Change> silent;
    for (auto& [ticket, desk] : desks_)
        for (auto& person : desk.people) {
            if (!person.writes_until)
                continue;
            const auto left = *person.writes_until - now;
            if (left > time::Micros{0}) {
                next = next ? std::min(*next, left) : left;
                continue;
            }
            person.writes_until.reset();
            silent.push_back(desk.about);
        }
    drop_empty_desks();
    for (auto& change : silent)
        note(std::move(change));
    return next;
}

/// Who wrote without a page that listens was there by writing alone.
void Presence::drop_empty_desks()
{
    for (auto& [ticket, desk] : desks_)
        std::erase_if(desk.people, [](const Person& person) {
            return person.pages == 0 && !person.writes_until;
        });
    std::erase_if(desks_, [](const auto& desk) { return desk.second.people.empty(); });
}

void Presence::note_everywhere()
{
    note({});
}

void Presence::note(Change change)
{
    changes_.push_back(std::move(change));
    ++newest_;
    if (changes_.size() > changes_remembered)
        changes_.pop_front();
    bell_.ring(staff_topic);
}

Presence::Changes Presence::since(std::int64_t seen, const core::Staff& staff) const
{
    if (seen == newest_)
        return {};
    const auto missed = newest_ - seen;
    if (missed < 0 || missed > std::ssize(changes_)) // Or they saw another daemon's changes.
        return {{}, true};
    Changes found;
    for (auto change = changes_.end() - missed; change != changes_.end(); ++change) {
        found.everywhere = found.everywhere || change->reference.empty();
        if (!change->reference.empty() && core::may_see(staff, change->branch))
            found.references.push_back(change->reference);
    }
    std::ranges::sort(found.references);
    const auto twice = std::ranges::unique(found.references);
    found.references.erase(twice.begin(), twice.end());
    return found;
}

} // namespace heard::site
