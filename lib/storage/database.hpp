// One SQLite connection: opened, checked, brought up to date, closed. Prepared statements are kept.
// Knows SQL and files; knows no ticket. Thread: one at a time.
#pragma once

#include "storage/error.hpp"
#include "storage/statement.hpp"

#include <filesystem>
#include <memory>
#include <string_view>
#include <unordered_map>

struct sqlite3;

namespace heard::storage {

enum class Access { write, read };

class Database
{
public:
    /// Opens the file (`:memory:` for tests) and sets every pragma we depend on; what SQLite
    /// answers is checked, since it silently keeps the old value of a pragma it cannot set. A
    /// writer creates the file, mode 0600, and brings its schema up to date. Throws Error, or
    /// NewerSchema.
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

private:
    void set(const char* pragma, const char* value, const char* expected);
    void open(const std::filesystem::path& file, Access access);

    struct Close
    {
        void operator()(sqlite3* connection) const;
    };
    std::unique_ptr<sqlite3, Close> connection_;
    Access access_;
    std::unordered_map<std::string_view, Statement> statements_;
};

} // namespace heard::storage
