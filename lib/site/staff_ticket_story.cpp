#include "site/staff_ticket_story.hpp"

#include "core/spoken_time.hpp"

#include <algorithm>

namespace heard::site {

namespace {

/// Who said it, as a heading: "Anna answered".
std::string heading_of(const Teller& teller, const desk::Thread& thread, const core::Entry& entry)
{
    const auto& words = teller.house.words;
    const auto customer = thread.customer_of(entry).empty() ? words.say("staff.a_customer")
                                                            : thread.customer_of(entry);
    const auto staff = thread.name_of(entry.staff);
    switch (entry.what) {
    case core::EntryKind::message:
        return words.say("ticket.message", {{"name", customer}});
    case core::EntryKind::answer:
        return words.say("ticket.wrote", {{"name", staff}});
    case core::EntryKind::hold:
        return words.say("ticket.held", {{"name", staff}});
    case core::EntryKind::note:
        return words.say("ticket.noted", {{"name", staff}});
    case core::EntryKind::settled:
        return words.say("ticket.customer_settled", {{"name", customer}});
    case core::EntryKind::not_settled:
        return words.say("ticket.customer_not_settled", {{"name", customer}});
    case core::EntryKind::erased:
        return words.say("ticket.customer_erased", {{"name", customer}});
    }
    return {};
}

text::Data entry_told(const Teller& teller, const desk::Thread& thread, const core::Entry& entry)
{
    text::Data told;
    told.set("heading", heading_of(teller, thread, entry));
    told.set("at", teller.moment(entry.at));
    told.set("text", entry.text);
    told.set("has_text", !entry.text.empty());
    told.set("is_gone", entry.what == core::EntryKind::message && entry.text.empty());
    told.set("has_done", !entry.done.empty());
    told.set("done", teller.house.words.say("ticket.done", {{"done", entry.done}}));
    told.set("is_note", entry.what == core::EntryKind::note);
    told.set("by", entry.what == core::EntryKind::note ? "note" : entry.staff ? "us" : "customer");
    return told;
}

std::string promise_told(const Teller& teller, const core::Promise& promise)
{
    const bool late = promise.state == core::PromiseState::open && promise.due_at < teller.now;
    const auto how = late ? std::string{"late"}
                     : promise.state == core::PromiseState::broken
                         ? std::string{"answered_late"}
                         : std::string{core::to_text(promise.state)};
    const auto ended = promise.ended_at ? teller.moment(*promise.ended_at) : std::string{};
    return teller.house.words.say("ticket.promise_" + how,
                                  {{"at", teller.moment(promise.due_at)}, {"ended", ended}});
}

/// `given back` in the book, `given_back` in the words.
std::string phrase_key(std::string what)
{
    std::ranges::replace(what, ' ', '_');
    return "ticket.book." + what;
}

/// Empty when there are no words for it.
std::string line_told(const Teller& teller, const storage::BookLine& line)
{
    const auto& words = teller.house.words;
    const auto key = phrase_key(line.what);
    if (!words.has(key))
        return {};
    const auto due = line.due_at ? teller.moment(*line.due_at) : std::string{};
    const auto kind_key = "staff.kind." + line.detail;
    const auto detail = words.has(kind_key) ? words.say(kind_key) : line.detail;
    const auto what = words.say(key, {{"due", due}, {"detail", detail}});
    if (line.staff_name.empty())
        return what;
    return words.say("ticket.book.by", {{"what", what}, {"name", line.staff_name}});
}

} // namespace

std::string Teller::moment(time::Instant at) const
{
    return core::moment_in_short(house.words, house.zone(), at, now);
}

text::DataList entries_told(const Teller& teller, const desk::Thread& thread,
                            std::optional<int> seen)
{
    text::DataList list;
    for (const auto& entry : thread.entries) {
        auto told = entry_told(teller, thread, entry);
        told.set("is_new", seen && entry.number > *seen);
        told.set("number", std::to_string(entry.number));
        list.push_back(told);
    }
    return list;
}

text::DataList promises_told(const Teller& teller, const std::vector<core::Promise>& promises)
{
    text::DataList list;
    for (const auto& promise : promises)
        list.push_back(promise_told(teller, promise));
    return list;
}

text::DataList book_told(const Teller& teller, const std::vector<storage::BookLine>& book)
{
    text::DataList list;
    std::string before;
    for (const auto& line : book) {
        const auto what = line_told(teller, line);
        // Of several who were told at once each has a line, which names them all.
        if (what.empty() || what == before)
            continue;
        before = what;
        text::Data told;
        told.set("at", teller.moment(line.at));
        told.set("what", what);
        list.push_back(told);
    }
    return list;
}

} // namespace heard::site
