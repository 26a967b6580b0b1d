#include "storage/database.hpp"

#include "storage/migrations.hpp"
#include "storage/page_checksums.hpp"

#include <sqlite3.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace heard::storage {

namespace {

// Another process (heard staff, heard backup) holds the write lock for milliseconds; wait for it,
// not for ever.
constexpr int busy_wait_ms = 5000;

/// Nobody asks SQLite how much memory it uses; counting it would take a lock at every allocation, a
/// tenth of the writer's time. SQLite takes such a word only before its first connection.
void keep_no_account_of_memory()
{
    [[maybe_unused]] static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/// Customers' words are nobody else's business: SQLite would create files with mode 0644.
class PrivateFiles
{
public:
    PrivateFiles()
        : before_{::umask(0077)}
    {}
    ~PrivateFiles() { ::umask(before_); }

private:
    mode_t before_;
};

/// A file that was not there before, mode 0600. It goes again unless it is kept.
class NewFile
{
public:
    explicit NewFile(const std::filesystem::path& file)
        : file_{file}
        , descriptor_{::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)}
    {
        if (descriptor_ < 0)
            throw Error{SQLITE_CANTOPEN,
                        "cannot make " + file.string() + ": " + std::strerror(errno)};
    }
    ~NewFile()
    {
        ::close(descriptor_);
        if (!kept_)
            ::unlink(file_.c_str());
    }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    /// Once it is on the disk. Throws Error when the disk does not take it.
    void keep()
    {
        if (::fsync(descriptor_) != 0)
            throw Error{SQLITE_IOERR_FSYNC, "cannot write " + file_.string() + " to the disk"};
        kept_ = true;
    }

private:
    std::filesystem::path file_;
    int descriptor_;
    bool kept_ = false;
};

bool has_log(const std::filesystem::path& file)
{
    return std::filesystem::exists(file.string() + "-wal");
}

/// The name by which SQLite opens a file without locks and without making files beside it.
std::string at_rest(const std::filesystem::path& file)
{
    std::string name = "file:";
    for (const char c : file.string())
        if (c == '%' || c == '?' || c == '#') {
            constexpr std::string_view digits = "0123456789ABCDEF";
            name += {'%', digits[static_cast<unsigned char>(c) >> 4], digits[c & 15]};
        } else {
            name += c;
        }
    return name + "?immutable=1";
}

} // namespace

void Database::Close::operator()(sqlite3* connection) const
{
    sqlite3_close_v2(connection);
}

Database::Database(const std::filesystem::path& file, Access access)
    : access_{access}
{
    const bool in_memory = file == ":memory:";
    if (access == Access::write && !in_memory)
        lock_folder(file);
    open(file);
    if (access != Access::write) {
        set_all();
        set("query_only", "on", "1");
        return;
    }
    // A submission touches some ten pages, which all go through the log: small ones cost a quarter
    // of the checksums, the writing and the checkpoints. A database that exists keeps its size.
    execute("pragma page_size = 1024");
    if (!in_memory)
        reserve_checksums();
    // WAL with FULL: a commit is on the disk before it returns. NORMAL loses acknowledged rows at a
    // power cut.
    if (!in_memory)
        set("journal_mode", "wal", "wal");
    set_all();
    // What was erased is overwritten, not only forgotten.
    set("secure_delete", "on", "1");
    // 16 MB of log between checkpoints: enough to write in batches, little enough to read through.
    set("wal_autocheckpoint", "16000", "16000");
    if (!in_memory && has_checksums())
        mark_checksums();
    migrate(*this);
}

Database::~Database() = default;

void Database::set_all()
{
    const char* cache = access_ == Access::write ? "-4000" : "-2000";
    set("synchronous", "full", "2");
    set("foreign_keys", "on", "1");
    set("trusted_schema", "off", "0");
    set("cell_size_check", "on", "1");
    set("temp_store", "memory", "2");
    set("cache_size", cache, cache);
}

