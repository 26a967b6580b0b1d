#include "storage/store.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace heard::storage {

namespace {

// A batch is one transaction; a bound keeps the first of it from waiting too long for the last.
constexpr std::size_t batch_max = 512;

constexpr std::string_view damaged_phrase = "problem.damaged";

} // namespace

core::Problem problem_of(Outcome outcome)
{
    const auto* phrase = outcome == Outcome::busy        ? "problem.busy"
                         : outcome == Outcome::disk_full ? "problem.disk_full"
                         : outcome == Outcome::damaged   ? damaged_phrase.data()
                                                         : "problem.stopping";
    return {core::ProblemKind::unavailable, phrase, ""};
}

bool tells_of_damage(const core::Problem& problem)
{
    return problem.phrase == damaged_phrase;
}

Store::Store(boost::asio::any_io_executor executor, const time::Clock& clock, StoreOptions options,
             Threadless)
    : executor_{std::move(executor)}
    , clock_{clock}
    , options_{std::move(options)}
    , writer_{options_.file, Access::write}
{}

// From here on the store counts as made: should a thread be refused, the destructor ends the
// others.
Store::Store(boost::asio::any_io_executor executor, const time::Clock& clock, StoreOptions options)
    : Store{executor, clock, std::move(options), Threadless{}}
{
    for (int i = 0; i < options_.readers; ++i)
        readers_.push_back(std::make_unique<Database>(options_.file, Access::read));
    threads_.emplace_back([this] { write_until_closed(); });
    for (auto& reader : readers_)
        threads_.emplace_back([this, &database = *reader] { read_until_closed(database); });
}

Store::~Store()
{
    {
        const std::lock_guard lock{mutex_};
        closing_ = true;
    }
    write_waits_.notify_all();
    read_waits_.notify_all();
    for (auto& thread : threads_)
        thread.join();
}

std::size_t Store::waiting() const
{
    const std::lock_guard lock{mutex_};
    return first_writes_.size() + writes_.size();
}

boost::asio::awaitable<Outcome> Store::enqueue_write(Task task, Turn turn)
{
    auto start = [this, turn](auto handler, Task handed_in) {
        add_write(std::move(handed_in), Done{std::move(handler)}, turn);
    };
    co_return co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>,
                                                   void(std::exception_ptr, Outcome)>(
        start, boost::asio::use_awaitable, std::move(task));
}

boost::asio::awaitable<void> Store::enqueue_read(Task task)
{
    auto start = [this](auto handler, Task handed_in) {
        add_read(std::move(handed_in), std::move(handler));
    };
    co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>,
                                         void(std::exception_ptr)>(
        start, boost::asio::use_awaitable, std::move(task));
}

void Store::add_write(Task task, Done done, Turn turn)
{
    const bool first = turn == Turn::first;
    auto refused = Outcome::stopped;
    {
        const std::lock_guard lock{mutex_};
        if (!failed_ && (first || writes_.size() < options_.waiting_max)) {
            (first ? first_writes_ : writes_).push_back({std::move(task), std::move(done)});
            write_waits_.notify_one();
            return;
        }
        if (!failed_)
            refused = Outcome::busy;
    }
    boost::asio::post(executor_,
                      [done = std::move(done), refused]() mutable { done(nullptr, refused); });
}

void Store::add_read(Task task, std::move_only_function<void(std::exception_ptr)> done)
{
    const std::lock_guard lock{mutex_};
    reads_.push_back({std::move(task), std::move(done)});
    read_waits_.notify_one();
}

std::vector<Store::Waiting> Store::next_batch()
{
    std::vector<Waiting> batch;
    for (auto* queue : {&first_writes_, &writes_})
        while (!queue->empty() && batch.size() < batch_max) {
            batch.push_back(std::move(queue->front()));
            queue->pop_front();
        }
    return batch;
}

void Store::write_until_closed()
{
    std::unique_lock lock{mutex_};
    while (true) {
        write_waits_.wait(lock, [this] { return closing_ || !nothing_to_write(); });
        if (nothing_to_write())
            return;
        auto batch = next_batch();
        const bool failed = failed_;
        lock.unlock();
        if (!failed)
            commit_together(batch);
        answer(std::move(batch));
        lock.lock();
    }
}

