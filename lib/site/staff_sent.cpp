#include "site/staff_sent.hpp"

#include "desk/letters.hpp"
#include "desk/merge.hpp"
#include "desk/thread.hpp"
#include "storage/draft.hpp"
#include "storage/merge.hpp"
#include "storage/sending.hpp"
#include "storage/ticket.hpp"

#include <algorithm>
#include <chrono>
#include <ranges>
#include <string>

namespace heard::site {

namespace {

/// The tickets on which a reply stands that has left: on each at the same instant.
std::vector<core::Ticket> reached_before(storage::Transaction& tx, const core::Ticket& ticket,
                                         const core::Entry& reply)
{
    std::vector<core::Ticket> reached{ticket};
    for (auto& along : storage::merged_into(tx, ticket.id))
        reached.push_back(std::move(along.ticket));
    std::erase_if(reached, [&](const core::Ticket& one) {
        return std::ranges::none_of(storage::entries_of(tx, one.id), [&](const core::Entry& entry) {
            return entry.staff == reply.staff && entry.at == reply.at && entry.text == reply.text;
        });
    });
    return reached;
}

/// One line for each customer whom the reply reaches, or has reached, in the order of their
/// tickets; without a contact it is empty.
std::string contacts_of(storage::Transaction& tx, const core::Ticket& ticket, bool leaves)
{
    const auto newest = desk::newest_entry_of_matter(tx, ticket);
    const bool has_left = !leaves && newest && newest->staff;
    std::string contacts;
    for (const auto& one :
         has_left ? reached_before(tx, ticket, *newest) : desk::reached_by_reply(tx, ticket))
        contacts += storage::get_submission(tx, one.id).contact + "\n";
    if (!contacts.empty())
        contacts.pop_back();
    return contacts;
}

/// Whom it is about, for somebody who is on another page by now.
std::string about_of(const Sent& sent)
{
    return sent.customer.empty() ? sent.reference : sent.customer + " (" + sent.reference + ")";
}

/// Each customer of a matter has it in their own way, and all of them are named.
std::string sent_along_told(const text::Words& words, const Sent& sent)
{
    std::string told;
    long long customers = 0;
    for (const auto line : std::views::split(sent.contact, '\n')) {
        told += (customers == 0 ? "" : " ") + reach_told(words, {line.begin(), line.end()});
        ++customers;
    }
    return words.count("queue.sent_along", customers, {{"about", about_of(sent)}, {"told", told}});
}

/// How the customer learns of it: nobody shall wait for a call that a letter seemed to spare.
std::string sent_told(const text::Words& words, const Sent& sent)
{
    const auto about = about_of(sent);
    if (sent.contact.find('\n') != std::string::npos)
        return sent_along_told(words, sent);
    if (const auto email = desk::letters::email_in(sent.contact))
        return words.say("queue.sent_mailed", {{"about", about}, {"email", *email}});
    if (!sent.contact.empty())
        return words.say("queue.sent_to_call", {{"about", about}, {"contact", sent.contact}});
    return words.say("queue.sent_on_page", {{"about", about}});
}

/// Whether the last that this person wrote there has left. Words that were taken back are a draft
/// again, of no page of theirs; what they have begun on a page says nothing about it.
bool has_left(storage::Transaction& tx, const core::Ticket& ticket, core::StaffId staff)
{
    const auto drafts = storage::drafts_of(tx, ticket.id);
    const auto taken_back = std::ranges::find_if(drafts, [&](const storage::Draft& draft) {
        return draft.staff == staff && draft.page.empty();
    });
    const auto stands_on = [&](core::TicketId one) {
        return std::ranges::any_of(storage::entries_of(tx, one), [&](const core::Entry& entry) {
            return entry.staff == staff && entry.what != core::EntryKind::note &&
                   (taken_back == drafts.end() || entry.at > taken_back->saved_at);
        });
    };
    const auto along = storage::merged_into(tx, ticket.id);
    return stands_on(ticket.id) ||
           std::ranges::any_of(along, [&](const auto& one) { return stands_on(one.ticket.id); });
}

Sent sent_on(storage::Transaction& tx, const core::Ticket& ticket,
             std::optional<time::Instant> leaves_at)
{
    return {ticket.reference, storage::get_submission(tx, ticket.id).name,
            contacts_of(tx, ticket, leaves_at.has_value()), leaves_at};
}

text::Data sent_data(const text::Words& words, const Sent& sent, time::Instant now)
{
    text::Data shown;
    shown.set("sent_reference", sent.reference);
    shown.set("sent_told", sent_told(words, sent));
    shown.set("sent_leaves", sent.leaves_at.has_value());
    if (!sent.leaves_at) {
        shown.set("sent_look", words.say("queue.sent_look", {{"reference", sent.reference}}));
        return shown;
    }
    const auto told =
        words.say("reply.sent_leaves_in", {{"about", about_of(sent)}, {"seconds", number_here}});
    set_countdown(shown, told, seconds_until(*sent.leaves_at, now));
    return shown;
}

} // namespace

bool will_be_called(const core::Submission& said)
{
    const bool by_word_of_mouth =
        said.channel == core::Channel::phone || said.channel == core::Channel::counter;
    return by_word_of_mouth && !said.contact.empty() && !desk::letters::email_in(said.contact);
}

std::string reach_told(const text::Words& words, const std::string& contact)
{
    if (const auto email = desk::letters::email_in(contact))
        return words.say("ticket.reach_mail", {{"email", *email}});
    if (contact.empty())
        return words.say("ticket.reach_page");
    return words.say("ticket.reach_call", {{"contact", contact}});
}

std::vector<Sent> sent_by(storage::Transaction& tx, const desk::House& house,
                          const core::Staff& staff, std::string_view reference)
{
    std::vector<Sent> all;
    const auto named = desk::find_for_staff(tx, house, staff, reference);
    if (named && !storage::find_sending(tx, named->id) && has_left(tx, *named, staff.id))
        all.push_back(sent_on(tx, *named, {}));
    for (const auto& sending : storage::sendings_by(tx, staff.id))
        if (const auto ticket = storage::find_ticket(tx, sending.ticket);
            ticket && core::may_see(staff, ticket->branch)) // They may have moved since.
            all.push_back(sent_on(tx, *ticket, sending.release_at));
    return all;
}

void set_sent(text::Data& page, const desk::House& house, const std::vector<Sent>& sent,
              time::Instant now)
{
    text::DataList list;
    for (const auto& one : sent)
        list.push_back(sent_data(house.words, one, now));
    page.set("sent", list);
}

void set_countdown(text::Data& data, std::string_view sentence, long long seconds)
{
    const auto at = sentence.find(number_here);
    data.set("before_seconds", std::string{sentence.substr(0, at)});
    data.set("seconds", std::to_string(seconds));
    data.set("after_seconds", std::string{sentence.substr(at + number_here.size())});
}

long long seconds_until(time::Instant at, time::Instant now)
{
    const auto left = std::chrono::ceil<std::chrono::seconds>(at - now).count();
    return std::max<long long>(left, 1);
}

} // namespace heard::site
