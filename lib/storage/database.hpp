// One SQLite connection: opened, checked, brought up to date, closed. Prepared statements are kept.
// Knows SQL and files; knows no ticket. Thread: one at a time.
#pragma once

#include "storage/error.hpp"
#include "storage/folder_lock.hpp"
#include "storage/statement.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_file;

namespace heard::storage {

enum class Access {
    write,
    read,          ///< Beside a writer in the same process.
    inspect,       ///< Changes nothing; a file without a log beside it is taken to be at rest.
    inspect_as_is, ///< The same, and takes broken pages as they are.
};

class Database
{
public:
    /// Opens the file (`:memory:` for tests) and sets every pragma we depend on; what SQLite
    /// answers is checked, since it silently keeps the old value of a pragma it cannot set. A
    /// writer creates the file, mode 0600, with checksums of its pages, and brings its schema up to
    /// date. Throws Error, NewerSchema, or FolderInUse while the database is being restored.
    Database(const std::filesystem::path& file, Access access);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// The statement of that text, prepared once. `sql` must outlive the connection: a literal.
    Query prepare(std::string_view sql);
    /// Statements without results, such as a migration.
    void execute(const std::string& sql);

    /// A writer takes the write lock at once, so that no job fails half-way for want of it.
    void begin();
    /// Throws Error; the caller must then `roll_back()` and acknowledge nothing.
    void commit();
    void roll_back() noexcept;
    /// False when SQLite has rolled the transaction back by itself (a full disk, an I/O error).
    bool in_transaction() const;
    /// Rows changed since the connection was opened, rolled back ones too.
    std::int64_t changes() const;

    /// Whether each page carries a checksum. Databases of the first programs do not; a copy does.
    bool has_checksums() const;
    /// Pages of the file that are not as they were written, lowest first, at most `count_max`.
    /// Reads all of it, also what no row stands on.
    std::vector<std::uint32_t> broken_pages(std::size_t count_max) const;
    /// Writes all that is committed into a new file, mode 0600, with checksums of its pages, and
    /// has it on the disk before it returns. Does not keep writers waiting. Leaves no file when it
    /// throws Error.
    void copy_to(const std::filesystem::path& file);
    /// Brings all of the write-ahead log into the file and cuts it to nothing, so that what was
    /// erased is not there either. Does not wait: false when somebody reads from the log, or the
    /// disk does not take it.
    bool empty_log();

private:
    void set(const char* pragma, const char* value, const char* expected);
    void set_all();
    void open(const std::filesystem::path& file);
    void lock_folder(const std::filesystem::path& file);
    void reserve_checksums();
    void mark_checksums();
    sqlite3_file* file() const;

    struct Close
    {
        void operator()(sqlite3* connection) const;
    };
    /// A literal stands where it stands: its address tells it apart sooner than its text.
    struct Place
    {
        std::size_t operator()(std::string_view sql) const
        {
            return std::hash<const void*>{}(sql.data());
        }
    };
    Access access_;
    std::optional<FolderLock> folder_lock_; ///< While somebody may write.
    std::unique_ptr<sqlite3, Close> connection_;
    std::unordered_map<std::string_view, Statement, Place> statements_;
};

} // namespace heard::storage
