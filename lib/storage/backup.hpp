// Copies of a database, and a copy put in its place. A backup that is there is whole and sound, and
// the database that was there before is kept. Knows files and verdicts; no settings, no daemon.
#pragma once

#include "storage/audit.hpp"
#include "time/instant.hpp"

#include <filesystem>

namespace heard::storage {

/// Copies all that is committed, also while a daemon writes, into a new file, mode 0600. Only when
/// the copy is on the disk and was found sound does it get its name; otherwise no file is left.
/// Never overwrites. Throws Error or std::runtime_error with a sentence.
Verdict back_up(const std::filesystem::path& database, const std::filesystem::path& to);

struct Restoring
{
    std::filesystem::path from;
    std::filesystem::path database;
    time::Instant now; ///< Names what is kept.
    /// Takes a file whose pages another program has changed, when all else in it is sound.
    bool changed_elsewhere = false;
};

struct Restored
{
    Verdict verdict; ///< Of `from`, or of the copy if that is not sound: then nothing was changed.
    std::filesystem::path kept; ///< The database that was there; empty when there was none.
};

/// Puts a copy of `from`, brought up to date, in the place of the database; at every moment there
/// is one or the other. What was there is kept beside it with its log. Throws FolderInUse while
/// anybody may write, Error or std::runtime_error with a sentence.
Restored restore(const Restoring& restoring);

/// When acknowledged transactions are lost in the log of a database: has a copy of both on the
/// disk, before SQLite forgets the log, and gives a sentence for the operator. Otherwise nothing.
/// For whoever is about to open the database and may be the first. Throws Error when there is no
/// room for a copy: then the database must stay closed.
std::vector<std::string> keep_damaged_log(const std::filesystem::path& database, time::Instant now);

} // namespace heard::storage
