// Tells systemd how we are (sd_notify(3)): one datagram to the socket it names. Without systemd
// nothing happens.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace heard::daemon {

/// `READY=1`, `STOPPING=1`, `WATCHDOG=1`, `STATUS=...`. Failing to tell is not our problem.
void notify(std::string_view state);

/// How often systemd wants to hear `WATCHDOG=1` from this process at the latest
/// (sd_watchdog_enabled(3)).
std::optional<std::chrono::microseconds> watchdog_interval();

} // namespace heard::daemon
