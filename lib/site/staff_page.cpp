#include "site/staff_page.hpp"

#include "core/spoken_time.hpp"
#include "site/frame.hpp"

namespace heard::site {

bool may_see_numbers(const core::Staff& staff)
{
    return staff.role != core::Role::staff;
}

text::Data staff_frame(const desk::House& house, const Reader& reader, const std::string& title,
                       std::string_view here)
{
    const auto& staff = reader.staff;
    auto page = frame_of(house, title);
    page.set("staff_script", staff_script_path());
    page.set("signed_in", name_told(house, staff, reader.now));
    set_sent(page, house, reader.sent, reader.now);
    page.set("on_queue", here == "/staff");
    page.set("on_me", here == "/staff/me");
    page.set("no_keys", !staff.single_keys);
    page.set("on_call", here == "/staff/call");
    page.set("on_kind_words", here == "/staff/kind-words");
    page.set("on_numbers", here == "/owner");
    page.set("sees_numbers", may_see_numbers(staff));
    return page;
}

http::Awaitable<std::vector<Sent>> read_sent(Site& site, core::Staff staff)
{
    auto read = [house = site.parts.house(), staff = std::move(staff)](storage::Transaction& tx) {
        return sent_by(tx, *house, staff);
    };
    co_return co_await site.parts.store.read(std::move(read));
}

void set_live(text::Data& page, const Shown& shown)
{
    page.set("news", "/staff/news?seen=" + std::to_string(shown.book) +
                         "&people=" + std::to_string(shown.people));
    page.set("here", shown.path);
}

std::string people_told(const text::Words& words, const std::vector<Presence::Person>& people,
                        const core::Staff& reader)
{
    std::string told;
    for (const auto& person : people) {
        if (person.id == reader.id)
            continue;
        const auto* const what = person.writes_until ? "live.writes" : "live.looks";
        told += (told.empty() ? "" : " · ") + words.say(what, {{"name", person.name}});
    }
    return told;
}

std::string name_told(const desk::House& house, const core::Staff& staff, time::Instant now)
{
    if (!core::is_away(staff, now))
        return staff.name;
    const auto until = core::moment_in_short(house.words, house.zone(), *staff.away_until, now);
    return house.words.say("staff.away", {{"name", staff.name}, {"until", until}});
}

text::DataList colleagues_told(const desk::House& house, const std::vector<core::Staff>& colleagues,
                               const Having& having)
{
    text::DataList list;
    for (const auto& colleague : colleagues) {
        text::Data option;
        option.set("name", colleague.name);
        option.set("label", name_told(house, colleague, having.now));
        option.set("is_it", colleague.id == having.assignee);
        option.set("is_away", core::is_away(colleague, having.now));
        list.push_back(option);
    }
    return list;
}

std::string branch_name(const desk::House& house, const std::string& code)
{
    const auto* const branch = house.find_branch(code);
    return branch ? branch->name : code;
}

} // namespace heard::site
