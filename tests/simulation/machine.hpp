// The machine a shop runs on: its disk, its database, and the process that may die at any point
// between two writes. Jobs of one moment are committed together, each in its savepoint, as the
// daemon's store does it; what became of a commit that was cut off is found out at the next start.
// Knows no time and no people.
#pragma once

#include "storage/database.hpp"
#include "tests/simulation/job.hpp"
#include "tests/support/power_cut_disk.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace heard::simulation {

/// The process has died. Whoever catches it starts the machine again.
struct Died
{};

/// How the process is to die.
struct Doom
{
    enum When { never, at_a_write, before_commit, after_commit, after_delivery };
    When when = never;
    std::int64_t writes = 0; ///< With `at_a_write`: at so many from now.
    bool power_cut = false;
    std::uint64_t seed = 0; ///< Of the power cut and of the start after it.
};

/// What is done wrong on purpose, to see that it shows.
enum class Mutation {
    none,
    synchronous_normal,
    acknowledged_before_commit,
    marked_before_sent,
    no_alarm,
    daily_letter_twice
};

struct MachineOptions
{
    Mutation mutation = Mutation::none;
    std::int64_t checkpoint_pages = 1000;
};

class Machine
{
public:
    Machine(Model& model, MachineOptions options)
        : model_{model}
        , options_{options}
    {}

    /// Opens the database as the daemon does, at the first start too; dies in the middle of it as
    /// the doom's seed decides, and begins again. Whatever it says then must be true.
    void start(Instant now);
    bool running() const { return database_ != nullptr; }
    /// Ends in good order.
    void stop() { database_.reset(); }

    void doom(const Doom& doom);
    const Doom& doomed() const { return doom_; }
    /// Throws Died.
    [[noreturn]] void die();

    /// All jobs in one transaction; comes back when it is durable, with whom to wake. Nothing: the
    /// disk is full, and nothing of it was kept. Throws Died, or Broken when the desk or the rows
    /// differ from the model.
    std::optional<storage::Wake> commit(std::vector<Job> jobs, Instant now);

    /// Reads the last commit.
    template <class Question>
    auto read(Instant now, Question question)
    {
        return storage::in_one_transaction(*database_, now, std::move(question));
    }

    /// No file can grow from now on, or again.
    void fill_disk(bool full)
    {
        disk_.fill(full);
        refused_ = false;
    }
    bool disk_is_full() const { return disk_.full(); }

    void check_everything(Instant now);
    /// Right after a care round.
    void check_alarms(Instant now);
    /// What `heard verify` looks for in a database must not find anything either. The last of all.
    void check_audit();
    std::int64_t disk_calls() const { return disk_.calls(); }

private:
    struct Unresolved
    {
        std::vector<Job> jobs;
        std::vector<bool> kept;
        Instant now;
    };

    void open(Instant now);
    void bury();
    std::nullopt_t refuse(Instant now);
    storage::Wake write(Instant now);
    void compare_with_model(Instant now);
    void tell_model();
    std::int64_t batch_on_disk();

    Model& model_;
    MachineOptions options_;
    PowerCutDisk disk_;
    std::unique_ptr<storage::Database> database_;
    Doom doom_;
    Unresolved unresolved_; ///< The transaction under way, or the one that was cut off.
    std::int64_t batch_ = 0;
    bool refused_ = false; ///< Since the disk is full.
};

} // namespace heard::simulation
