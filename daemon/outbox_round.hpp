// The round that hands due letters to the couriers, the urgent ones first, and writes down what
// became of each. Keeps in mind which are under way and how each mail server is; whether a letter
// is tried again the desk decides.
#pragma once

#include "daemon/round.hpp"
#include "daemon/way.hpp"

#include <array>
#include <map>
#include <set>
#include <vector>

namespace heard::daemon {

/// Thread: I/O, but for what `Round` says.
class OutboxRound final : public Round
{
public:
    using Round::Round;

    /// Mail servers that were down are tried at the next look.
    void try_all_ways();
    /// What the relay said, or what became of asking it; empty while all is well.
    const std::string& relay_trouble() const { return ways_[0].trouble(); }

private:
    boost::asio::awaitable<void> run() override;
    boost::asio::awaitable<void> deliver(storage::DueLetter due);
    boost::asio::awaitable<void> deliver_found(storage::WaitingLetter letter);
    void forget_finished();
    bool may_leave(storage::Lane lane) const;
    std::vector<storage::Lane> open_lanes() const;
    std::optional<time::Instant> first_rest_over() const;
    void send(const std::vector<storage::DueLetter>& letters);
    void finish(core::LetterId letter);
    void pass_over(core::LetterId letter);
    void note_way(storage::Lane lane, const mail::Delivery& delivery);

    /// With a courier, or finished.
    std::map<core::LetterId, storage::Lane> under_way_;
    std::vector<core::LetterId> finished_; ///< Written down since the last look began.
    /// Cannot be read or written down, until the next start: nobody gets one twice for that.
    std::set<core::LetterId> passed_over_;
    std::array<Way, 3> ways_; ///< The relay, the alarms' second way, the webhook.
};

} // namespace heard::daemon
