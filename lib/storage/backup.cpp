#include "storage/backup.hpp"

#include "storage/folder_lock.hpp"
#include "storage/house.hpp"
#include "storage/write_ahead_log.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <optional>
#include <system_error>

namespace heard::storage {

namespace {

namespace fs = std::filesystem;

fs::path beside(const fs::path& file, std::string_view ending)
{
    return file.string() + std::string{ending};
}

[[noreturn]] void fail(const std::string& what)
{
    throw std::system_error{errno, std::generic_category(), what};
}

/// A copy that nobody has seen yet. It goes, with what SQLite made beside it, unless it gets a
/// name.
class Draft
{
public:
    explicit Draft(fs::path file)
        : file_{std::move(file)}
    {
        remove(); // What a command that was killed has left.
    }
    ~Draft() { remove(); }
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    const fs::path& file() const { return file_; }

private:
    void remove() const
    {
        std::error_code ignored;
        for (const auto* ending : {"", "-wal", "-shm", "-journal"})
            fs::remove(beside(file_, ending), ignored);
    }

    fs::path file_;
};

/// New names are on the disk only when their folder is.
void sync_folder_of(const fs::path& file)
{
    const auto folder = file.has_parent_path() ? file.parent_path() : fs::path{"."};
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        fail("cannot open the folder " + folder.string());
    const int result = ::fsync(descriptor);
    ::close(descriptor);
    if (result != 0)
        fail("cannot write the folder " + folder.string() + " to the disk");
}

/// Who restores as root restores for the user whose database it is.
void give_to_owner_of(const fs::path& example, const fs::path& file)
{
    struct stat status
    {};
    if (::geteuid() != 0 || ::stat(example.c_str(), &status) != 0)
        return;
    if (::chown(file.c_str(), status.st_uid, status.st_gid) != 0)
        fail("cannot give " + file.string() + " to the owner of " + example.string());
}

/// `heard.db.before-restore-2026-11-21T20:04:05Z`. Colons are fine in names on Linux.
fs::path kept_name(const fs::path& database, std::string_view why, time::Instant now)
{
    return beside(database, "." + std::string{why} + "-" + time::to_rfc3339(now));
}

/// Takes what is in the log over into the database, so that a restore that breaks off half-way
/// leaves it whole. Not from a damaged log: that is kept as it is.
void empty_log_of(const fs::path& database)
try {
    if (fs::exists(database) && read_log(database).lost == 0)
        Database{database, Access::read}.prepare("pragma user_version").value<int>();
} catch (const std::exception&) {
    // It is about to be replaced, perhaps because it cannot be read.
}

/// Opened to be written, a database is brought up to date.
void begin_epoch_in(const fs::path& copy, time::Instant now)
{
    Database database{copy, Access::write};
    in_one_transaction(database, now, [](Transaction& tx) {
        begin_epoch(tx);
        return true;
    });
}

/// The log goes with its database: beside another one, SQLite would write its pages into that.
void put_in_place(const fs::path& copy, const fs::path& database, const fs::path& kept)
{
    if (fs::exists(database))
        fs::create_hard_link(database, kept);
    for (const auto* ending : {"-wal", "-shm"})
        if (fs::exists(beside(database, ending)))
            fs::rename(beside(database, ending), beside(kept, ending));
    fs::rename(copy, database);
    sync_folder_of(database);
}

/// Never over a file that is there. Some file systems (NFS, FUSE) cannot rename so: there the draft
/// gets a second name, and loses its first with the Draft.
void give_name(const fs::path& draft, const fs::path& to)
{
    if (::renameat2(AT_FDCWD, draft.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
        return;
    const bool cannot = errno == EINVAL || errno == ENOSYS;
    if (!cannot || ::link(draft.c_str(), to.c_str()) != 0)
        fail("cannot name the backup " + to.string());
}

/// A copy that is on the disk.
std::error_code copied(const fs::path& from, const fs::path& to)
{
    std::error_code failed;
    fs::copy_file(from, to, fs::copy_options::overwrite_existing, failed);
    if (failed)
        return failed;
    give_to_owner_of(from, to);
    const int descriptor = ::open(to.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0 || ::fsync(descriptor) != 0)
        failed = {errno, std::generic_category()};
    if (descriptor >= 0)
        ::close(descriptor);
    return failed;
}

bool is_full(const std::error_code& failed)
{
    return failed == std::errc::no_space_on_device || failed.value() == EDQUOT;
}

} // namespace

Verdict back_up(const fs::path& database, const fs::path& to)
{
    if (fs::exists(to))
        throw std::runtime_error{to.string() +
                                 " is there already, and backups are never overwritten; give "
                                 "another name, such as one with the day in it"};
    const FolderLock nobody_replaces_it{database, FolderLock::Kind::shared};
    const Draft draft{beside(to, ".part")};
    Database{database, Access::read}.copy_to(draft.file());
    auto verdict = verify(draft.file());
    if (!verdict.sound())
        return verdict;
    give_name(draft.file(), to);
    sync_folder_of(to);
    return verdict;
}

Restored restore(const Restoring& restoring)
{
    const auto& database = restoring.database;
    FolderLock{database, FolderLock::Kind::alone}; // Says so at once, not after minutes of copying.
    auto verdict = verify(restoring.from);
    const bool as_is = restoring.changed_elsewhere && verdict.changed_elsewhere;
    if (!verdict.sound() && !as_is)
        return {std::move(verdict), {}};

    const Draft draft{beside(database, ".restoring")};
    Database{restoring.from, as_is ? Access::inspect_as_is : Access::inspect}.copy_to(draft.file());
    begin_epoch_in(draft.file(), restoring.now);
    verdict = verify(draft.file());
    if (!verdict.sound())
        return {std::move(verdict), {}};

    const FolderLock alone{database, FolderLock::Kind::alone};
    const bool replaces = fs::exists(database);
    const auto kept = kept_name(database, "before-restore", restoring.now);
    give_to_owner_of(replaces ? database : fs::absolute(database).parent_path(), draft.file());
    empty_log_of(database);
    put_in_place(draft.file(), database, kept);
    return {std::move(verdict), replaces ? kept : fs::path{}};
}

std::vector<std::string> keep_damaged_log(const fs::path& database, time::Instant now)
{
    const auto lost = read_log_twice(database).lost;
    if (lost == 0)
        return {};
    const auto what = "the log beside " + database.filename().string() + " is damaged, and " +
                      std::to_string(lost) + " transactions in it are lost; ";
    const auto kept = kept_name(database, "damaged", now);
    auto failed = copied(beside(database, "-wal"), beside(kept, "-wal"));
    if (!failed)
        failed = copied(database, kept);
    if (failed) {
        std::error_code ignored;
        fs::remove(kept, ignored);
        fs::remove(beside(kept, "-wal"), ignored);
        throw Error{is_full(failed) ? SQLITE_FULL : SQLITE_CANTOPEN,
                    what + "it cannot be kept as it is: " + failed.message()};
    }
    sync_folder_of(kept);
    return {what + "as it was it is kept as " + kept.filename().string()};
}

} // namespace heard::storage
