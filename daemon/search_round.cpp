#include "daemon/search_round.hpp"

#include "storage/search_index.hpp"

#include <algorithm>

namespace heard::daemon {

namespace {

using std::chrono::steady_clock;
using namespace std::chrono_literals;

// What is said is found so soon after: together with what others say meanwhile.
constexpr steady_clock::duration rest_least = 250ms;
constexpr steady_clock::duration rest_most = 5s;

} // namespace

// Works a tenth of the time at most, and less the longer it waits for its turn: those who search
// can wait, customers cannot. An index that is damaged leaves the daemon as it is.
boost::asio::awaitable<void> SearchRound::run()
{
    while (!stopping()) {
        const auto begun = steady_clock::now();
        auto step = [](storage::Transaction& tx) { return storage::tend_search(tx); };
        const auto more = co_await write_in_turn(std::move(step));
        const auto took = steady_clock::now() - begun;
        const bool damaged = !more && storage::tells_of_damage(more.error());
        if (damaged || (more && !*more))
            co_await sleep_until(std::nullopt);
        co_await rest(std::clamp(9 * took, rest_least, rest_most));
    }
}

// Each commit rings, and ends the sleep but not the rest. The clock may be set meanwhile.
boost::asio::awaitable<void> SearchRound::rest(steady_clock::duration span)
{
    const auto over = steady_clock::now() + span;
    for (auto left = span; left > 0s && !stopping(); left = over - steady_clock::now())
        co_await sleep_until(now() + std::chrono::ceil<time::Micros>(left));
}

} // namespace heard::daemon
