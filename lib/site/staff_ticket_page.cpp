#include "site/staff_ticket_page.hpp"

#include "core/spoken_time.hpp"
#include "desk/letters.hpp"
#include "site/photo_list.hpp"
#include "site/problems.hpp"
#include "site/staff_customer.hpp"
#include "site/staff_merge.hpp"
#include "site/staff_page.hpp"
#include "site/staff_people.hpp"
#include "site/staff_sent.hpp"
#include "site/staff_ticket_story.hpp"
#include "site/staff_urgency.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <array>

namespace heard::site {

namespace {

// As much as a heading bears on a telephone.
constexpr std::size_t title_words = 60;

std::string moment(const TicketPage& page, time::Instant at)
{
    return core::moment_in_short(page.house.words, page.house.zone(), at, page.now);
}

/// The box at the top: what waits for us, or that nothing does.
void set_promise(text::Data& data, const TicketPage& page)
{
    const auto& words = page.house.words;
    const auto& thread = page.view.thread;
    const auto* const promise = thread.open_promise();
    data.set("is_open", promise != nullptr);
    data.set("urgency", "none");
    if (promise) {
        data.set("urgency", std::string{to_text(urgency_of(promise->due_at, page.now))});
        data.set("left", core::time_left_in_words(words, promise->due_at, page.now));
        data.set("by", words.say("ticket.by", {{"at", moment(page, promise->due_at)}}));
        const auto maker = thread.name_of(promise->made_by);
        data.set("maker", maker.empty() ? words.say("ticket.promised_on_arrival")
                                        : words.say("ticket.promised_by", {{"name", maker}}));
        return;
    }
    const auto& ticket = thread.ticket;
    if (ticket.settled_at)
        data.set("ended", words.say("ticket.settled", {{"at", moment(page, *ticket.settled_at)}}));
    else if (ticket.answered_at)
        data.set("ended",
                 words.say("ticket.answered", {{"at", moment(page, *ticket.answered_at)}}));
}

void set_if_any(text::Data& data, const std::string& name, const std::string& value)
{
    data.set("has_" + name, !value.empty());
    data.set(name, value);
}

void set_said(text::Data& data, const TicketPage& page)
{
    const auto& words = page.house.words;
    const auto& said = page.view.thread.said;
    set_if_any(data, "likes", said.likes);
    set_if_any(data, "dislikes", said.dislikes);
    set_if_any(data, "wishes", said.wishes);
    if (const auto at = page.view.thread.ticket.erased_at)
        data.set("erased", words.say("ticket.erased", {{"at", moment(page, *at)}}));
    const auto name = said.name.empty() ? words.say("staff.a_customer") : said.name;
    data.set("said", words.say("ticket.said", {{"name", name}}));
    const auto& reference = page.view.thread.ticket.reference;
    add_photos(data, words,
               {page.view.thread.photos, "/staff/tickets/" + reference + "/photos",
                "ticket.photo_alt", name});
    const auto channel = words.say("staff.channel." + std::string{core::to_text(said.channel)});
    data.set("came_in",
             words.say("ticket.came_in", {{"at", moment(page, page.view.thread.ticket.opened_at)},
                                          {"channel", channel}}));
}

std::string holder_told(const TicketPage& page)
{
    const auto& assignee = page.view.thread.ticket.assignee;
    if (!assignee)
        return page.house.words.say("staff.nobody");
    const auto has_it = std::ranges::find(page.view.colleagues, *assignee, &core::Staff::id);
    return has_it == page.view.colleagues.end() ? page.view.thread.name_of(assignee)
                                                : name_told(page.house, *has_it, page.now);
}

const std::string& contact_of(const desk::Thread& thread, core::TicketId ticket)
{
    for (const auto& along : thread.along)
        if (along.ticket.id == ticket)
            return along.said.contact;
    return thread.said.contact;
}

/// How a reply reaches everybody it goes to, where that is more than one e-mail.
std::string ways_told(const TicketPage& page)
{
    const auto& words = page.house.words;
    const auto& thread = page.view.thread;
    const auto& contact = thread.said.contact;
    if (thread.along.empty() && will_be_called(thread.said))
        return words.say("ticket.call_back", {{"contact", contact}});
    if (thread.along.empty())
        return contact.empty() || desk::letters::email_in(contact)
                   ? std::string{}
                   : words.say("ticket.no_mail", {{"contact", contact}});
    std::string told;
    for (const auto& ticket : page.view.reached)
        told += (told.empty() ? "" : " ") + reach_told(words, contact_of(thread, ticket.id));
    return told;
}

void set_about(text::Data& data, const TicketPage& page)
{
    const auto& words = page.house.words;
    const auto& thread = page.view.thread;
    const auto& said = thread.said;
    data.set("customer", said.name.empty() ? words.say("ticket.no_name") : said.name);
    data.set("contact", said.contact.empty() ? words.say("ticket.no_contact") : said.contact);
    const auto reach = ways_told(page);
    data.set("no_mail", reach.empty() ? text::Data{false} : text::Data{reach});
    set_if_any(data, "invoice", said.invoice);
    data.set("retired_key", said.retired_key);
    set_if_any(data, "branch", branch_name(page.house, thread.ticket.branch));
    data.set("holder", holder_told(page));
}

/// Why, in words. A sign that this program does not know has none.
void set_suspicion(text::Data& data, const TicketPage& page)
{
    const auto& suspicion = page.view.thread.ticket.suspicion;
    data.set("set_aside", !suspicion.empty());
    text::DataList reasons;
    for (const auto& sign : core::signs_in(suspicion))
        if (const auto key = "ticket.sign." + sign; page.house.words.has(key))
            reasons.emplace_back(page.house.words.say(key));
    data.set("reasons", reasons);
}

text::DataList kinds(const TicketPage& page)
{
    constexpr std::array all = {core::Kind::praise, core::Kind::complaint, core::Kind::mixed,
                                core::Kind::other};
    text::DataList list;
    for (const auto kind : all) {
        const std::string value{core::to_text(kind)};
        text::Data option;
        option.set("value", value);
        option.set("name", page.house.words.say("staff.kind." + value));
        option.set("is_it", kind == page.view.thread.ticket.kind);
        list.push_back(option);
    }
    return list;
}

/// Whoever has the link can speak for the customer: it is shown when a new one has to be handed
/// over.
void set_link(text::Data& data, const TicketPage& page)
{
    const auto& ticket = page.view.thread.ticket;
    data.set("generation", std::to_string(ticket.link_generation));
    if (ticket.link_generation != ticket.root_generation)
        data.set("new_link", page.house.status_link(ticket));
}

/// All but whoever has it already.
std::vector<core::Staff> who_may_get_it(const TicketPage& page)
{
    auto colleagues = page.view.colleagues;
    std::erase_if(colleagues, [&](const core::Staff& colleague) {
        return page.view.thread.ticket.assignee == colleague.id;
    });
    return colleagues;
}

void set_handling(text::Data& data, const TicketPage& page)
{
    const auto& ticket = page.view.thread.ticket;
    const bool open = page.view.thread.open_promise() != nullptr;
    data.set("can_claim", !ticket.assignee);
    data.set("can_give_back", ticket.assignee == page.staff.id);
    data.set("can_settle", !open && !ticket.settled_at);
    data.set("kinds", kinds(page));
    data.set("colleagues",
             colleagues_told(page.house, who_may_get_it(page), {ticket.assignee, page.now}));
    data.set("kind", page.house.words.say("staff.kind." + std::string{core::to_text(ticket.kind)}));
}

void set_note_form(text::Data& data, const Draft& posted)
{
    const bool came_back = posted.form == Draft::Form::note;
    data.set("note_text", came_back ? posted.text : "");
    data.set("note_open", came_back);
}

/// Who else is here, and what the open page listens for.
void set_watch(text::Data& data, const TicketPage& page)
{
    const auto& ticket = page.view.thread.ticket;
    data.set("looks_at", ticket.reference);
    data.set("newest_entry", std::to_string(ticket.newest_entry));
    data.set("people", people_told(page.house.words, page.presence.at(ticket.id), page.staff));
    set_live(data,
             {"/staff/tickets/" + ticket.reference, page.view.newest_line, page.presence.newest()});
}

/// Whose words they are and what they are about, so that one who comes from the ticket before hears
/// at once that this is another one.
std::string title_of(const TicketPage& page)
{
    const auto& words = page.house.words;
    const auto& said = page.view.thread.said;
    auto about = text::first_words(core::all_words(said), title_words);
    if (about.empty())
        about = words.say("ticket.gone");
    if (!said.name.empty())
        about = words.say("ticket.about_named", {{"name", said.name}, {"words", about}});
    return words.say("ticket.title",
                     {{"about", about}, {"reference", page.view.thread.ticket.reference}});
}

/// What is about to leave on this very ticket stands on the page in full.
std::vector<Sent> sent_elsewhere(const TicketPage& page)
{
    auto sent = page.view.sent;
    std::erase_if(sent, [&](const Sent& one) {
        return one.leaves_at && one.reference == page.view.thread.ticket.reference;
    });
    return sent;
}

text::Data page_data(const TicketPage& page, const Draft& draft)
{
    const auto& reference = page.view.thread.ticket.reference;
    const auto sent = sent_elsewhere(page);
    auto data =
        staff_frame(page.house, {page.staff, sent, page.now}, title_of(page), "/staff/tickets");
    data.set("reference", reference);
    data.set("due_next", page.view.is_next && !sent.empty());
    set_watch(data, page);
    set_promise(data, page);
    set_said(data, page);
    set_about(data, page);
    set_suspicion(data, page);
    const Teller teller{page.house, page.now};
    data.set("entries", entries_told(teller, page.view.thread, known_to_writer(page, draft)));
    data.set("has_entries", !page.view.thread.entries.empty());
    data.set("promises", promises_told(teller, page.view.thread.promises));
    data.set("book", book_told(teller, page.view.book));
    set_customer(data, teller, page.view.acquaintance,
                 draft.form == Draft::Form::customer_note ? draft.text : "");
    set_like(data, teller, page.view.like.answered);
    set_handling(data, page);
    set_link(data, page);
    set_people(data, page, draft);
    set_merge(data, page, draft);
    set_reply_forms(data, page, draft);
    set_note_form(data, draft);
    return data;
}

http::Response rendered(const TicketPage& page, int status, const text::Data& data)
{
    return http::page(status, text::render("pages/staff_ticket.html", page.house.words, data));
}

/// The id of the form's field on the page: three forms have a `text`.
std::string field_id(Draft::Form form, const std::string& field)
{
    const auto* const prefix = form == Draft::Form::answer ? "answer_"
                               : form == Draft::Form::hold ? "hold_"
                               : form == Draft::Form::note ? "note_"
                                                           : "";
    // A note's problem names its field `note`; on the page it is that form's text.
    return prefix + (field == "note" ? "text" : field);
}

} // namespace

http::Response ticket_page(const TicketPage& page)
{
    return rendered(page, 200, page_data(page, {}));
}

http::Response ticket_page_again(const TicketPage& page, const Fault& fault, const Draft& draft)
{
    const bool faster = fault.problem.phrase == "problem.newer_entry" ||
                        fault.problem.phrase == "problem.reply_leaves";
    auto shown_draft = draft;
    if (!faster)
        shown_draft.seen.reset();
    auto data = page_data(page, shown_draft);
    auto shown = fault.problem;
    if (!shown.field.empty())
        shown.field = field_id(draft.form, shown.field);
    if (draft.said_back.empty())
        add_problems(data, page.house.words, {shown});
    data.set("problem_field", shown.field);
    data.set("faster", faster);
    // Only a conflict has shown what is new. After any other problem the page still owes it.
    if (!faster && draft.seen)
        data.set(draft.form == Draft::Form::hold ? "hold_seen" : "answer_seen",
                 std::to_string(*draft.seen));
    auto response = rendered(page, fault.status, data);
    if (fault.status == 503)
        response.headers.push_back({"Retry-After", std::to_string(retry_after_seconds)});
    return response;
}

} // namespace heard::site
