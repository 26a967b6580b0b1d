#include "storage/migrations.hpp"

#include "storage/book.hpp"
#include "storage/database.hpp"

#include <array>
#include <string>
#include <string_view>

#include "heard_migrations.inc"

namespace heard::storage {

namespace {

struct Migration
{
    std::string_view file;
    const char* begin;
    const char* end;
};

// In order: the first raises user_version to 1, the second to 2, ...
constexpr Migration migrations[] = {heard_migrations_files};

// Links are more than SQL can make.
constexpr int chained_book = 2;

int version_of(Database& database)
{
    return database.prepare("pragma user_version").value<int>();
}

/// Asks once more behind the write lock: another process may have been faster.
void apply_next_after(Database& database, int version)
{
    if (version_of(database) != version)
        return;
    run_again(database, version + 1);
    if (version + 1 == chained_book) {
        Transaction tx{database, {}}; // Each line keeps the time it has.
        take_over_book(tx);
    }
    database.execute("pragma user_version = " + std::to_string(version + 1));
}

} // namespace

int schema_version()
{
    return static_cast<int>(std::size(migrations));
}

void run_again(Database& database, int migration)
{
    const auto& found = migrations[migration - 1];
    database.execute(std::string{found.begin, found.end});
}

void migrate(Database& database)
{
    const auto found = version_of(database);
    if (found > schema_version())
        throw NewerSchema{"the database has schema " + std::to_string(found) +
                          ", this program knows up to " + std::to_string(schema_version()) +
                          ": run the newer heard that wrote it, or restore a backup"};
    for (int version = found; version < schema_version(); ++version) {
        database.begin();
        try {
            apply_next_after(database, version);
            database.commit();
        } catch (...) {
            database.roll_back();
            throw;
        }
    }
}

} // namespace heard::storage
