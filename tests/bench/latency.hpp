// How long requests took, and what to say of it. Knows no request.
#pragma once

#include <chrono>
#include <vector>

namespace heard::bench {

using Steady = std::chrono::steady_clock;

class Latencies
{
public:
    void add(Steady::duration span) { spans_.push_back(span); }
    /// The span that `share` of all did not exceed, in milliseconds; 0 without any.
    double percentile(double share);

private:
    std::vector<Steady::duration> spans_;
};

} // namespace heard::bench
