#include "daemon/way.hpp"

#include <algorithm>

namespace heard::daemon {

namespace {

using namespace std::chrono_literals;

// 5, 10, 20, 40, then 60 s: one connection a minute is no burden, and a minute after the server is
// back everything goes out.
constexpr time::Micros first_rest = 5s;
constexpr time::Micros rest_max = 60s;
constexpr int doublings_max = 4;

} // namespace

Way::Change Way::note(const mail::Delivery& delivery, time::Instant now)
{
    if (delivery.not_asked)
        return Change::none;
    if (!delivery.relay_down) {
        const bool was_down = failures_ > 0;
        *this = {};
        return was_down ? Change::came_back : Change::none;
    }
    trouble_ = delivery.detail;
    // Several letters may have been under way when it went down: that is one failure.
    if (rests_until(now))
        return Change::none;
    ++failures_;
    rests_until_ =
        now + std::min(first_rest * (1 << std::min(failures_ - 1, doublings_max)), rest_max);
    return failures_ == 1 ? Change::went_down : Change::none;
}

bool Way::has_room(time::Instant now, int under_way) const
{
    return failures_ == 0 || (!rests_until(now) && under_way == 0);
}

std::optional<time::Instant> Way::rests_until(time::Instant now) const
{
    // A rest that is longer than the longest is over: the clock was set back.
    if (!rests_until_ || *rests_until_ <= now || *rests_until_ - now > rest_max)
        return std::nullopt;
    return rests_until_;
}

} // namespace heard::daemon
