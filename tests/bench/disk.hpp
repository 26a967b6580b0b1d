// How often a second this disk can be told to keep what was written.
#pragma once

#include <chrono>
#include <filesystem>

namespace heard::bench {

/// Appends 4 KiB and fdatasyncs, again and again for `span`, to a new file in `folder`; gives the
/// rate a second. Throws std::system_error.
double fdatasync_rate(const std::filesystem::path& folder, std::chrono::milliseconds span);

} // namespace heard::bench
