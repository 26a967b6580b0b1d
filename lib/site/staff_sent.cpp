#include "site/staff_sent.hpp"

#include "desk/letters.hpp"
#include "desk/merge.hpp"
#include "desk/thread.hpp"
#include "site/frame.hpp"
#include "storage/merge.hpp"
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

/// Each customer of a matter has it in their own way, and all of them are named.
std::string sent_along_told(const text::Words& words, const Sent& sent)
{
    std::string told;
    long long customers = 0;
    for (const auto line : std::views::split(sent.contact, '\n')) {
        told += (customers == 0 ? "" : " ") + reach_told(words, {line.begin(), line.end()});
        ++customers;
    }
    return words.count("queue.sent_along", customers,
                       {{"reference", sent.reference}, {"told", told}});
}

/// How the customer learns of it: nobody shall wait for a call that a letter seemed to spare.
std::string sent_told(const text::Words& words, const Sent& sent)
{
    const auto& reference = sent.reference;
    if (sent.contact.find('\n') != std::string::npos)
        return sent_along_told(words, sent);
    if (const auto email = desk::letters::email_in(sent.contact))
        return words.say("queue.sent_mailed", {{"reference", reference}, {"email", *email}});
    if (!sent.contact.empty())
        return words.say("queue.sent_to_call",
                         {{"reference", reference}, {"contact", sent.contact}});
    return words.say("queue.sent_on_page", {{"reference", reference}});
}

} // namespace

std::string reach_told(const text::Words& words, const std::string& contact)
{
    if (const auto email = desk::letters::email_in(contact))
        return words.say("ticket.reach_mail", {{"email", *email}});
    if (contact.empty())
        return words.say("ticket.reach_page");
    return words.say("ticket.reach_call", {{"contact", contact}});
}

std::optional<Sent> find_sent(storage::Transaction& tx, const desk::House& house,
                              const core::Staff& staff, std::string_view reference)
{
    const auto ticket = desk::find_for_staff(tx, house, staff, reference);
    if (!ticket)
        return std::nullopt;
    auto leaving = storage::find_sending(tx, ticket->id);
    auto contacts = contacts_of(tx, *ticket, leaving.has_value());
    return Sent{ticket->reference, std::move(contacts), std::move(leaving)};
}

void set_sent(text::Data& page, const desk::House& house, const std::optional<Sent>& sent,
              time::Instant now)
{
    page.set("reply_script", reply_script_path());
    page.set("has_sent", sent.has_value());
    if (!sent)
        return;
    const auto& words = house.words;
    page.set("sent_reference", sent->reference);
    page.set("sent", sent_told(words, *sent));
    page.set("sent_look", words.say("queue.sent_look", {{"reference", sent->reference}}));
    page.set("sent_leaves", sent->leaving.has_value());
    if (!sent->leaving)
        return;
    const auto seconds = seconds_until(sent->leaving->release_at, now);
    const auto told = [&](const std::string& number) {
        return words.say("reply.sent_leaves_in",
                         {{"reference", sent->reference}, {"seconds", number}});
    };
    page.set("sent_seconds", std::to_string(seconds));
    page.set("sent_leaves_in", told(std::to_string(seconds)));
    page.set("sent_counting", told("#"));
}

long long seconds_until(time::Instant at, time::Instant now)
{
    const auto left = std::chrono::ceil<std::chrono::seconds>(at - now).count();
    return std::max<long long>(left, 1);
}

} // namespace heard::site
