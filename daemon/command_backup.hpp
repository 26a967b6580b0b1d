// `heard backup`, `heard verify`, `heard restore`, `heard reindex`: the way back. Each says what it
// did, or every finding on a line of its own and then what to do.
#pragma once

#include "daemon/config.hpp"
#include "storage/audit.hpp"

#include <filesystem>

namespace heard::daemon {

/// Each returns an exit code.
int backup_command(const Config& config, const std::filesystem::path& to);
/// `kept.number` 0: nobody has kept a line of the book.
int verify_command(const std::filesystem::path& file, const storage::KeptLine& kept);
/// `changed_elsewhere`: take a file that another program has changed, when all else in it is sound.
int restore_command(const Config& config, const std::filesystem::path& from,
                    bool changed_elsewhere);
/// Lets the daemon take everything into the search anew, also while it runs.
int reindex_command(const Config& config);

} // namespace heard::daemon
