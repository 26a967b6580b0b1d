// Whether a database is sound: whether its pages are as they were written, its rows agree with the
// rules of the house, and its book with both. Says in plain words what is wrong; mends nothing and
// changes nothing. Must survive any bytes: what cannot be read is a finding like any other.
#pragma once

#include "storage/transaction.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heard::storage {

/// How much there is.
struct Amounts
{
    std::int64_t tickets = 0;
    std::int64_t promises = 0;
    std::int64_t letters = 0;
    std::int64_t book_lines = 0;
};

struct Verdict
{
    /// What is wrong: one sentence each, beginning with the ticket, row or page it is about.
    std::vector<std::string> findings;
    Amounts amounts;
    /// What to do about that.
    std::string_view way_back = way_back_from_damage();
    /// An older program's. Its structure was checked; its rows are, once they are brought up to
    /// date.
    bool older_schema = false;
    bool has_checksums =
        false; ///< Without checksums a flipped byte in a customer's words may go unseen.
    /// Pages were changed, but all that stands on them agrees: another program has written to the
    /// file, or the damage is where nothing is compared (the bytes of a letter).
    bool changed_elsewhere = false;

    bool sound() const { return findings.empty(); }
};

/// Everything, for a file that may be a running daemon's, a backup, or rubbish. Takes seconds for a
/// hundred thousand tickets. Throws nothing but std::bad_alloc.
Verdict verify(const std::filesystem::path& file);

/// A line of the book as somebody outside has kept it: the owner's daily letter names the newest
/// one. Whoever makes the whole chain anew, or cuts its end off, cannot make that letter anew.
struct KeptLine
{
    std::int64_t number = 0;
    std::string link; ///< How its link begins, in hex.
};
/// What speaks against the book in `file` being the one that this line was kept from. Throws Error
/// when the file cannot be read.
std::optional<std::string> problem_with_kept(const std::filesystem::path& file,
                                             const KeptLine& kept);

/// Everything about the rows: what `verify` finds beside pages and log.
std::vector<std::string> audit(Database& database);

/// The part that costs little, for the start: the newest tickets, the promises due first and the
/// end of the book. Throws Error when the database is damaged.
std::vector<std::string> quick_audit(Transaction& tx);

} // namespace heard::storage
