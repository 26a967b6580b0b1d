#include "site/staff_customer.hpp"

#include "text/utf8.hpp"

namespace heard::site {

namespace {

constexpr std::size_t words_shown = 120;
// Enough to see how it was answered; the rest stands on its ticket.
constexpr std::size_t answer_shown = 400;

text::DataList tickets_told(const Teller& teller, const std::vector<storage::OtherTicket>& tickets)
{
    const auto& words = teller.house.words;
    text::DataList list;
    for (const auto& ticket : tickets) {
        text::Data told;
        told.set("reference", ticket.reference);
        told.set("words", ticket.erased_at && ticket.words.empty()
                              ? words.say("ticket.gone")
                              : text::first_words(ticket.words, words_shown));
        const auto opened = teller.moment(ticket.opened_at);
        told.set("when", ticket.due_at
                             ? words.say("customer.open",
                                         {{"at", opened}, {"due", teller.moment(*ticket.due_at)}})
                             : opened);
        list.push_back(told);
    }
    return list;
}

text::DataList notes_told(const Teller& teller, const std::vector<storage::CustomerNote>& notes)
{
    text::DataList list;
    for (const auto& note : notes) {
        text::Data told;
        told.set("id", std::to_string(note.id));
        told.set("text", note.text);
        told.set("by",
                 teller.house.words.say("customer.note_by", {{"name", note.staff_name},
                                                             {"at", teller.moment(note.at)}}));
        list.push_back(told);
    }
    return list;
}

void set_known(text::Data& data, const Teller& teller, const desk::Acquaintance::Known& known)
{
    const auto& words = teller.house.words;
    const auto& numbers = known.numbers;
    const auto others = numbers.tickets - 1;
    data.set("other_tickets", tickets_told(teller, known.earlier));
    data.set("has_others", !known.earlier.empty());
    data.set("how_often",
             others > 0 ? words.count("customer.again", others) : words.say("customer.first"));
    data.set("promises_told",
             words.say("customer.promises",
                       {{"kept", words.count("customer.promises_kept", numbers.kept)},
                        {"broken", words.count("customer.promises_broken", numbers.broken)}}));
    data.set("tickets_lately", words.count("customer.tickets_lately", numbers.tickets_lately));
    data.set("replies_lately", words.count("customer.replies_lately", numbers.replies_lately));
}

} // namespace

void set_customer(text::Data& data, const Teller& teller, const desk::Acquaintance& acquaintance,
                  const std::string& note)
{
    data.set("can_note_customer", acquaintance.has_contact);
    data.set("customer_notes", notes_told(teller, acquaintance.notes));
    data.set("has_customer_notes", !acquaintance.notes.empty());
    data.set("customer_note", note);
    data.set("customer_note_open", !note.empty());
    data.set("same_matter", tickets_told(teller, acquaintance.same_matter));
    data.set("has_same_matter", !acquaintance.same_matter.empty());
    data.set("is_known", acquaintance.known.has_value());
    if (acquaintance.known)
        set_known(data, teller, *acquaintance.known);
    data.set("has_customer_card",
             acquaintance.has_contact || acquaintance.known || !acquaintance.same_matter.empty());
}

void set_like(text::Data& data, const Teller& teller, const std::vector<desk::LikeTicket>& tickets)
{
    const auto& words = teller.house.words;
    text::DataList list;
    for (const auto& ticket : tickets) {
        text::Data told;
        told.set("reference", ticket.reference);
        told.set("words", text::first_words(ticket.words, words_shown));
        told.set("answered",
                 words.say("ticket.answered", {{"at", teller.moment(ticket.answered_at)}}));
        told.set("answer", text::first_words(ticket.answer, answer_shown));
        told.set("has_done", !ticket.done.empty());
        told.set("done", words.say("ticket.done", {{"done", ticket.done}}));
        list.push_back(told);
    }
    data.set("like", list);
    data.set("has_like", !tickets.empty());
}

} // namespace heard::site
