// One way on which letters leave, and how its mail server is. A server that does not answer is left
// in peace for a while and then tried with one letter, however many wait. Knows no letters.
#pragma once

#include "mail/courier.hpp"
#include "time/instant.hpp"

#include <optional>
#include <string>

namespace heard::daemon {

/// Thread: I/O.
class Way
{
public:
    enum class Change { none, went_down, came_back };

    /// What a delivery that ended at `now` says of the way.
    Change note(const mail::Delivery& delivery, time::Instant now);
    /// The next letter is an attempt: there are new settings.
    void try_now() { rests_until_.reset(); }

    /// Whether another letter may go now, with so many on this way already.
    bool has_room(time::Instant now, int under_way) const;
    /// Until when it is left in peace; nothing when it is not.
    std::optional<time::Instant> rests_until(time::Instant now) const;
    /// What the server said, or what became of asking it; empty while all is well.
    const std::string& trouble() const { return trouble_; }

private:
    int failures_ = 0; ///< In a row; 0 is well.
    std::optional<time::Instant> rests_until_;
    std::string trouble_;
};

} // namespace heard::daemon
