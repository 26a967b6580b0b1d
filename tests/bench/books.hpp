// What stands in the database after a measurement, to hold the figures against.
#pragma once

#include <cstdint>
#include <filesystem>

namespace heard::bench {

struct Books
{
    std::int64_t tickets = 0;
    std::int64_t submissions = 0;
    std::int64_t open_promises = 0;
    std::int64_t book_lines = 0;
    std::int64_t set_aside = 0;
    /// Submissions with everything that belongs to them: ticket, open promise, two lines in the
    /// book.
    std::int64_t complete = 0;
    std::int64_t synchronous = 0; ///< 2 is FULL.
    bool write_ahead = false;     ///< journal_mode is WAL.
};
Books read_books(const std::filesystem::path& database);

/// How long after its planned time an escalation was written, in milliseconds.
struct EscalationLateness
{
    std::int64_t count = 0;
    double p50 = 0;
    double p99 = 0;
    double worst = 0;
};
EscalationLateness read_escalation_lateness(const std::filesystem::path& database);

} // namespace heard::bench
