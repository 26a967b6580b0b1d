// What the program's exit codes mean (INTERFACE.md).
#pragma once

namespace heard::daemon {

inline constexpr int exit_well = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_settings =
    78; ///< EX_CONFIG of sysexits.h; systemd does not restart on it.

} // namespace heard::daemon
