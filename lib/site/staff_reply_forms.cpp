#include "site/staff_reply_forms.hpp"

#include "core/spoken_time.hpp"
#include "site/frame.hpp"
#include "site/staff_sent.hpp"
#include "site/staff_ticket_page.hpp"
#include "site/staff_until.hpp"
#include "storage/staff.hpp"

#include <algorithm>
#include <ratio>

namespace heard::site {

namespace {

using namespace std::chrono_literals;
using core::EntryKind;
using Form = Draft::Form;

// What was saved so lately is still being written.
constexpr auto writing_now = 30s;

std::string moment(const TicketPage& page, time::Instant at)
{
    return core::moment_in_short(page.house.words, page.house.zone(), at, page.now);
}

std::string name_of(const TicketPage& page, core::StaffId staff)
{
    const auto& writers = page.view.unsaid.writers;
    const auto found = writers.find(staff);
    return found == writers.end() ? std::string{} : found->second;
}

/// A time at which somebody is there to keep the promise: itself while we are open, else an hour
/// after we open next; of a house that has not said when it is open, any. On a quarter hour.
time::LocalSeconds quick_date(const time::OpeningHours& hours, time::LocalSeconds wall)
{
    using QuarterHours = std::chrono::duration<std::int64_t, std::ratio<15 * 60>>;
    const auto at = hours.zone.instant(wall);
    const bool will_do = hours.never_open() || hours.open_at(at);
    const auto there = will_do ? wall : hours.zone.at(hours.after(at, 1h)).wall;
    return std::chrono::ceil<QuarterHours>(there);
}

/// Dates that are asked for most often: the button says the very time, and fills it in.
text::DataList quick_dates(const TicketPage& page)
{
    const auto& zone = page.house.zone();
    const auto& promise = page.house.promise;
    const auto wall = zone.at(page.now).wall;
    const auto today = std::chrono::floor<std::chrono::days>(wall);
    std::vector dates = {quick_date(promise.hours, wall + 4h),
                         quick_date(promise.hours, today + 24h + 12h),
                         quick_date(promise.hours, today + 72h + 12h)};
    std::ranges::sort(dates);
    dates.erase(std::ranges::unique(dates).begin(), dates.end());
    text::DataList list;
    for (const auto& date : dates) {
        if (zone.instant(date) > page.now + promise.longest_hold)
            continue;
        text::Data choice;
        choice.set("value", until_text(date));
        choice.set("label", page.house.words.say("ticket.hold_quick_button",
                                                 {{"at", moment(page, zone.instant(date))}}));
        list.push_back(choice);
    }
    return list;
}

const storage::Draft* own_draft(const TicketPage& page, EntryKind what)
{
    const auto& drafts = page.view.unsaid.drafts;
    const auto found = std::ranges::find_if(drafts, [&](const storage::Draft& draft) {
        return draft.staff == page.staff.id && draft.what == what;
    });
    return found == drafts.end() ? nullptr : &*found;
}

/// One form: what came back from it, else what was kept of it, else nothing. `seen` is what its
/// writer knew when they wrote it.
void set_form(text::Data& data, const TicketPage& page, const Draft& posted, Form form)
{
    const bool is_answer = form == Form::answer;
    const std::string name = is_answer ? "answer" : "hold";
    const auto* const kept = own_draft(page, is_answer ? EntryKind::answer : EntryKind::hold);
    const bool came_back = posted.form == form;
    const auto until =
        kept && kept->until ? until_text(page.house.zone().at(*kept->until).wall) : "";
    const auto seen = kept && !came_back ? kept->seen : page.view.thread.ticket.newest_entry;
    data.set(name + "_text", came_back ? posted.text : kept ? kept->text : "");
    data.set(name + "_done", came_back ? posted.done : kept ? kept->done : "");
    data.set(name + "_until", came_back ? posted.until : until);
    data.set(name + "_seen", std::to_string(seen));
    data.set(name + "_open", came_back || kept);
    data.set(name + "_page", came_back ? posted.page : "");
    data.set(name + "_number", std::to_string(came_back ? posted.number : kept ? kept->number : 0));
    if (kept && !came_back)
        data.set(name + "_draft",
                 page.house.words.say("reply.draft_saved", {{"at", moment(page, kept->saved_at)}}));
}

text::DataList drafts_of_others(const TicketPage& page)
{
    text::DataList list;
    for (const auto& draft : page.view.unsaid.drafts) {
        if (draft.staff == page.staff.id)
            continue;
        const bool now = page.now - draft.saved_at < writing_now;
        text::Data shown;
        shown.set("heading", page.house.words.say(now ? "reply.draft_now" : "reply.draft_before",
                                                  {{"name", name_of(page, draft.staff)},
                                                   {"at", moment(page, draft.saved_at)}}));
        shown.set("text", draft.text);
        list.push_back(shown);
    }
    return list;
}

/// Where that sentence stands, as far as this person may look.
text::Data repeat_told(const text::Words& words, const desk::Repeated& repeat,
                       std::string_view sentence)
{
    text::Data told;
    told.set("sentence", std::string{sentence});
    told.set("count", words.count("reply.repeated_on", repeat.tickets));
    if (!repeat.newest.empty()) {
        told.set("newest", repeat.newest);
        told.set("look", words.say("reply.repeated_look", {{"reference", repeat.newest}}));
    }
    return told;
}

text::Data piece_of(std::string_view text, bool marked)
{
    text::Data piece;
    piece.set("text", std::string{text});
    piece.set("marked", marked);
    return piece;
}

/// The reply as it was written, its repeated sentences marked, and where each of them stands.
void set_mirror(text::Data& data, const TicketPage& page, const Draft& posted)
{
    const auto& repeated = page.view.repeated;
    data.set("answer_repeated", !repeated.empty() && posted.form == Form::answer);
    data.set("hold_repeated", !repeated.empty() && posted.form == Form::hold);
    data.set("has_repeated", !repeated.empty());
    const std::string_view text = posted.text;
    text::DataList pieces, repeats;
    std::size_t at = 0;
    for (const auto& repeat : repeated) {
        const auto sentence = text.substr(repeat.begin, repeat.size);
        pieces.push_back(piece_of(text.substr(at, repeat.begin - at), false));
        pieces.push_back(piece_of(sentence, true));
        repeats.push_back(repeat_told(page.house.words, repeat, sentence));
        at = repeat.begin + repeat.size;
    }
    pieces.push_back(piece_of(text.substr(at), false));
    data.set("mirrored", pieces);
    data.set("repeats", repeats);
}

/// The promised time in words, before it goes: from the server where no script says it live.
void set_said_back(text::Data& data, const TicketPage& page, const Draft& posted)
{
    const auto& words = page.house.words;
    if (!posted.said_back.empty())
        data.set("hold_said_back", words.say("reply.you_promise", {{"at", posted.said_back}}));
    data.set("hold_says", words.say("reply.you_promise", {{"at", "#"}}));
}

void set_leaving(text::Data& data, const TicketPage& page)
{
    const auto& leaving = page.view.unsaid.leaving;
    data.set("leaving", leaving.has_value());
    if (!leaving)
        return;
    const auto& words = page.house.words;
    data.set("leaving_by", words.say(leaving->until ? "ticket.held" : "ticket.wrote",
                                     {{"name", name_of(page, leaving->staff)}}));
    set_countdown(data, words.say("reply.leaves_in", {{"seconds", number_here}}),
                  seconds_until(leaving->release_at, page.now));
    data.set("leaving_text", leaving->text);
    if (!leaving->done.empty())
        data.set("leaving_done", words.say("ticket.done", {{"done", leaving->done}}));
    if (leaving->until)
        data.set("leaving_until",
                 words.say("ticket.hold_quick_button", {{"at", moment(page, *leaving->until)}}));
}

} // namespace

Unsaid unsaid_of(storage::Transaction& tx, core::TicketId ticket)
{
    Unsaid unsaid{storage::find_sending(tx, ticket), storage::drafts_of(tx, ticket), {}};
    const auto note = [&](core::StaffId id) {
        if (const auto staff = storage::find_staff(tx, id))
            unsaid.writers.emplace(id, staff->name);
    };
    if (unsaid.leaving)
        note(unsaid.leaving->staff);
    for (const auto& draft : unsaid.drafts)
        note(draft.staff);
    return unsaid;
}

std::optional<int> known_to_writer(const TicketPage& page, const Draft& posted)
{
    if (posted.form != Form::none)
        return posted.seen;
    std::optional<int> known;
    for (const auto what : {EntryKind::answer, EntryKind::hold})
        if (const auto* const kept = own_draft(page, what))
            known = std::min(kept->seen, known.value_or(kept->seen));
    return known;
}

void set_reply_forms(text::Data& data, const TicketPage& page, const Draft& posted)
{
    const auto& zone = page.house.zone();
    const auto local = zone.at(page.now);
    data.set("reply_script", reply_script_path());
    data.set("quick_dates", quick_dates(page));
    data.set("until_hint",
             page.house.words.say("ticket.hold_until_hint",
                                  {{"zone", zone.name()}, {"abbreviation", local.abbreviation}}));
    data.set("until_min", until_text(local.wall));
    data.set("until_max", until_text(zone.at(page.now + page.house.promise.longest_hold).wall));
    set_form(data, page, posted, Form::answer);
    set_form(data, page, posted, Form::hold);
    set_mirror(data, page, posted);
    set_said_back(data, page, posted);
    set_leaving(data, page);
    const auto others = drafts_of_others(page);
    data.set("has_others_drafts", !others.empty());
    data.set("others_drafts", others);
    const bool is_read = !page.view.reached.empty();
    data.set("nobody_reads", !is_read);
    // Nobody writes a second reply while the first is about to leave, nor one that nobody reads;
    // what they have begun stays.
    const bool has_begun = posted.form == Form::answer || posted.form == Form::hold ||
                           own_draft(page, EntryKind::answer) || own_draft(page, EntryKind::hold);
    data.set("may_reply", (!page.view.unsaid.leaving && is_read) || has_begun);
}

} // namespace heard::site
