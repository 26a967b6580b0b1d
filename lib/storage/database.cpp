#include "storage/database.hpp"

#include "storage/migrations.hpp"

#include <sqlite3.h>

#include <sys/stat.h>

#include <cstdlib>

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

} // namespace

void Database::Close::operator()(sqlite3* connection) const
{
    sqlite3_close_v2(connection);
}

Database::Database(const std::filesystem::path& file, Access access)
    : access_{access}
{
    open(file, access);
    // A submission touches some ten pages, which all go through the log: small ones cost a quarter
    // of the checksums, the writing and the checkpoints. A database that exists keeps its size.
    if (access == Access::write)
        execute("pragma page_size = 1024");
    // WAL with FULL: a commit is on the disk before it returns. NORMAL loses acknowledged rows at a
    // power cut.
    if (access == Access::write && file != ":memory:")
        set("journal_mode", "wal", "wal");
    set("synchronous", "full", "2");
    set("foreign_keys", "on", "1");
    set("trusted_schema", "off", "0");
    set("cell_size_check", "on", "1");
    set("temp_store", "memory", "2");
    set("cache_size", access == Access::write ? "-8000" : "-2000",
        access == Access::write ? "-8000" : "-2000");
    if (access == Access::read) {
        set("query_only", "on", "1");
        return;
    }
    // 16 MB of log between checkpoints: enough to write in batches, little enough to read through.
    set("wal_autocheckpoint", "16000", "16000");
    migrate(*this);
}

Database::~Database() = default;

void Database::open(const std::filesystem::path& file, Access access)
{
    keep_no_account_of_memory();
    // Customers' words are nobody else's business: SQLite would create the file with mode 0644.
    const auto mask = ::umask(0077);
    sqlite3* opened = nullptr;
    const int flags = access == Access::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                              : SQLITE_OPEN_READWRITE;
    const int result = sqlite3_open_v2(file.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    ::umask(mask);
    connection_.reset(opened);
    if (result != SQLITE_OK)
        throw Error{result, "cannot open the database " + file.string() + ": " +
                                (opened ? sqlite3_errmsg(opened) : "out of memory")};
    sqlite3_extended_result_codes(opened, 1);
    sqlite3_busy_timeout(opened, busy_wait_ms);
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
        throw Error{sqlite3_extended_errcode(connection_.get()),
                    std::string{"cannot run a statement: "} + sqlite3_errmsg(connection_.get())};
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
