// The yardstick: a bare Boost.Beast server that reads a POST and answers 303, and does nothing
// else. No limits, no deadlines, no storage; never to be run for anybody.
#pragma once

#include <cstdint>

namespace heard::bench {

/// Serves on loopback until SIGTERM or SIGINT. One I/O thread, as the daemon has.
void serve_hello(std::uint16_t port);

} // namespace heard::bench