// One transaction for the whole batch. Whatever goes wrong in it, nobody is told "committed" who
// was not.
void Store::commit_together(std::span<Waiting> batch)
{
    Wake wake;
    bool in_a_job = false;
    const auto changes_before = writer_.changes();
    try {
        writer_.begin();
        in_a_job = true;
        std::optional<BookHead> head;
        for (auto& one : batch) {
            const auto end = run_in_savepoint(writer_, clock_.now(), one.task, head);
            head = end.head;
            wake.add(end.wake);
            one.thrown = end.thrown;
            one.outcome = end.kept ? Outcome::committed : Outcome::rolled_back;
        }
        in_a_job = false;
        writer_.commit();
    } catch (const Error& error) {
        writer_.roll_back();
        if (in_a_job && error.damaged())
            commit_one_by_one(batch, error);
        else
            give_up(batch, error);
        return;
    }
    // A commit that wrote nothing needs no space, and says nothing about the disk.
    if (writer_.changes() != changes_before)
        note_disk_full(false);
    empty_log_if_due(wake.words_erased);
    if (options_.committed && (wake.letters || wake.promises_at || !wake.tickets.empty()))
        options_.committed(wake);
}

/// Whoever reads at this moment keeps the log: then it is emptied after a later commit. The care
/// round makes one several times a minute.
void Store::empty_log_if_due(bool words_erased)
{
    erased_words_in_log_ = erased_words_in_log_ || words_erased;
    if (erased_words_in_log_)
        erased_words_in_log_ = !writer_.empty_log();
}

// SQLite rolls the whole transaction back when it reads a page that is not as it was written. So
// all of them run again, each in a transaction of its own: who meets the page fails alone.
void Store::commit_one_by_one(std::span<Waiting> batch, const Error& damage)
{
    if (batch.size() == 1) {
        batch[0].outcome = Outcome::damaged;
        batch[0].thrown = nullptr;
        note_damage(damage);
        return;
    }
    for (auto& one : batch)
        one.outcome = Outcome::stopped; // Nobody was kept by the first run.
    for (auto& one : batch)
        if (!failed_) // Thread: only the writer sets it.
            commit_together({&one, 1});
}

void Store::give_up(std::span<Waiting> batch, const Error& error)
{
    const auto outcome = error.disk_full()                       ? Outcome::disk_full
                         : error.busy() || error.out_of_memory() ? Outcome::busy
                                                                 : Outcome::stopped;
    // An error that is neither the disk's, nor another process's, nor want of memory is a bug:
    // whoever waits hears of it.
    const bool bug = outcome == Outcome::stopped && !error.fatal();
    for (auto& one : batch) {
        one.outcome = outcome;
        one.thrown = bug ? std::make_exception_ptr(error) : nullptr;
    }
    if (error.disk_full())
        note_disk_full(true);
    if (error.fatal())
        fail(error.what() + std::string{"; "} + std::string{way_back(error)});
}

void Store::fail(const std::string& reason)
{
    {
        const std::lock_guard lock{mutex_};
        failed_ = true;
    }
    if (options_.failed)
        options_.failed(reason);
}

// One wake-up of the I/O thread for the whole batch.
void Store::answer(std::vector<Waiting> batch)
{
    boost::asio::post(executor_, [batch = std::move(batch)]() mutable {
        for (auto& one : batch)
            one.done(one.thrown, one.outcome);
    });
}

void Store::note_disk_full(bool full)
{
    if (full == disk_was_full_)
        return;
    disk_was_full_ = full;
    if (options_.disk_full)
        options_.disk_full(full);
}

void Store::note_damage(const Error& error)
{
    if (options_.damaged)
        options_.damaged(error.what());
}

void Store::read_until_closed(Database& database)
{
    std::unique_lock lock{mutex_};
    while (true) {
        read_waits_.wait(lock, [this] { return closing_ || !reads_.empty(); });
        if (reads_.empty())
            return;
        auto one = std::move(reads_.front());
        reads_.pop_front();
        lock.unlock();
        std::exception_ptr failed;
        try {
            database.begin();
            Transaction tx{database, clock_.now()};
            one.task(tx);
            database.commit();
        } catch (const Error& error) {
            failed = std::current_exception();
            if (error.damaged())
                note_damage(error);
        } catch (...) {
            failed = std::current_exception();
        }
        database.roll_back(); // What was committed is no transaction any more.
        boost::asio::post(executor_,
                          [done = std::move(one.done), failed]() mutable { done(failed); });
        lock.lock();
    }
}

} // namespace heard::storage
