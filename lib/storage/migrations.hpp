// The schema, which lives only in migrations/NNNN_what.sql.
#pragma once

namespace heard::storage {

class Database;

/// Applies what is missing, in order, each file in one transaction that also records its number in
/// `user_version`. Throws NewerSchema when the database has seen a migration that this program does
/// not know.
void migrate(Database& database);

/// Those that made the tables of the search, in order.
inline constexpr int search_migrations[] = {12, 16};
/// Runs one of those once more, whose tables were dropped.
void run_again(Database& database, int migration);

/// The number of the newest migration that this program knows.
int schema_version();

} // namespace heard::storage
