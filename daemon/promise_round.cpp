#include "daemon/promise_round.hpp"

#include "desk/release.hpp"
#include "storage/sending.hpp"

#include <deque>

namespace heard::daemon {

namespace {

using boost::asio::awaitable;

// A round that is this late means that nobody is told in time.
constexpr auto late_after = std::chrono::seconds{60};
// Pieces of all promises that may turn out to be damaged in one look; submissions wait meanwhile.
constexpr int pieces_max = 4000;
// Replies that leave in one go: more than a team writes in a second.
constexpr int replies_max = 100;

} // namespace

PromiseRound::PromiseRound(const RoundParts& parts)
    : Round{parts}
    , looked_at_{now()}
{}

bool PromiseRound::on_time() const
{
    // In both directions: once the clock was set, by however much, only a new look counts.
    return std::chrono::abs(now() - looked_at_) < late_after;
}

awaitable<void> PromiseRound::run()
{
    while (!stopping()) {
        // First: a reply that has waited keeps its promise, and nobody need be told of it.
        const auto next_release = co_await release_replies();
        auto look = [house = parts().house()](storage::Transaction& tx) {
            return desk::escalate(tx, *house);
        };
        const auto looked = co_await write(std::move(look));
        std::optional<desk::Looked> seen;
        if (looked)
            seen = *looked;
        else if (storage::tells_of_damage(looked.error()))
            seen = co_await look_past_damage();
        if (!seen) {
            co_await sleep_until(now() + again_soon);
            continue;
        }
        if (looked)
            note_passed_over(0);
        looked_at_ = now();
        if (seen->escalations > 0)
            parts().log.write(Level::info, "escalated",
                              field("escalations", seen->escalations) + " " +
                                  field("promises", seen->promises));
        if (!seen->more)
            co_await sleep_until(earlier(seen->look_again_at, next_release));
    }
}

/// Gives when the next one leaves. Each in a transaction of its own: one that meets damage holds up
/// no other.
awaitable<std::optional<time::Instant>> PromiseRound::release_replies()
{
    auto find = [](storage::Transaction& tx) {
        return std::pair{storage::tickets_to_release(tx, replies_max),
                         storage::next_release_at(tx)};
    };
    const auto found = co_await read(std::move(find));
    if (!found)
        co_return now() + again_soon;
    bool refused = false; // By a full disk, say.
    for (const auto ticket : found->first) {
        auto release = [house = parts().house(), ticket](storage::Transaction& tx) {
            desk::release_when_due(tx, *house, ticket);
            return ticket;
        };
        const auto released = co_await write(std::move(release));
        if (!released && storage::tells_of_damage(released.error()))
            parts().log.write(Level::error, "reply_passed_over", field("ticket", ticket.value));
        else
            refused = refused || !released;
    }
    const bool more = found->first.size() == replies_max;
    co_return refused || more ? now() + again_soon : found->second;
}

// All promises, then those halves of them that meet damage, and so on: large pieces that can be
// read come first, and in the end only those promises are left whose own pages cannot be.
awaitable<std::optional<desk::Looked>> PromiseRound::look_past_damage()
{
    const auto all = co_await range_of_promises();
    if (!all)
        co_return std::nullopt;
    desk::Looked sum;
    std::size_t passed_over = 0;
    std::deque<storage::PromiseRange> pieces{*all};
    for (int failures = 0; !pieces.empty() && failures < pieces_max && !stopping();) {
        const auto piece = pieces.front();
        pieces.pop_front();
        auto look = [house = parts().house(), piece](storage::Transaction& tx) {
            return desk::escalate_among(tx, *house, piece);
        };
        const auto looked = co_await write(std::move(look));
        if (!looked && !storage::tells_of_damage(looked.error()))
            co_return std::nullopt; // A full disk, say: all of it again, soon.
        if (!looked) {
            ++failures;
            const auto middle = piece.first + (piece.last - piece.first) / 2;
            if (piece.first >= piece.last)
                ++passed_over;
            else
                pieces.insert(pieces.end(), {{piece.first, middle}, {middle + 1, piece.last}});
            continue;
        }
        sum.promises += looked->promises;
        sum.escalations += looked->escalations;
        sum.more = sum.more || looked->more;
        sum.look_again_at = earlier(sum.look_again_at, looked->look_again_at);
    }
    note_passed_over(passed_over + pieces.size());
    co_return sum;
}

/// Nothing: neither the promises nor the index of the open ones says how many there are.
awaitable<std::optional<storage::PromiseRange>> PromiseRound::range_of_promises()
{
    auto all = [](storage::Transaction& tx) { return storage::all_promises(tx); };
    if (const auto range = co_await read(std::move(all)))
        co_return range;
    auto open = [](storage::Transaction& tx) { return storage::all_open_promises(tx); };
    co_return co_await read(std::move(open));
}

void PromiseRound::note_passed_over(std::size_t promises)
{
    if (promises != passed_over_)
        parts().log.write(promises > 0 ? Level::error : Level::info, "promises_passed_over",
                          field("promises", promises));
    passed_over_ = promises;
}

} // namespace heard::daemon
