// A lock on the folder of a database: whoever may write holds it together with others, and whoever
// puts another database in its place holds it alone. It is the folder's and not the file's, since
// the file is what is replaced; and it leaves no file of its own. Knows nothing of SQLite.
#pragma once

#include <filesystem>
#include <stdexcept>

namespace heard::storage {

/// Somebody else holds it.
class FolderInUse : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// Held until it goes; a process that dies lets go of it.
class FolderLock
{
public:
    enum class Kind { shared, alone };

    /// Of the folder that `file` is in. Does not wait: throws FolderInUse. Throws std::system_error
    /// when there is no such folder.
    FolderLock(const std::filesystem::path& file, Kind kind);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    int folder_ = -1;
};

} // namespace heard::storage
