#include "storage/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace heard::storage {

namespace {

std::filesystem::path folder_of(const std::filesystem::path& file)
{
    return file.has_parent_path() ? file.parent_path() : ".";
}

} // namespace

FolderLock::FolderLock(const std::filesystem::path& file, Kind kind)
{
    const auto folder = folder_of(file);
    folder_ = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder_ < 0)
        throw std::system_error{errno, std::generic_category(),
                                "cannot open the folder " + folder.string()};
    if (::flock(folder_, (kind == Kind::alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0)
        return;
    const int reason = errno;
    ::close(folder_);
    if (reason != EWOULDBLOCK)
        throw std::system_error{reason, std::generic_category(),
                                "cannot lock the folder " + folder.string()};
    throw FolderInUse{kind == Kind::alone
                          ? "a daemon or a command has the database open; stop it first"
                          : "the database is just being restored; try again when that is done"};
}

FolderLock::~FolderLock()
{
    ::close(folder_);
}

} // namespace heard::storage
