#include "site/staff_people.hpp"

#include "desk/praise.hpp"

#include <algorithm>

namespace heard::site {

namespace {

std::string in_a_row(const std::vector<std::string>& names)
{
    std::string all;
    for (const auto& name : names)
        all += (all.empty() ? "" : ", ") + name;
    return all;
}

/// Who has not had it yet; nobody passes praise on to themselves.
text::DataList who_may_have(const TicketPage& page)
{
    const auto& people = page.view.people;
    text::DataList list;
    for (const auto& colleague : people.everybody)
        if (!colleague.disabled && colleague.id != page.staff.id &&
            std::ranges::count(people.praised, colleague.name) == 0)
            list.emplace_back(colleague.name);
    return list;
}

void set_praise(text::Data& data, const TicketPage& page)
{
    const auto& thread = page.view.thread;
    const auto& people = page.view.people;
    const bool along = std::ranges::any_of(thread.along, [](const desk::Along& one) {
        return !desk::praise_in(one.ticket, one.said).empty();
    });
    data.set("has_praise", along || !desk::praise_in(thread.ticket, thread.said).empty());
    const auto names = in_a_row(people.praised);
    if (!names.empty())
        data.set("praised", page.house.words.say("praise.passed", {{"names", names}}));
    const auto may_have = who_may_have(page);
    data.set("can_praise", !may_have.empty());
    data.set("may_have", may_have);
}

} // namespace

void set_people(text::Data& data, const TicketPage& page, const Draft& draft)
{
    set_praise(data, page);
    const bool refused = draft.form == Draft::Form::set_aside;
    data.set("can_set_aside", page.view.thread.ticket.suspicion.empty());
    data.set("reason", refused ? draft.text : "");
    data.set("set_aside_open", refused);
}

} // namespace heard::site
