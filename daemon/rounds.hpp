// The recurring jobs of the daemon, each in a file of its own: promises, the outbox, the daemon
// itself, the search. They decide nothing: the desk climbs ladders, the courier judges letters.
// Here they are started, woken and ended together.
#pragma once

#include "daemon/care_round.hpp"
#include "daemon/outbox_round.hpp"
#include "daemon/promise_round.hpp"
#include "daemon/search_round.hpp"

#include <array>

namespace heard::daemon {

/// Thread: I/O, but for `wake` and `wake_all`.
class Rounds
{
public:
    explicit Rounds(RoundParts parts);

    void start();
    /// Lets each round end after what it is doing; letters under way are finished by their
    /// couriers.
    void stop();
    /// New work after a commit. Thread: any.
    void wake(const storage::Wake& wake);
    /// Look at everything now: the clock was set, or there are new settings. Thread: any.
    void wake_all();
    /// There are new settings: look at everything, and try mail servers that were down.
    void take_new_settings();

    bool promises_on_time() const { return promises_.on_time(); }
    bool writes_on_time() const { return care_.writes_on_time(); }
    bool alive() const { return care_.alive(); }
    const storage::Trouble& trouble() const { return care_.trouble(); }

private:
    RoundParts parts_;
    PromiseRound promises_;
    OutboxRound outbox_;
    CareRound care_;
    SearchRound search_;
    /// First the heartbeat: should the clock have been set back, while the daemon was down too,
    /// what the other rounds write belongs to the new time.
    std::array<Round*, 4> all_{&care_, &promises_, &outbox_, &search_};
};

} // namespace heard::daemon
