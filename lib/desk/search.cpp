#include "desk/search.hpp"

#include "core/acquaintance.hpp"
#include "desk/thread.hpp"
#include "storage/search_index.hpp"
#include "storage/ticket.hpp"
#include "text/utf8.hpp"

#include <algorithm>

namespace heard::desk {

namespace {

// Nobody who looks for a ticket needs more, and each is a walk through the index.
constexpr std::size_t terms_max = 8;
// Two lines on a phone.
constexpr std::size_t shown_max = 200;
// So many lines are taken in within a second.
constexpr std::int64_t lines_behind = 2000;

std::vector<std::string> terms_in(std::string_view typed)
{
    std::vector<std::string> terms;
    for (auto& word : text::search_words(typed))
        if (terms.size() < terms_max && std::ranges::find(terms, word.folded) == terms.end())
            terms.push_back(std::move(word.folded));
    return terms;
}

/// A number as it is read from a slip of paper; a few words with a number in them are none.
std::string phone_in(std::string_view typed)
{
    const bool dialled = typed.find_first_not_of("0123456789+-/(). ") == typed.npos;
    return dialled ? core::phone_digits(typed).value_or("") : "";
}

/// `H-7K3M9Q` in any spelling. Without `H-` it takes a digit, so that no word is taken for one.
std::string by_reference(storage::Transaction& tx, const House& house, const core::Staff& staff,
                         const std::string& typed)
{
    const bool named = core::code_of(typed).size() < typed.size();
    if (!named && typed.find_first_of("0123456789") == typed.npos)
        return {};
    const auto ticket = find_for_staff(tx, house, staff, typed);
    return ticket ? ticket->reference : std::string{};
}

/// When exactly one ticket of those that they may see is about that invoice.
std::string by_invoice(storage::Transaction& tx, const core::Staff& staff, const std::string& typed)
{
    const auto key = core::invoice_key(typed);
    if (!key)
        return {};
    std::string reference;
    constexpr int several = 10;
    for (const auto id : storage::tickets_known_by(tx, *key, several)) {
        const auto ticket = storage::find_ticket(tx, id);
        if (!ticket || !core::may_see(staff, ticket->branch))
            continue;
        if (!reference.empty())
            return {};
        reference = ticket->reference;
    }
    return reference;
}

std::vector<text::Piece> where_found(storage::Transaction& tx, core::TicketId ticket,
                                     const std::vector<std::string>& terms)
{
    std::vector<text::Piece> begins;
    for (const auto& said : storage::texts_on(tx, ticket)) {
        auto pieces = text::excerpt(said, terms, shown_max);
        if (std::ranges::any_of(pieces, &text::Piece::is_match))
            return pieces;
        if (begins.empty())
            begins = std::move(pieces);
    }
    return begins;
}

} // namespace

Finding find_tickets(storage::Transaction& tx, const House& house, const core::Staff& staff,
                     const SearchFor& sought)
{
    const auto typed = text::tidied(sought.words);
    Finding finding;
    finding.at_once = by_reference(tx, house, staff, typed);
    if (finding.at_once.empty())
        finding.at_once = by_invoice(tx, staff, typed);
    if (!finding.at_once.empty())
        return finding;

    const auto terms = terms_in(typed);
    auto rows = storage::search(
        tx, {terms, phone_in(typed), staff.branch, sought.order, sought.rows_max + 1});
    finding.more = std::ssize(rows) > sought.rows_max;
    if (finding.more)
        rows.pop_back();
    for (auto& row : rows) {
        auto words = where_found(tx, row.ticket, terms);
        finding.tickets.push_back({std::move(row), std::move(words)});
    }
    finding.behind = storage::lines_to_take_in(tx) > lines_behind;
    return finding;
}

} // namespace heard::desk
