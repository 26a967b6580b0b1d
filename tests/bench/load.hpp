// The load generator: one thread, some connections that stay open, one request at a time on each.
// Bounded in time and in count. Knows requests as bytes, and from which status on they are refused.
#pragma once

#include "bench/latency.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace heard::bench {

struct LoadOptions
{
    std::uint16_t port = 0;
    int connections = 32;
    std::chrono::milliseconds span{3000};
    /// Requests a second, each at its planned time and measured from it; 0: as fast as the server
    /// can.
    double rate = 0;
};

struct Load
{
    std::uint64_t taken_in = 0; ///< Answered well: a submission 303, a page 200.
    std::uint64_t refused = 0;
    double seconds = 0; ///< From the first request to the last answer.
    Latencies latencies;
};

/// Sends each of `requests` at most once. When the time is over, what is under way is still
/// answered and counted, so that "taken in" can be held against the database.
Load run_load(const LoadOptions& options, const std::vector<std::string>& requests);

} // namespace heard::bench
