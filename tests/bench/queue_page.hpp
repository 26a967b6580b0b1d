// A member of staff who looks at the queue again and again.
#pragma once

#include "bench/latency.hpp"

#include <cstdint>
#include <string>

namespace heard::bench {

struct QueuePageOptions
{
    std::uint16_t port = 0;
    std::string name;
    std::string password;
    std::chrono::milliseconds span{8000};
    double rate = 50; ///< Pages a second, each measured from its planned time.
};

struct QueuePages
{
    int count = 0;
    int rows_min = 0; ///< The fewest tickets that any of the pages showed.
    Latencies latencies;
};

/// Signs in as a person does, then reads `/staff`. Throws std::runtime_error when the page is not
/// one.
QueuePages read_queue_pages(const QueuePageOptions& options);

} // namespace heard::bench
