#include "bench/latency.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace heard::bench {

double Latencies::percentile(double share)
{
    if (spans_.empty())
        return 0;
    // The nearest rank: always a span that was measured, never one in between.
    const auto rank = std::ceil(share * static_cast<double>(spans_.size()));
    const auto index = std::clamp<std::size_t>(static_cast<std::size_t>(rank), 1, spans_.size());
    const auto at = spans_.begin() + static_cast<std::ptrdiff_t>(index - 1);
    std::nth_element(spans_.begin(), at, spans_.end());
    return std::chrono::duration<double, std::milli>(*at).count();
}

} // namespace heard::bench