void Database::lock_folder(const std::filesystem::path& file)
try {
    folder_lock_.emplace(file, FolderLock::Kind::shared);
} catch (const std::system_error& error) {
    throw Error{SQLITE_CANTOPEN, "cannot open the database " + file.string() + ": " + error.what()};
}

void Database::open(const std::filesystem::path& file)
{
    keep_no_account_of_memory();
    const bool inspecting = access_ == Access::inspect || access_ == Access::inspect_as_is;
    const auto where = inspecting && !has_log(file) ? at_rest(file) : file.string();
    sqlite3* opened = nullptr;
    const int flags = access_ == Access::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                      : inspecting             ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
                                               : SQLITE_OPEN_READWRITE;
    int result = SQLITE_OK;
    {
        const PrivateFiles mode;
        result =
            sqlite3_open_v2(where.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, checking_vfs());
    }
    connection_.reset(opened);
    if (result != SQLITE_OK)
        throw Error{result, "cannot open the database " + file.string() + ": " +
                                (opened ? sqlite3_errmsg(opened) : "out of memory")};
    sqlite3_extended_result_codes(opened, 1);
    sqlite3_busy_timeout(opened, busy_wait_ms);
    if (access_ == Access::inspect_as_is)
        ignore_checksums(this->file());
}

/// Takes effect when the first page of a new database is written.
void Database::reserve_checksums()
{
    int bytes = checksum_bytes;
    sqlite3_file_control(connection_.get(), "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes);
}

sqlite3_file* Database::file() const
{
    sqlite3_file* found = nullptr;
    sqlite3_file_control(connection_.get(), "main", SQLITE_FCNTL_FILE_POINTER, &found);
    return found;
}

bool Database::has_checksums() const
{
    return storage::has_checksums(file());
}

void Database::mark_checksums()
{
    if (prepare("pragma application_id").value<std::int64_t>() != checksum_application)
        execute("pragma application_id = " + std::to_string(checksum_application));
}

std::vector<std::uint32_t> Database::broken_pages(std::size_t count_max) const
{
    return storage::broken_pages(file(), count_max);
}

void Database::copy_to(const std::filesystem::path& file)
{
    NewFile copy{file};
    reserve_checksums();
    execute("pragma query_only = off"); // It is the copy that is written.
    prepare("vacuum into ?1").run(file.string());
    execute("pragma query_only = on");
    copy.keep();
}

bool Database::empty_log()
{
    sqlite3_busy_timeout(connection_.get(), 0);
    const int result = sqlite3_wal_checkpoint_v2(connection_.get(), nullptr,
                                                 SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    sqlite3_busy_timeout(connection_.get(), busy_wait_ms);
    return result == SQLITE_OK;
}

void Database::set(const char* pragma, const char* value, const char* expected)
{
    execute(std::string{"pragma "} + pragma + " = " + value);
    const auto question = std::string{"pragma "} + pragma;
    const Statement statement{connection_.get(), question};
    Query query{connection_.get(), statement.get()};
    const auto answer = query.value<std::string>();
    if (answer != expected)
        throw Error{SQLITE_MISUSE, std::string{"the database does not take "} + pragma + " = " +
                                       value + ", it stays at '" + answer + "'"};
}

Query Database::prepare(std::string_view sql)
{
    auto found = statements_.find(sql);
    if (found == statements_.end())
        found = statements_.emplace(sql, Statement{connection_.get(), sql}).first;
    return Query{connection_.get(), found->second.get()};
}

void Database::execute(const std::string& sql)
{
    const int result = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (result != SQLITE_OK)
        throw error_of(connection_.get(), "cannot run a statement");
}

void Database::begin()
{
    prepare(access_ == Access::write ? "begin immediate" : "begin").run();
}

void Database::commit()
{
    prepare("commit").run();
}

void Database::roll_back() noexcept
{
    if (in_transaction())
        sqlite3_exec(connection_.get(), "rollback", nullptr, nullptr, nullptr);
}

std::int64_t Database::changes() const
{
    return sqlite3_total_changes64(connection_.get());
}

bool Database::in_transaction() const
{
    return sqlite3_get_autocommit(connection_.get()) == 0;
}

} // namespace heard::storage
