// The round that looks after the daemon itself: the heartbeat, a real write that shows that the
// disk works, the watchdog that it feeds, the daily letter, and alarms for letters that do not get
// through. It also gives memory back to the machine.
#pragma once

#include "daemon/outbox_round.hpp"
#include "daemon/promise_round.hpp"

namespace heard::daemon {

/// Thread: I/O.
class CareRound final : public Round
{
public:
    CareRound(const RoundParts& parts, const PromiseRound& promises, const OutboxRound& outbox);

    /// Whether a real write was committed within the last half minute, and none hangs.
    bool writes_on_time() const;
    /// What systemd's watchdog hears: promises and writes are on time. A full disk refuses writes
    /// at once, which a fresh start would not mend.
    bool alive() const;
    /// Letters that somebody must know about, as of the last look.
    const storage::Trouble& trouble() const { return trouble_; }

private:
    boost::asio::awaitable<void> run() override;
    boost::asio::awaitable<void> beat();
    boost::asio::awaitable<std::optional<time::Instant>> take_care();
    boost::asio::awaitable<void> look_after_letters();
    void note_clock(time::Micros back) const;
    void keep_alive() const;

    const PromiseRound& promises_;
    const OutboxRound& outbox_;
    storage::Trouble trouble_;
    time::Instant wrote_at_;                     ///< The last real write.
    time::Instant answered_at_;                  ///< The last time the writer said anything.
    std::optional<time::Instant> writing_since_; ///< A write of this round is under way.
};

} // namespace heard::daemon
