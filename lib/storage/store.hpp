// The one door to the database of a running daemon: one writer thread with group commit, some
// readers. Coroutines of the I/O thread hand in jobs and wait for their results. Knows no ticket.
//
// Jobs are plain callables `R(Transaction&)`. They are not cancellable: a customer who hangs up
// loses the page, not the complaint. All jobs that wait are committed together, each in its own
// savepoint, with one fsync, and only then does any of them hear back.
#pragma once

#include "core/problem.hpp"
#include "storage/savepoint.hpp"
#include "time/clock.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <condition_variable>
#include <deque>
#include <exception>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <new>
#include <span>
#include <thread>
#include <type_traits>
#include <vector>

namespace heard::storage {

struct StoreOptions
{
    std::filesystem::path file;
    int readers = 2;
    /// Writes of people; more are refused with `unavailable`.
    std::size_t waiting_max = 4096;
    /// After each commit that made work for a round. Thread: writer.
    std::function<void(const Wake&)> committed = {};
    /// Once, when a commit failed in a way that leaves no trust in the connection. Nothing is
    /// acknowledged any more; the daemon must stop with a non-zero status. Thread: writer.
    std::function<void(const std::string& reason)> failed = {};
    /// A job met a page that is not as it was written, and failed alone. Each time, so at most once
    /// for each job. Thread: writer and readers.
    std::function<void(const std::string& reason)> damaged = {};
    /// A commit found the disk full (true), or succeeded again after that (false). Thread: writer.
    std::function<void(bool full)> disk_full = {};
};

/// What became of a write, as the writer saw it.
enum class Outcome {
    committed,   ///< Durable.
    rolled_back, ///< The job ended in a problem or an exception of its own.
    busy,      ///< Too many wait, another process holds the database, or memory is short; not kept.
    disk_full, ///< Ran, not kept.
    damaged,   ///< The job needs a page of the database that cannot be read; not kept.
    stopped,   ///< The store has failed or is closed; not kept.
};

/// The problem that tells a person of an outcome that kept nothing.
core::Problem problem_of(Outcome outcome);
/// Whether that is what a job ended in that met damage: sending it again is of no use.
bool tells_of_damage(const core::Problem& problem);

/// A write's result: the job's own `expected<T, Problem>`, or its value made one.
template <class Result>
struct Written
{
    using type = std::expected<Result, core::Problem>;
};
template <class T>
struct Written<std::expected<T, core::Problem>>
{
    using type = std::expected<T, core::Problem>;
};

/// Thread: the I/O thread calls; jobs run on the store's threads.
class Store
{
public:
    /// Opens the database, migrates it and starts the threads. Results come back on `executor`.
    /// Throws Error.
    Store(boost::asio::any_io_executor executor, const time::Clock& clock, StoreOptions options);
    /// Finishes what waits, then joins.
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    /// Runs `job` on the writer. Comes back when it is committed, or with the problem that kept it
    /// from being kept. An exception of the job is thrown here. A job may run twice, and only the
    /// second time counts: when another one of its group met damage, the first run was rolled back.
    template <class Job>
    auto write(Job job)
    {
        return write_in_turn(std::move(job), Turn::waits);
    }

    /// The same for the rounds: goes with the next commit and is not refused because too many wait.
    /// A flood of what customers say holds up no promise. The rounds hand in few, one at a time.
    template <class Job>
    auto write_first(Job job)
    {
        return write_in_turn(std::move(job), Turn::first);
    }

    /// Runs `job` on a reader, on a consistent picture of the last commit. An exception of the job
    /// is thrown here.
    template <class Job>
    auto read(Job job) -> boost::asio::awaitable<std::invoke_result_t<Job&, Transaction&>>
    {
        using Result = std::invoke_result_t<Job&, Transaction&>;
        auto slot = std::make_shared<Slot<Job, Result>>(std::move(job));
        Task task = [slot](Transaction& tx) { return slot->run(tx); };
        co_await enqueue_read(std::move(task));
        if (slot->thrown)
            std::rethrow_exception(slot->thrown);
        co_return std::move(*slot->result);
    }

    /// Writes that wait for the writer now.
    std::size_t waiting() const;

private:
    enum class Turn { waits, first };

    struct Threadless
    {};
    /// All of it but the threads.
    Store(boost::asio::any_io_executor executor, const time::Clock& clock, StoreOptions options,
          Threadless);

    using Done = std::move_only_function<void(std::exception_ptr, Outcome)>;

    template <class Job, class Result>
    struct Slot
    {
        explicit Slot(Job given)
            : job{std::move(given)}
        {}

        bool run(Transaction& tx)
        {
            thrown = nullptr;
            try {
                result.emplace(job(tx));
                return worth_keeping(*result);
            } catch (const Error&) {
                throw; // The world's failure: the writer must see it.
            } catch (const std::bad_alloc&) {
                throw no_memory(); // So is this.
            } catch (...) {
                thrown = std::current_exception();
                return false;
            }
        }

        Job job;
        std::optional<Result> result;
        std::exception_ptr thrown;
    };

    struct Waiting
    {
        Task task;
        Done done;
        Outcome outcome = Outcome::stopped;
        std::exception_ptr thrown = nullptr;
    };

    template <class Job>
    auto write_in_turn(Job job, Turn turn)
        -> boost::asio::awaitable<typename Written<std::invoke_result_t<Job&, Transaction&>>::type>
    {
        using Result = std::invoke_result_t<Job&, Transaction&>;
        auto slot = std::make_shared<Slot<Job, Result>>(std::move(job));
        Task task = [slot](Transaction& tx) { return slot->run(tx); };
        const auto outcome = co_await enqueue_write(std::move(task), turn);
        if (slot->thrown)
            std::rethrow_exception(slot->thrown);
        if (outcome != Outcome::committed && outcome != Outcome::rolled_back)
            co_return std::unexpected{problem_of(outcome)};
        co_return std::move(*slot->result);
    }

    boost::asio::awaitable<Outcome> enqueue_write(Task task, Turn turn);
    boost::asio::awaitable<void> enqueue_read(Task task);
    void add_write(Task task, Done done, Turn turn);
    void add_read(Task task, std::move_only_function<void(std::exception_ptr)> done);

    bool nothing_to_write() const { return first_writes_.empty() && writes_.empty(); }
    std::vector<Waiting> next_batch();
    void write_until_closed();
    void read_until_closed(Database& database);
    void commit_together(std::span<Waiting> batch);
    void commit_one_by_one(std::span<Waiting> batch, const Error& damage);
    void empty_log_if_due(bool words_erased);
    void give_up(std::span<Waiting> batch, const Error& error);
    void fail(const std::string& reason);
    void answer(std::vector<Waiting> batch);
    void note_disk_full(bool full);
    void note_damage(const Error& error);

    struct Reading
    {
        Task task;
        std::move_only_function<void(std::exception_ptr)> done;
    };

    boost::asio::any_io_executor executor_;
    const time::Clock& clock_;
    StoreOptions options_;
    Database writer_;
    std::vector<std::unique_ptr<Database>> readers_;

    mutable std::mutex mutex_;
    std::condition_variable write_waits_;
    std::condition_variable read_waits_;
    std::deque<Waiting> first_writes_;
    std::deque<Waiting> writes_;
    std::deque<Reading> reads_;
    bool closing_ = false;
    bool failed_ = false;
    bool disk_was_full_ = false;       // Thread: writer.
    bool erased_words_in_log_ = false; // Thread: writer.

    std::vector<std::thread> threads_; // Last, so that they start when all else is there.
};

} // namespace heard::storage
