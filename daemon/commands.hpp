// The command line: sub-commands, their options and their exit codes (INTERFACE.md).
#pragma once

namespace heard::daemon {

/// 0 well, 1 failed, 2 wrong usage, 78 wrong settings. Errors go to standard error, one line,
/// saying what to do.
int run_command(int argc, char** argv);

} // namespace heard::daemon
