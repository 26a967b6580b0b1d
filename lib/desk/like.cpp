#include "desk/like.hpp"

#include "storage/promise.hpp"
#include "storage/ticket.hpp"
#include "text/search_words.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace heard::desk {

namespace {

constexpr std::size_t shown_max = 3;
// Long words say more of a matter than short ones, in all languages of the house.
constexpr std::size_t words_looked_at = 8;
constexpr std::size_t letters_min = 4;
// A word that more tickets have is common; of those only the newest are looked at.
constexpr int tickets_a_word = 64;
// One word in common is chance.
constexpr int words_in_common_min = 2;
constexpr std::size_t candidates_max = 30;

struct Likeness
{
    core::TicketId ticket;
    int words = 0;
    double weight = 0;
};

std::vector<std::string> telling_words(const core::Submission& said)
{
    std::set<std::string> words;
    for (const auto& text : {said.dislikes, said.likes, said.wishes})
        for (auto& word : text::search_words(text))
            if (text::count_characters(word.folded) >= letters_min)
                words.insert(std::move(word.folded));
    std::vector<std::string> longest{words.begin(), words.end()};
    std::ranges::stable_sort(longest, std::ranges::greater{}, &std::string::size);
    longest.resize(std::min(longest.size(), words_looked_at));
    return longest;
}

/// Most alike first; of equals the newest.
std::vector<Likeness> likest(storage::Transaction& tx, const Thread& thread)
{
    std::map<core::TicketId, Likeness> likenesses;
    for (const auto& word : telling_words(thread.said)) {
        const auto tickets = storage::tickets_with_word(tx, word, tickets_a_word);
        const auto common = static_cast<double>(tickets.size());
        const auto weight = std::log2(1.0 + tickets_a_word / (1.0 + common));
        for (const auto ticket : tickets) {
            auto& likeness = likenesses[ticket];
            likeness.ticket = ticket;
            ++likeness.words;
            likeness.weight += weight;
        }
    }
    std::vector<Likeness> list;
    for (const auto& [ticket, likeness] : likenesses)
        if (likeness.words >= words_in_common_min)
            list.push_back(likeness);
    std::ranges::sort(list, [](const auto& a, const auto& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.ticket > b.ticket;
    });
    list.resize(std::min(list.size(), candidates_max));
    return list;
}

/// Nothing when it is not for their eyes, or when nobody is meant to read it any more.
std::optional<core::Ticket> readable(storage::Transaction& tx, const core::Staff& staff,
                                     core::TicketId id)
{
    auto ticket = storage::find_ticket(tx, id);
    if (!ticket || ticket->erased_at || !ticket->suspicion.empty() ||
        !core::may_see(staff, ticket->branch))
        return std::nullopt;
    return ticket;
}

std::optional<LikeTicket> answered(storage::Transaction& tx, const core::Ticket& ticket)
{
    if (!ticket.answered_at)
        return std::nullopt;
    const auto entries = storage::entries_of(tx, ticket.id);
    const auto answer = std::ranges::find(entries.rbegin(), entries.rend(), core::EntryKind::answer,
                                          &core::Entry::what);
    if (answer == entries.rend())
        return std::nullopt;
    return LikeTicket{ticket.reference, core::all_words(storage::get_submission(tx, ticket.id)),
                      answer->text, answer->done, answer->at};
}

} // namespace

LikeTickets like_tickets(storage::Transaction& tx, const core::Staff& staff, const Thread& thread)
{
    LikeTickets found;
    // Of each matter the likest ticket stands for all, and of our own none does.
    std::set<core::TicketId> matters{thread.ticket.merged_into.value_or(thread.ticket.id)};
    for (const auto& likeness : likest(tx, thread)) {
        if (found.answered.size() == shown_max && found.waiting.size() == shown_max)
            break;
        auto ticket = readable(tx, staff, likeness.ticket);
        if (!ticket || !matters.insert(ticket->merged_into.value_or(ticket->id)).second)
            continue;
        if (found.answered.size() < shown_max)
            if (auto like = answered(tx, *ticket))
                found.answered.push_back(std::move(*like));
        if (found.waiting.size() < shown_max && storage::find_open_promise(tx, ticket->id))
            found.waiting.push_back(std::move(*ticket));
    }
    return found;
}

} // namespace heard::desk
