// When a letter that could not be handed over is tried again, and when we give up.
// Pure. RFC 5321 §4.5.4.1 asks for four to five days at least; we take seven.
#pragma once

#include "time/instant.hpp"

#include <array>
#include <cstddef>

namespace heard::core {

inline constexpr time::Micros give_up_after = std::chrono::days{7};
/// From here on a letter counts as stuck, and people are told.
inline constexpr time::Micros stuck_after = std::chrono::minutes{15};
/// What somebody must act on is tried again at least this often.
inline constexpr time::Micros urgent_wait_max = std::chrono::minutes{5};

/// The wait after the `failures`th failure in a row (1 is the first): 1, 2, 5, 10, 20, 30 minutes,
/// then hourly. `jitter` in [0, 1) spreads it by up to a tenth, so that letters that failed
/// together do not come back together.
constexpr time::Micros wait_after(int failures, double jitter)
{
    constexpr std::array<int, 7> minutes = {1, 2, 5, 10, 20, 30, 60};
    const auto step = static_cast<std::size_t>(failures < 1 ? 0 : failures - 1);
    const time::Micros wait =
        std::chrono::minutes{minutes[step < minutes.size() ? step : minutes.size() - 1]};
    return wait +
           time::Micros{static_cast<long long>(static_cast<double>(wait.count()) * jitter / 10)};
}

} // namespace heard::core
