// One job among others in a transaction: what it wrote stays or goes by itself, whatever becomes of
// its neighbours before the commit. Knows neither threads nor who waits for the job.
#pragma once

#include "storage/transaction.hpp"

#include <exception>
#include <functional>
#include <optional>

namespace heard::storage {

/// True: keep what it wrote.
using Task = std::function<bool(Transaction&)>;

struct TaskEnd
{
    bool kept = false;
    Wake wake = {};                      ///< Only of what is kept.
    std::exception_ptr thrown = nullptr; ///< A failure of this job alone; then nothing is kept.
    std::optional<BookHead> head = {};   ///< For the next job of this transaction, if it is known.
};

/// Runs `task` in a savepoint of the open transaction. Throws Error when the whole transaction is
/// lost with it: the disk is full or fails, there is no memory, or SQLite has rolled it back by
/// itself. `head`: what the job before it in this transaction ended with.
TaskEnd run_in_savepoint(Database& database, Instant now, const Task& task,
                         const std::optional<BookHead>& head = {});

} // namespace heard::storage
