#include "storage/migrations.hpp"

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

} // namespace

int schema_version()
{
    return static_cast<int>(std::size(migrations));
}

void migrate(Database& database)
{
    const auto found = database.prepare("pragma user_version").value<int>();
    if (found > schema_version())
        throw NewerSchema{"the database has schema " + std::to_string(found) +
                          ", this program knows up to " + std::to_string(schema_version()) +
                          ": run the newer heard that wrote it, or restore a backup"};
    for (int version = found; version < schema_version(); ++version) {
        const auto& migration = migrations[version];
        database.begin();
        try {
            database.execute(std::string{migration.begin, migration.end});
            database.execute("pragma user_version = " + std::to_string(version + 1));
            database.commit();
        } catch (...) {
            database.roll_back();
            throw;
        }
    }
}

} // namespace heard::storage
