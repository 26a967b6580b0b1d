// The round that keeps the word: lets replies leave whose time to undo is over, and tells those
// whom the ladder names. The desk climbs; this only looks in time, also past promises that cannot
// be read.
#pragma once

#include "daemon/round.hpp"
#include "desk/escalate.hpp"
#include "storage/promise.hpp"

#include <cstddef>

namespace heard::daemon {

/// Thread: I/O.
class PromiseRound final : public Round
{
public:
    explicit PromiseRound(const RoundParts& parts);

    /// Whether it has looked within the last minute.
    bool on_time() const;

private:
    boost::asio::awaitable<void> run() override;
    boost::asio::awaitable<std::optional<time::Instant>> release_replies();
    boost::asio::awaitable<std::optional<desk::Looked>> look_past_damage();
    boost::asio::awaitable<std::optional<storage::PromiseRange>> range_of_promises();
    void note_passed_over(std::size_t promises);

    std::size_t passed_over_ = 0; ///< By the last look.
    time::Instant looked_at_;
};

} // namespace heard::daemon
