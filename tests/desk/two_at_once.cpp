// Three people at one ticket, who look, write, send, take back and add notes in any order, while
// the customer writes and time goes by. Each seed is another order.
#include "desk/draft.hpp"
#include "desk/handle.hpp"
#include "desk/reply.hpp"
#include "storage/audit.hpp"
#include "storage/draft.hpp"
#include "storage/sending.hpp"
#include "tests/support/dice.hpp"
#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

using namespace heard;
using core::EntryKind;

namespace {

constexpr std::uint64_t seeds = 200;
constexpr int steps = 120;

/// Somebody at a browser: what is on their page, and what stands in their form.
struct Writer
{
    core::Staff staff;
    int seen = 0;
    std::string words = {};
    std::string page = "0";
    std::int64_t draft = 0; ///< The one that their page has shown.
    bool has_form = true;   ///< Not on a page on which a reply is about to leave.
    bool kept = false;      ///< As the page does within three seconds.
};

class Office
{
public:
    explicit Office(std::uint64_t seed)
        : dice_{seed}
        , ticket_{shop_.customer_says({.dislikes = "The shoes came apart."})}
    {
        shop_.house.undo_for = 15s;
        writers_ = {{shop_.mary}, {shop_.hire("Bob")}, {shop_.hire("Cleo")}};
    }

    void step()
    {
        auto& writer = writers_[dice_.below(writers_.size())];
        switch (dice_.below(8)) {
        case 0:
            return look(writer);
        case 1:
        case 2:
            return write(writer);
        case 3:
        case 4:
            return send(writer);
        case 5:
            return undo(writer);
        case 6:
            return dice_.percent(50) ? customer_writes() : note(writer);
        default:
            shop_.let_pass(time::Micros{dice_.between(1, time::Micros{12s}.count())});
        }
    }

    /// Every reply was written in the knowledge of all replies before it.
    void check_that_all_was_seen()
    {
        for (const auto& entry : shop_.thread(ticket_).entries) {
            if (entry.what != EntryKind::answer)
                continue;
            const auto seen = seen_by_words_.at(entry.text);
            for (const auto& other : shop_.thread(ticket_).entries)
                if (other.what == EntryKind::answer && other.number < entry.number)
                    CHECK(other.number <= seen);
        }
    }

    /// What was kept stands in a draft, is about to leave, or has left.
    void check_that_no_draft_is_lost()
    {
        const auto unsaid = words_somewhere();
        for (const auto& writer : writers_)
            if (writer.kept)
                CHECK(std::ranges::any_of(unsaid, [&](const std::string& words) {
                    return words.find(writer.words) != std::string::npos;
                }));
    }

    void check_books() { CHECK(storage::audit(shop_.database) == std::vector<std::string>{}); }
    std::size_t answers()
    {
        const auto entries = shop_.thread(ticket_).entries;
        return static_cast<std::size_t>(
            std::ranges::count(entries, EntryKind::answer, &core::Entry::what));
    }
    int refused() const { return refused_; }

private:
    desk::Reply reply_of(const Writer& writer) const
    {
        return {.writer = writer.staff,
                .reference = ticket_.reference,
                .text = writer.words,
                .done = {},
                .seen = writer.seen,
                .until = {},
                .page = writer.page,
                .draft = writer.draft};
    }

    /// The ticket's page: the form has what its writer left there.
    void look(Writer& writer)
    {
        const auto ticket = shop_.thread(ticket_).ticket;
        const auto [leaving, drafts] = shop_.in_transaction([&](storage::Transaction& tx) {
            return std::pair{storage::find_sending(tx, ticket.id),
                             storage::drafts_of(tx, ticket.id)};
        });
        const auto own = std::ranges::find(drafts, writer.staff.id, &storage::Draft::staff);
        writer.has_form = !leaving || own != drafts.end();
        writer.kept = own != drafts.end();
        writer.words = writer.kept ? own->text : "";
        writer.page = std::to_string(++number_);
        writer.draft = writer.kept ? own->number : 0;
        writer.seen = writer.kept ? own->seen : ticket.newest_entry;
    }

    void write(Writer& writer)
    {
        if (!writer.has_form)
            return;
        if (writer.words.empty())
            writer.words = writer.staff.name;
        writer.words += " " + std::to_string(++number_);
        if (const auto other = keep(writer)) {
            writer.words = other->text + "\n\n" + writer.words; // As the page offers it.
            writer.draft = other->number;
            CHECK_FALSE(keep(writer));
        }
        writer.kept = true;
    }

    std::optional<storage::Draft> keep(const Writer& writer)
    {
        const auto draft = reply_of(writer);
        return shop_
            .in_transaction([&](storage::Transaction& tx) {
                return desk::keep_draft(tx, shop_.house, draft, EntryKind::answer);
            })
            .value();
    }

    void send(Writer& writer)
    {
        if (writer.words.empty())
            return;
        const auto reply = reply_of(writer);
        const auto sent = shop_.in_transaction(
            [&](storage::Transaction& tx) { return desk::answer(tx, shop_.house, reply); });
        if (!sent) {
            ++refused_;
            writer.seen = shop_.thread(ticket_).ticket.newest_entry; // The page shows what is new.
            return;
        }
        seen_by_words_.insert_or_assign(reply.text, reply.seen);
        sent_.push_back(reply.text);
        writer.words.clear();
        writer.has_form = false; // On to the next ticket.
        writer.kept = false;
    }

    void undo(Writer& writer)
    {
        shop_.in_transaction([&](storage::Transaction& tx) {
            return desk::undo(tx, shop_.house, writer.staff, ticket_.reference);
        });
    }

    void note(const Writer& writer)
    {
        shop_
            .in_transaction([&](storage::Transaction& tx) {
                return desk::note(tx, shop_.house, {writer.staff, ticket_.reference},
                                  "note " + std::to_string(++number_));
            })
            .value();
    }

    void customer_writes() { shop_.customer_adds(ticket_, "more " + std::to_string(++number_)); }

    std::vector<std::string> words_somewhere()
    {
        const auto thread = shop_.thread(ticket_);
        auto words = shop_.in_transaction([&](storage::Transaction& tx) {
            std::vector<std::string> found;
            for (const auto& draft : storage::drafts_of(tx, thread.ticket.id))
                found.push_back(draft.text);
            if (const auto leaving = storage::find_sending(tx, thread.ticket.id))
                found.push_back(leaving->text);
            return found;
        });
        for (const auto& entry : thread.entries)
            words.push_back(entry.text);
        for (const auto& sent : sent_)
            CHECK(std::ranges::any_of(words, [&](const std::string& somewhere) {
                return somewhere.find(sent) != std::string::npos;
            }));
        return words;
    }

    Shop shop_;
    Dice dice_;
    desk::Receipt ticket_;
    std::vector<Writer> writers_;
    std::map<std::string, int> seen_by_words_;
    std::vector<std::string> sent_;
    int number_ = 0;
    int refused_ = 0;
};

} // namespace

TEST_CASE("whatever the order, no reply goes unseen of another, and no word is lost")
{
    std::size_t answers = 0;
    int refused = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        CAPTURE(seed);
        Office office{seed};
        for (int step = 0; step < steps; ++step) {
            office.step();
            office.check_that_no_draft_is_lost();
        }
        office.check_that_all_was_seen();
        office.check_books();
        answers += office.answers();
        refused += office.refused();
    }
    // Else the orders would prove nothing.
    CHECK(answers > seeds);
    CHECK(refused > static_cast<int>(seeds));
}
