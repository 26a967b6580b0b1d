#include "desk/letters.hpp"

#include "core/spoken_time.hpp"
#include "desk/letter_body.hpp"
#include "desk/seal.hpp"
#include "text/template.hpp"
#include "text/utf8.hpp"

#include <algorithm>

namespace heard::desk::letters {

namespace {

using text::Data;
using text::DataList;

constexpr std::size_t subject_words_max = 50;
constexpr std::size_t table_words_max = 120;

/// `whom` is `you` in letters to the customer, `they` in letters about one.
void quote_all(Body& body, const text::Words& words, const core::Submission& said,
               const std::string& whom)
{
    body.quote(words.say("letter." + whom + ".dislike"), said.dislikes);
    body.quote(words.say("letter." + whom + ".like"), said.likes);
    body.quote(words.say("letter." + whom + ".wish"), said.wishes);
}

std::string greeting(const text::Words& words, const core::Submission& said)
{
    if (said.name.empty())
        return words.say("letter.hello");
    return words.say("letter.hello_name", {{"name", said.name}});
}

std::string customer_of(const text::Words& words, const core::Submission& said)
{
    return said.name.empty() ? words.say("letter.a_customer") : said.name;
}

/// "2 h late", "due in 4 h", "late as of now".
std::string standing(const text::Words& words, Instant due_at, Instant now)
{
    using std::chrono::minutes;
    const auto span = core::span_in_short(words, due_at - now);
    if (now < due_at)
        return words.say("letter.due_in", {{"span", span}});
    if (now - due_at < minutes{1})
        return words.say("letter.late_now");
    return words.say("letter.late_by", {{"span", span}});
}

std::string promised_line(const House& house, const Notice& notice)
{
    const auto& words = house.words;
    const auto due = core::moment_in_words(words, house.zone(), notice.promise.due_at);
    const auto made = core::moment_in_words(words, house.zone(), notice.promise.made_at);
    const auto customer = customer_of(words, notice.said);
    const auto maker = notice.maker.empty() ? house.business : notice.maker;
    return words.say("letter.promised",
                     {{"maker", maker}, {"customer", customer}, {"due", due}, {"made", made}});
}

std::string reach_line(const text::Words& words, const core::Submission& said)
{
    if (said.contact.empty())
        return words.say("letter.no_contact");
    return words.say("letter.contact", {{"contact", said.contact}});
}

std::string assignee_line(const text::Words& words, const std::string& assignee)
{
    if (assignee.empty())
        return words.say("letter.unclaimed");
    return words.say("letter.claimed", {{"name", assignee}});
}

/// What waits for an answer: the last thing they said, as far as it is there.
std::string newest_words(const text::Words& words, const Notice& notice)
{
    if (!notice.messages.empty())
        return notice.messages.front();
    auto said = core::all_words(notice.said);
    return said.empty() ? words.say("letter.erased") : said;
}

/// Why rungs that would have reached nobody came to this reader: one sentence serves for a table.
std::string why_you_of(const std::vector<Notice>& notices)
{
    for (const auto& notice : notices)
        if (!notice.why_you.empty())
            return notice.why_you;
    return {};
}

std::string_view what_of(const Notice& notice, Instant now)
{
    if (notice.undelivered)
        return "alarm";
    return now < notice.promise.due_at ? "warning" : "escalation";
}

storage::Lane lane_of(const Notice& notice)
{
    return notice.undelivered ? storage::Lane::alarm : storage::Lane::urgent;
}

} // namespace

std::optional<std::string> email_in(std::string_view contact)
{
    constexpr std::string_view between = " \t\r\n,;<>()[]\"";
    constexpr std::string_view scheme = "mailto:";
    while (!contact.empty()) {
        auto piece = contact.substr(0, contact.find_first_of(between));
        contact.remove_prefix(std::min(contact.size(), piece.size() + 1));
        if (piece.starts_with(scheme))
            piece.remove_prefix(scheme.size());
        if (mail::is_address(piece))
            return std::string{piece};
    }
    return std::nullopt;
}

storage::NewLetter received(const House& any, const core::Ticket& ticket,
                            const core::Submission& said, const Confirmation& confirmation)
{
    const auto& house = any.speaking(said.language);
    const auto email = email_in(said.contact).value();
    const auto& words = house.words;
    const auto due = core::moment_in_words(words, house.zone(), confirmation.due_at);
    mail::Letter letter;
    letter.to = {said.name, email};
    letter.written_at = ticket.opened_at;
    letter.subject = words.say("letter.received_subject",
                               {{"reference", ticket.reference}, {"business", house.business}});
    Body body;
    body.say(greeting(words, said));
    body.say(words.say("letter.received_thanks", {{"business", house.business}}));
    body.say(words.say("letter.received_promise", {{"due", due}}));
    body.link(words.say("letter.status_link"), house.status_link(ticket));
    quote_all(body, words, said, "you");
    body.say(words.say("letter.from_owner",
                       {{"owner", house.owner.name}, {"business", house.business}}));
    body.into(letter, words);
    storage::NewLetter row{.key = "received/" + std::to_string(ticket.id.value),
                           .what = "received",
                           .ticket = ticket.id};
    if (confirmation.again) {
        row.key += "/" + email;
        letter.references = root_id(house, ticket);
    } else {
        row.message_id = root_id(house, ticket);
    }
    return sealed(house, std::move(row), std::move(letter));
}

storage::NewLetter reply(const House& any, const Written& written, Instant now)
{
    const auto& house = any.speaking(written.said.language);
    const auto& words = house.words;
    mail::Letter letter;
    letter.automatic = false;
    letter.from = {
        words.say("letter.from_name", {{"name", written.writer}, {"business", house.business}}),
        house.sender.email};
    letter.to = {written.said.name, email_in(written.said.contact).value()};
    letter.written_at = now;
    letter.references = root_id(house, written.ticket);
    letter.subject =
        words.say(written.until ? "letter.hold_subject" : "letter.answer_subject",
                  {{"reference", written.ticket.reference}, {"business", house.business}});
    Body body;
    body.say(greeting(words, written.said));
    body.say(written.text);
    if (!written.done.empty())
        body.say(words.say("letter.done", {{"done", written.done}}));
    if (written.until)
        body.say(words.say("letter.next_word",
                           {{"due", core::moment_in_words(words, house.zone(), *written.until)}}));
    body.say(letter.from.name);
    body.link(words.say("letter.status_link"), house.status_link(written.ticket));
    quote_all(body, words, written.said, "you");
    body.into(letter, words);
    storage::NewLetter row{.key = "reply/" + std::to_string(written.ticket.id.value) + "/" +
                                  std::to_string(written.entry),
                           .what = written.until ? "hold" : "answer",
                           .ticket = written.ticket.id};
    return sealed(house, std::move(row), std::move(letter));
}

storage::NewLetter praise(const House& house, const Praise& praise, Instant now)
{
    const auto& words = house.words;
    const auto customer = customer_of(words, praise.said);
    mail::Letter letter;
    letter.to = {praise.colleague.name, praise.colleague.email};
    letter.written_at = now;
    letter.subject = words.say("letter.praise_subject", {{"customer", customer}});
    Body body;
    body.say(words.say("letter.hello_name", {{"name", praise.colleague.name}}));
    body.say(words.say("letter.praise_passed", {{"name", praise.passed_by}}));
    body.quote(words.say("letter.praise_words", {{"customer", customer}}), praise.words);
    body.link(words.say("letter.praise_all"), house.kind_words_link());
    body.into(letter, words);
    storage::NewLetter row{.key = "praise/" + std::to_string(praise.ticket.id.value) + "/" +
                                  std::to_string(praise.colleague.id.value),
                           .what = "praise",
                           .ticket = praise.ticket.id};
    return sealed(house, std::move(row), std::move(letter));
}

storage::NewLetter remark(const House& house, const Remark& remark, Instant now)
{
    const auto& words = house.words;
    const auto customer = customer_of(words, remark.said);
    mail::Letter letter;
    letter.to = {remark.colleague.name, remark.colleague.email};
    letter.written_at = now;
    letter.references = root_id(house, remark.ticket);
    letter.subject = words.say("letter.remark_subject",
                               {{"reference", remark.ticket.reference}, {"customer", customer}});
    Body body;
    body.say(words.say("letter.hello_name", {{"name", remark.colleague.name}}));
    body.say(words.say("letter.remark_lead"));
    body.quote(words.say("letter.praise_words", {{"customer", customer}}), remark.words);
    body.link(words.say("letter.remark_look"), house.ticket_link(remark.ticket.reference));
    body.into(letter, words);
    storage::NewLetter row{.key = "remark/" + std::to_string(remark.ticket.id.value) + "/" +
                                  std::to_string(remark.entry),
                           .what = "remark",
                           .ticket = remark.ticket.id};
    return sealed(house, std::move(row), std::move(letter));
}

storage::NewLetter escalation(const House& house, const std::string& recipient,
                              const Notice& notice, Instant now)
{
    const auto& words = house.words;
    const auto beginning = text::first_words(newest_words(words, notice), subject_words_max);
    mail::Letter letter;
    letter.to = {"", recipient};
    letter.written_at = now;
    letter.references = root_id(house, notice.ticket);
    letter.subject = words.say("letter.escalation_subject",
                               {{"reference", notice.ticket.reference},
                                {"standing", standing(words, notice.promise.due_at, now)},
                                {"words", beginning}});
    Body body;
    body.say(promised_line(house, notice));
    body.say(notice.why_you);
    if (!notice.ticket.suspicion.empty())
        body.say(words.say("letter.set_aside"));
    for (const auto& message : notice.messages)
        body.quote(words.say("letter.they.add"), message);
    quote_all(body, words, notice.said, "they");
    if (notice.ticket.erased_at)
        body.say(words.say("letter.erased"));
    body.say(reach_line(words, notice.said));
    body.say(assignee_line(words, notice.assignee));
    body.link(words.say("letter.answer_now"), house.ticket_link(notice.ticket.reference));
    body.into(letter, words);
    storage::NewLetter row{.key = notice.key + "/" + recipient,
                           .what = what_of(notice, now),
                           .ticket = notice.ticket.id,
                           .lane = lane_of(notice)};
    return sealed(house, std::move(row), std::move(letter));
}

storage::NewLetter escalations(const House& house, const std::string& recipient, Table table,
                               Instant now)
{
    auto& notices = table.notices;
    std::stable_sort(notices.begin(), notices.end(), [](const Notice& a, const Notice& b) {
        return a.promise.due_at < b.promise.due_at;
    });
    const auto& words = house.words;
    const auto count = static_cast<long long>(notices.size()) + table.more;
    mail::Letter letter;
    letter.to = {"", recipient};
    letter.written_at = now;
    letter.subject = words.count("letter.many_subject", count, {{"business", house.business}});
    DataList rows;
    for (const auto& notice : notices) {
        Data row{Data::type::object};
        row.set("reference", notice.ticket.reference);
        row.set("standing", standing(words, notice.promise.due_at, now));
        row.set("customer", customer_of(words, notice.said));
        const auto beginning = text::first_words(newest_words(words, notice), table_words_max);
        row.set("words", words.say("letter.many_words", {{"words", beginning}}));
        row.set("assignee", notice.ticket.suspicion.empty() ? assignee_line(words, notice.assignee)
                                                            : words.say("letter.set_aside"));
        row.set("link", house.ticket_link(notice.ticket.reference));
        rows.push_back(std::move(row));
    }
    auto data = letter_frame(letter, words);
    data.set("lead", words.count("letter.many_lead", count));
    data.set("why_you", why_you_of(notices));
    data.set("rows", Data{rows});
    if (table.more > 0) {
        data.set("more", words.count("letter.many_more", table.more));
        data.set("queue", house.queue_link());
    }
    letter.text = text::render_plain("letters/table.txt", words, data);
    letter.html = text::render("letters/table.html", words, data);
    // An alarm's key is its own already; `many/` stands for escalations.
    const std::string kind = notices.front().undelivered ? "" : "many/";
    storage::NewLetter row{.key = kind + notices.front().key + "/" + recipient,
                           .what = what_of(notices.front(), now),
                           .lane = lane_of(notices.front())};
    return sealed(house, std::move(row), std::move(letter));
}

} // namespace heard::desk::letters
