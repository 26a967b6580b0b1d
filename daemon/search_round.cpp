#include "daemon/search_round.hpp"

#include "storage/search_index.hpp"

namespace heard::daemon {

// Works a tenth of the time at most, and less the longer it waits for its turn: those who search
// can wait, customers cannot. An index that is damaged leaves the daemon as it is.
boost::asio::awaitable<void> SearchRound::run()
{
    while (!stopping()) {
        const auto begun = now();
        auto step = [](storage::Transaction& tx) { return storage::tend_search(tx); };
        const auto more = co_await write_in_turn(std::move(step));
        const auto took = std::chrono::abs(now() - begun);
        const bool damaged = !more && storage::tells_of_damage(more.error());
        std::optional<time::Instant> next;
        if (more ? *more : !damaged)
            next = now() + (more ? 9 * took : time::Micros{again_soon});
        co_await sleep_until(next);
    }
}

} // namespace heard::daemon
