// One job among others in a transaction: what it wrote stays or goes by itself, whatever becomes of
// its neighbours before the commit. Knows neither threads nor who waits for the job.
#pragma once

#include "storage/transaction.hpp"

#include <exception>
#include <functional>

namespace heard::storage {

/// True: keep what it wrote.
using Task = std::function<bool(Transaction&)>;

struct TaskEnd
{
    bool kept = false;
    Wake wake = {};                      ///< Only of what is kept.
    std::exception_ptr thrown = nullptr; ///< A failure of this job alone; then nothing is kept.
};

/// Runs `task` in a savepoint of the open transaction. Throws Error when the whole transaction is
/// lost with it: the disk is full or fails, there is no memory, or SQLite has rolled it back by
/// itself.
TaskEnd run_in_savepoint(Database& database, Instant now, const Task& task);

} // namespace heard::storage
