#include "storage/savepoint.hpp"

namespace heard::storage {

TaskEnd run_in_savepoint(Database& database, Instant now, const Task& task,
                         const std::optional<BookHead>& head)
{
    database.prepare("savepoint job").run();
    Transaction tx{database, now};
    if (head)
        tx.note_written(*head);
    TaskEnd end;
    try {
        end.kept = task(tx);
    } catch (const Error& error) {
        // A full disk or a failing one, or no memory, ends the whole batch; so does a transaction
        // that SQLite has already rolled back.
        if (error.disk_full() || error.out_of_memory() || error.fatal() ||
            !database.in_transaction())
            throw;
        end.thrown = std::current_exception();
    }
    if (!end.kept)
        database.prepare("rollback to job").run();
    database.prepare("release job").run();
    if (end.kept)
        end.wake = tx.wake();
    end.head = end.kept ? tx.written_head() : head;
    return end;
}

} // namespace heard::storage
