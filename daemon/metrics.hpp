// The numbers for a monitoring system, in the text format of Prometheus (OpenMetrics' elder
// sibling).
#pragma once

#include "http/router.hpp"
#include "storage/store.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>

namespace heard::daemon {

/// What only the running parts know.
struct Gauges
{
    std::size_t writes_waiting = 0;
    std::size_t connections_open = 0;
    std::uint64_t requests_served = 0;
    std::uint64_t connections_refused = 0;
    std::int64_t letters_stuck = 0;
};

/// Answers `GET /metrics`, everything else with 404. `store` must outlive it.
http::Handler metrics_page(storage::Store& store, std::function<Gauges()> gauges);

} // namespace heard::daemon
