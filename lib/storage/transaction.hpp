// What a job works on: statements, the time, and whom to wake once it is committed. A transaction
// cannot be suspended.
#pragma once

#include "core/digest.hpp"
#include "core/ids.hpp"
#include "storage/database.hpp"
#include "time/instant.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace heard::storage {

using time::Instant;

/// Which rounds have new work after a commit, and which tickets have news.
struct Wake
{
    std::optional<Instant> promises_at{};  ///< A promise wants to be looked at by then.
    bool letters = false;                  ///< A letter was queued.
    std::vector<core::TicketId> tickets{}; ///< Whose book has grown.
    bool words_erased = false;             ///< They must leave the log, too.

    void add(const Wake& other)
    {
        tickets.insert(tickets.end(), other.tickets.begin(), other.tickets.end());
        letters = letters || other.letters;
        words_erased = words_erased || other.words_erased;
        if (other.promises_at && (!promises_at || *other.promises_at < *promises_at))
            promises_at = other.promises_at;
    }
};

/// Where the book stands. Whoever keeps a copy elsewhere, such as in the owner's daily letter, can
/// tell later whether anything up to there was written anew.
struct BookHead
{
    std::int64_t number = 0; ///< Of the newest line; 0 for an empty book.
    core::Digest link{};
};

/// Thread: that of its connection.
class Transaction
{
public:
    Transaction(Database& database, Instant now)
        : database_{database}
        , now_{now}
    {}

    Query prepare(std::string_view sql) { return database_.prepare(sql); }
    /// The one "now" of everything this transaction writes.
    Instant now() const { return now_; }

    /// The line that this transaction wrote last, if any: the next one follows it, and need not
    /// look it up. Nobody else can have written since.
    const std::optional<BookHead>& written_head() const { return written_head_; }
    void note_written(const BookHead& head) { written_head_ = head; }

    void wake_promises_at(Instant at) { wake_.add({.promises_at = at}); }
    void wake_letters() { wake_.letters = true; }
    /// Once this is committed, what it took away is not left in the write-ahead log either.
    void note_words_erased() { wake_.words_erased = true; }
    void wake_listeners(core::TicketId ticket) { wake_.tickets.push_back(ticket); }
    const Wake& wake() const { return wake_; }

private:
    Database& database_;
    Instant now_;
    std::optional<BookHead> written_head_;
    Wake wake_;
};

/// A job that ends in a problem has written nothing: its transaction is rolled back.
template <class Result>
bool worth_keeping(const Result& result)
{
    if constexpr (requires {
                      result.has_value();
                      result.error();
                  })
        return result.has_value();
    else
        return true;
}

/// Runs one job in one transaction of its own, on this thread: for commands and tests. Rolled back
/// when it throws or ends in a problem.
template <class Job>
auto in_one_transaction(Database& database, Instant now, Job job)
{
    database.begin();
    try {
        Transaction tx{database, now};
        auto result = job(tx);
        if (worth_keeping(result))
            database.commit();
        else
            database.roll_back();
        return result;
    } catch (...) {
        database.roll_back();
        throw;
    }
}

} // namespace heard::storage
