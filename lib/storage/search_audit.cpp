// Whether the index agrees with the rows. Mends nothing: it can be made anew.
#include "storage/search_index.hpp"

#include <functional>
#include <map>
#include <set>
#include <utility>

namespace heard::storage {

namespace {

/// Sums over what a ticket should have and what it has: in any order, and small for any number of
/// words.
struct Sums
{
    std::size_t expected = 0;
    std::size_t found = 0;
};

std::size_t hash_of(std::string_view kind, std::string_view text)
{
    return std::hash<std::string>{}(std::string{kind} + "/" + std::string{text});
}

class Comparison
{
public:
    /// Tickets that the index has yet to take in are not compared.
    explicit Comparison(std::set<core::TicketId> ahead)
        : ahead_{std::move(ahead)}
    {}

    bool leaves_out(core::TicketId ticket) const { return ahead_.contains(ticket); }

    void expect(core::TicketId ticket, const Entered& entered)
    {
        auto& sum = sums_[ticket].expected;
        sum += hash_of("content", joined(entered.words));
        for (const auto& word : entered.words)
            sum += hash_of("word", word);
        for (const auto& key : entered.keys)
            sum += hash_of("key", key);
    }

    /// Rows of a ticket and a text.
    void find(Transaction& tx, std::string_view sql, std::string_view kind)
    {
        tx.prepare(sql).all([&](Row& row) {
            core::TicketId ticket;
            std::string text;
            row >> ticket >> text;
            if (!leaves_out(ticket))
                sums_[ticket].found += hash_of(kind, text);
            return 0;
        });
    }

    std::vector<std::string> problems() const
    {
        std::vector<std::string> sentences;
        for (const auto& [ticket, sums] : sums_)
            if (sums.expected != sums.found)
                sentences.push_back("search: the index has other words of ticket " +
                                    std::to_string(ticket.value) +
                                    " than were said; heard reindex makes it anew");
        return sentences;
    }

private:
    std::set<core::TicketId> ahead_;
    std::map<core::TicketId, Sums> sums_;
};

core::TicketId read_ticket(Row& row)
{
    core::TicketId ticket;
    row >> ticket;
    return ticket;
}

} // namespace

std::vector<std::string> problems_with_search(Transaction& tx)
{
    auto query = tx.prepare(R"sql(
        select distinct ticket from book
         where id > (select lines from finder) and ticket is not null
    )sql");
    const auto ahead = query.all(read_ticket);
    Comparison comparison{std::set<core::TicketId>(ahead.begin(), ahead.end())};
    for (const auto ticket : tx.prepare("select id from ticket").all(read_ticket))
        if (!comparison.leaves_out(ticket))
            comparison.expect(ticket, entry_for(tx, ticket));
    comparison.find(tx, "select rowid, words from search", "content");
    comparison.find(tx, "select doc, term from search_term", "word");
    comparison.find(tx, "select ticket, key from known_by", "key");
    return comparison.problems();
}

} // namespace heard::storage
