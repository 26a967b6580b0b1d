#include "tests/simulation/machine.hpp"

#include "storage/audit.hpp"
#include "storage/house.hpp"
#include "tests/simulation/broken.hpp"
#include "tests/simulation/check.hpp"
#include "tests/simulation/check_alarms.hpp"
#include "tests/simulation/check_letters.hpp"

namespace heard::simulation {

using storage::Transaction;

namespace {

// On the disk in memory; the folder that the house locks is the one we stand in.
constexpr auto* file = "heard-simulation.db";
constexpr int starts_that_die_max = 3;
constexpr int dies_while_starting_percent = 25;
constexpr int writes_of_a_start = 40;

constexpr auto* trusted = "the database can be trusted after a crash";
constexpr auto* fails_alone = "no job fails by itself";

bool attempt(const Job& job, Transaction& tx)
{
    try {
        return job.run(tx) && !job.fails;
    } catch (const storage::Error&) {
        throw; // Of the disk, perhaps.
    } catch (const std::exception& error) {
        throw Broken{fails_alone, job.words + ": " + error.what()};
    }
}

} // namespace

void Machine::doom(const Doom& doom)
{
    doom_ = doom;
    disk_.die_after(doom.when == Doom::at_a_write ? doom.writes : 0);
}

void Machine::die()
{
    disk_.die();
    throw Died{};
}

void Machine::start(Instant now)
{
    bury();
    Dice dice{seed_of(doom_.seed, 2)};
    for (int tries = 0;; ++tries) {
        disk_.start_again();
        if (tries < starts_that_die_max && dice.percent(dies_while_starting_percent))
            disk_.die_after(dice.between(1, writes_of_a_start));
        try {
            open(now);
            if (!disk_.dead())
                break;
        } catch (const storage::Error& error) {
            if (!disk_.dead())
                throw Broken{trusted, error.what()};
        }
        database_.reset();
        if (dice.percent(50))
            disk_.cut_power(dice.next());
    }
    disk_.die_after(0);
    doom_ = {};
    // What was under way when it died is there as a whole or not at all.
    if (batch_on_disk() == batch_)
        tell_model();
    unresolved_ = {};
    model_.made_at = read(now, [](Transaction& tx) { return storage::house_made_at(tx); });
    check_everything(now);
}

/// What is left of the process that died.
void Machine::bury()
{
    if (disk_.dead() && doom_.power_cut)
        disk_.cut_power(doom_.seed);
    database_.reset();
}

void Machine::open(Instant now)
{
    {
        // As the daemon does: first who the house is, on a connection of its own.
        storage::Database first{file, storage::Access::write};
        storage::in_one_transaction(first, now, [](Transaction& tx) {
            if (!storage::find_house(tx))
                storage::add_house(tx, {.key = {7}, .reference_seed = 42, .ladder = ""});
            return true;
        });
    }
    database_ = std::make_unique<storage::Database>(file, storage::Access::write);
    database_->execute("pragma wal_autocheckpoint = " + std::to_string(options_.checkpoint_pages));
    database_->execute("create table if not exists simulation (id integer primary key, batch "
                       "integer not null) strict");
    database_->execute("insert into simulation values (1, 0) on conflict do nothing");
    if (options_.mutation == Mutation::synchronous_normal)
        database_->execute("pragma synchronous = normal");
    if (doom_.power_cut && database_->prepare("pragma quick_check").value<std::string>() != "ok")
        throw Broken{trusted, "quick_check finds damage"};
}

/// The number of the last transaction that is there, from a table of our own that goes with each
/// transaction that may be cut off.
std::int64_t Machine::batch_on_disk()
{
    return database_->prepare("select batch from simulation").value<std::int64_t>();
}

std::optional<storage::Wake> Machine::commit(std::vector<Job> jobs, Instant now)
{
    unresolved_ = {std::move(jobs), {}, now};
    ++batch_;
    storage::Wake wake;
    try {
        wake = write(now);
    } catch (const storage::Error& error) {
        if (!disk_.dead() && !(disk_.full() && error.disk_full()))
            throw Broken{"the disk is well and the database works", error.what()};
        if (!disk_.dead())
            return refuse(now);
    }
    if (disk_.dead())
        throw Died{};
    if (doom_.when == Doom::after_commit)
        die();
    tell_model();
    compare_with_model(now);
    return wake;
}

/// What a full disk did not take leaves nothing behind, and everything else can be read. Looked at
/// when it is full for the first time; what is left behind later shows at the next daily look.
std::nullopt_t Machine::refuse(Instant now)
{
    database_->roll_back();
    unresolved_ = {};
    if (!std::exchange(refused_, true))
        check_everything(now);
    return std::nullopt;
}

storage::Wake Machine::write(Instant now)
{
    storage::Wake wake;
    std::optional<storage::BookHead> head;
    database_->begin();
    for (auto& job : unresolved_.jobs) {
        const storage::Task task = [&job](Transaction& tx) { return attempt(job, tx); };
        const auto end = storage::run_in_savepoint(*database_, now, task, head);
        head = end.head;
        if (end.thrown)
            throw Broken{fails_alone, job.words};
        wake.add(end.wake);
        unresolved_.kept.push_back(end.kept);
    }
    if (doom_.when != Doom::never)
        database_->prepare("update simulation set batch = ?1").run(batch_);
    if (options_.mutation == Mutation::acknowledged_before_commit)
        tell_model();
    if (doom_.when == Doom::before_commit)
        die();
    database_->commit();
    return wake;
}

/// The transaction is there: what happened, happened.
void Machine::tell_model()
{
    const auto happened = std::exchange(unresolved_, {});
    for (std::size_t i = 0; i < happened.jobs.size(); ++i) {
        const auto& job = happened.jobs[i];
        if (job.fails)
            continue;
        if (job.happened(model_, happened.now) != happened.kept[i])
            throw Broken{"the desk takes what is right and refuses what is wrong", job.words};
    }
}

void Machine::compare_with_model(Instant now)
{
    read(now, [this](Transaction& tx) {
        take_new_letters(tx, model_);
        for (const auto number : std::exchange(model_.touched, {}))
            check_ticket(tx, model_, number);
        return true;
    });
}

void Machine::check_everything(Instant now)
{
    compare_with_model(now);
    read(now, [this](Transaction& tx) {
        simulation::check_everything(tx, model_);
        return true;
    });
}

void Machine::check_alarms(Instant now)
{
    read(now, [this](Transaction& tx) {
        simulation::check_alarms(tx, model_);
        return true;
    });
}

void Machine::check_audit()
{
    doom({});
    database_->execute(
        "drop table simulation"); // A table that is none of the house's is a finding.
    for (const auto& finding : storage::audit(*database_))
        throw Broken{"heard verify finds nothing wrong", finding};
}

} // namespace heard::simulation
