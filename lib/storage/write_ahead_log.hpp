// The write-ahead log beside a database, read byte by byte: which of it SQLite will take in, and
// whether something is lost. SQLite itself stops without a word at the first damaged place and
// forgets what stands behind it. Knows the file's format, not what is in the pages.
//
// What cannot be told: damage to the newest transaction looks like one that a power cut has torn,
// which nobody was told of; then the log counts as sound. Where it strikes the few bytes that say
// that a transaction ends there, the one after it goes too.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>

namespace heard::storage {

/// What a log holds.
struct LogState
{
    std::set<std::uint32_t> pages; ///< Of the database, that the log has newer ones of.
    /// Where the first frame stands that is not as it was written; 0: nowhere.
    std::uint64_t damaged_at = 0;
    /// Transactions that were acknowledged and stand at or behind the damaged place.
    std::int64_t lost = 0;
    bool operator==(const LogState&) const = default;
};

/// The log beside `database`; an empty state when there is none. Reads only. A log that somebody is
/// writing to may look damaged in vain; then a second look differs from the first. Throws
/// std::system_error when it cannot be read.
LogState read_log(const std::filesystem::path& database);
/// The same; when something seems to be lost, after that second look. Takes a moment then.
LogState read_log_twice(const std::filesystem::path& database);

} // namespace heard::storage
