#include "site/status_page.hpp"

#include "core/spoken_time.hpp"
#include "desk/letters.hpp"
#include "site/frame.hpp"
#include "site/photo_list.hpp"
#include "site/problems.hpp"
#include "site/status_promise.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <iterator>

namespace heard::site {

namespace {

using core::Entry;
using core::EntryKind;
using core::Instant;

/// A longer name would turn the thank-you into a paragraph.
constexpr std::size_t greeted_name_max = 40;

// ---- How it stands ----

enum class Stand { heard, on_it, late, answered, settled, erased };

bool is_for_customers(const Entry& entry)
{
    return entry.what != EntryKind::note;
}

const Entry* last_word(const desk::Thread& thread)
{
    const auto last =
        std::find_if(thread.entries.rbegin(), thread.entries.rend(), is_for_customers);
    return last == thread.entries.rend() ? nullptr : &*last;
}

Stand stand_of(const desk::Thread& thread, Instant now)
{
    const auto* const promise = thread.open_promise();
    const auto* const last = last_word(thread);
    if (promise && is_late(*promise, now))
        return Stand::late;
    if (promise)
        return last && last->what == EntryKind::hold ? Stand::on_it : Stand::heard;
    if (last && last->what == EntryKind::erased)
        return Stand::erased;
    return last && last->what == EntryKind::settled ? Stand::settled : Stand::answered;
}

std::string title_of(const desk::House& house, const desk::Thread& thread, Stand stand)
{
    const auto& name = thread.said.name;
    switch (stand) {
    case Stand::heard:
        if (name.empty() || text::count_characters(name) > greeted_name_max)
            return house.words.say("status.title.heard");
        return house.words.say("status.title.heard_name", {{"name", name}});
    case Stand::on_it:
        return house.words.say("status.title.on_it");
    case Stand::late:
        return house.words.say("status.title.late");
    case Stand::answered:
        return house.words.say("status.title.answered");
    case Stand::settled:
        return house.words.say("status.title.settled");
    case Stand::erased:
        break;
    }
    return house.words.say("status.title.erased");
}

// ---- What was said since ----

std::string heading_of(const desk::House& house, const desk::Thread& thread, const Entry& entry)
{
    const auto& words = house.words;
    const auto name = first_name(thread.name_of(entry.staff));
    const auto& writer = name.empty() ? house.business : name;
    switch (entry.what) {
    case EntryKind::answer:
        return words.say("status.entry.answer", {{"name", writer}});
    case EntryKind::hold:
        return words.say("status.entry.hold", {{"name", writer}});
    case EntryKind::settled:
        return words.say("status.entry.settled");
    case EntryKind::not_settled:
        return words.say("status.entry.not_settled");
    case EntryKind::erased:
        return words.say("status.entry.erased");
    case EntryKind::message:
    case EntryKind::note:
        break;
    }
    return words.say("status.entry.message");
}

text::Data view_of(const desk::House& house, const desk::Thread& thread, const Entry& entry,
                   Instant now)
{
    text::Data view;
    view.set("heading", heading_of(house, thread, entry));
    view.set("moment", core::moment_in_short(house.words, house.zone(), entry.at, now));
    if (entry.staff)
        view.set("from_us", true);
    if (!entry.text.empty())
        view.set("words", entry.text);
    else if (entry.what == EntryKind::message)
        view.set("gone", true);
    if (!entry.done.empty())
        view.set("done", entry.done);
    return view;
}

void add_entries(text::Data& data, const desk::House& house, const desk::Thread& thread,
                 Instant now)
{
    text::DataList entries;
    for (const auto& entry : thread.entries)
        if (is_for_customers(entry))
            entries.push_back(view_of(house, thread, entry, now));
    if (!entries.empty())
        data.set("has_entries", true);
    data.set("entries", text::Data{std::move(entries)});
}

// ---- What we promised ----

/// The one that waits stands at the top of the page, all others in a list.
void add_promises(text::Data& data, const desk::House& house, const desk::Thread& thread,
                  Instant now)
{
    text::DataList ended;
    for (const auto& promise : thread.promises) {
        const auto spoken = speak_of(house, thread, promise, now);
        if (&promise == thread.open_promise()) {
            data.set("promise", spoken.promise);
            data.set("outcome", spoken.outcome);
            continue;
        }
        text::Data view;
        view.set("promise_made", spoken.promise);
        view.set("became", spoken.outcome);
        ended.push_back(std::move(view));
    }
    if (!ended.empty())
        data.set("has_ended", true);
    data.set("ended", text::Data{std::move(ended)});
}

// ---- What the customer said first ----

/// Where the answer that we owe will be. The address is shown: only they can see that it is wrong.
std::string answer_where(const desk::House& house, const core::Submission& said)
{
    const auto email = desk::letters::email_in(said.contact);
    return email ? house.words.say("status.by_mail", {{"email", *email}})
                 : house.words.say("status.on_page");
}

void add_submission(text::Data& data, const desk::House& house, const desk::Thread& thread,
                    Instant now)
{
    const auto& said = thread.said;
    const auto add_if_any = [&](const char* name, const std::string& words) {
        if (!words.empty())
            data.set(name, words);
    };
    add_if_any("likes", said.likes);
    add_if_any("dislikes", said.dislikes);
    add_if_any("wishes", said.wishes);
    if (!said.invoice.empty())
        data.set("about_invoice",
                 house.words.say("form.about_invoice", {{"invoice", said.invoice}}));
    data.set("said_on",
             core::moment_in_short(house.words, house.zone(), thread.ticket.opened_at, now));
    if (thread.open_promise())
        data.set("answer_where", answer_where(house, said));
    if (const auto at = thread.ticket.erased_at)
        data.set(
            "erased",
            house.words.say("status.erased",
                            {{"at", core::moment_in_short(house.words, house.zone(), *at, now)}}));
}

} // namespace

std::string status_page(const Tongue& tongue, const desk::Thread& thread, Instant now,
                        const MessageForm& form)
{
    const auto& house = tongue.house();
    const auto stand = stand_of(thread, now);
    auto data = frame_of(house, title_of(house, thread, stand));
    data.set("reference_line",
             house.words.say("status.reference", {{"reference", thread.ticket.reference}}));
    data.set("status_path", "/t/" + house.status_token(thread.ticket));
    data.set("query", tongue.query());
    data.set("now", core::moment_in_words(house.words, house.zone(), now)); // "Today", on paper.
    data.set("seen", std::to_string(thread.lines));
    data.set("late", stand == Stand::late);
    data.set("may_judge", stand != Stand::erased);
    data.set("may_settle", stand != Stand::settled);
    data.set("may_erase", thread.has_their_words());
    data.set("may_complain", stand == Stand::answered || stand == Stand::settled);
    add_promises(data, house, thread, now);
    add_entries(data, house, thread, now);
    add_submission(data, house, thread, now);
    add_photos(
        data, house.words,
        {thread.photos, "/t/" + house.status_token(thread.ticket) + "/photos", "status.photo_alt"});
    data.set("photos_not_kept", form.photos_not_kept);
    data.set("text", form.text);
    data.set("more",
             house.words.say(stand == Stand::answered ? "status.more_answered" : "status.more"));
    add_problems(data, house.words, form.problems);
    if (!form.posted)
        add_language_links(data, house);
    return text::render("pages/status.html", house.words, data);
}

} // namespace heard::site
