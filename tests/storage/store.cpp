#include "storage/store.hpp"

#include "core/moments.hpp"
#include "storage/damage.hpp"
#include "storage/real_file.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <expected>
#include <future>
#include <new>
#include <stdexcept>

#include <sys/resource.h>

using namespace heard;
using namespace heard::storage;
using namespace std::chrono_literals;

namespace {

class StandingClock final : public time::Clock
{
public:
    Instant now() const override { return utc("2026-11-23 08:00"); }
};

/// Waits for something another thread does, and fails after ten seconds.
template <class Condition>
void wait_until(Condition condition)
{
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error{"what the test waited for did not come"};
        std::this_thread::yield();
    }
}

using Result = std::expected<int, core::Problem>;

/// A store over a real file and the I/O thread of its daemon, which is the test's own thread.
class Daemon
{
public:
    explicit Daemon(std::size_t waiting_max = 4096)
        : waiting_max_{waiting_max}
    {
        start();
    }

    /// Again, after somebody has looked at the file at rest.
    void start()
    {
        StoreOptions options{.file = file.path(), .readers = 2, .waiting_max = waiting_max_};
        options.committed = [this](const Wake& wake) {
            ++commits;
            last_wake = wake;
        };
        options.failed = [this](const std::string& reason) { failures.push_back(reason); };
        options.disk_full = [this](bool full) { disk_was_full.push_back(full); };
        options.damaged = [this](const std::string&) { ++damages; };
        store = std::make_unique<Store>(io.get_executor(), clock, std::move(options));
    }

    /// Hands in a job. It runs when the writer comes to it, its result is there after `run`.
    template <class Job>
    auto send(Job job)
    {
        return boost::asio::co_spawn(io, store->write(std::move(job)), boost::asio::use_future);
    }

    /// The same for a job of a round.
    template <class Job>
    auto send_first(Job job)
    {
        return boost::asio::co_spawn(io, store->write_first(std::move(job)),
                                     boost::asio::use_future);
    }

    /// The I/O thread works until everybody has heard back.
    void run()
    {
        io.restart();
        io.run();
    }

    template <class Job>
    auto write(Job job)
    {
        auto result = send(std::move(job));
        run();
        return result.get();
    }

    template <class Job>
    auto read(Job job)
    {
        auto result =
            boost::asio::co_spawn(io, store->read(std::move(job)), boost::asio::use_future);
        run();
        return result.get();
    }

    /// What is in the book, as a reader sees it.
    std::string book()
    {
        return read([](Transaction& tx) {
            std::string words;
            for (const auto& word :
                 tx.prepare("select what from book order by id").all([](Row& row) {
                     std::string what;
                     row >> what;
                     return what;
                 }))
                words += word + " ";
            return words;
        });
    }

    /// Keeps the writer busy with a job until `let_go`.
    void hold_writer()
    {
        held_ = send([this](Transaction&) {
            writer_is_held_ = true;
            wait_until([this] { return writer_may_go_.load(); });
            return 0;
        });
        io.restart();
        wait_until([this] {
            io.poll();
            return writer_is_held_.load();
        });
    }

    /// The I/O thread hands in what was sent, until so many wait for the writer.
    void queue_up(std::size_t count)
    {
        wait_until([&] {
            io.restart();
            io.poll();
            return store->waiting() == count;
        });
    }

    void let_go() { writer_may_go_ = true; }

    RealFile file;
    StandingClock clock;
    boost::asio::io_context io;
    std::atomic<int> commits = 0;
    Wake last_wake; ///< Thread: writer; read it after `run`.
    std::vector<std::string> failures;
    std::atomic<int> damages = 0;
    std::vector<bool> disk_was_full;
    std::unique_ptr<Store> store;

private:
    std::size_t waiting_max_;
    std::future<Result> held_;
    std::atomic<bool> writer_is_held_ = false;
    std::atomic<bool> writer_may_go_ = false;
};

/// A job that writes one line into the book and wakes the outbox round.
auto line(std::string what)
{
    return [what = std::move(what)](Transaction& tx) {
        tx.prepare("insert into book (at, what, link) values (1, ?1, zeroblob(32))").run(what);
        tx.wake_letters();
        return 0;
    };
}

/// A job that writes much more than fits into the pages that are there.
int write_a_megabyte(Transaction& tx)
{
    tx.prepare("insert into book (at, what, link) values (1, ?1, zeroblob(32))")
        .run(std::string(1'000'000, 'x'));
    return 0;
}

core::Problem refused()
{
    return {core::ProblemKind::conflict, "problem.newer_entry", ""};
}

/// No file of this process may grow beyond a size, as with a quota that knows no "disk full".
class FileSizeLimit
{
public:
    explicit FileSizeLimit(std::uintmax_t bytes)
    {
        // Without a signal the write itself fails, with EFBIG.
        handler_ = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit()
    {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    void (*handler_)(int);
    rlimit before_{};
};

/// No file takes a byte, for a reason that SQLite does not know.
class UsedUpQuota
{
public:
    UsedUpQuota()
    {
        for (const auto* call : {"write", "pwrite", "pwrite64"})
            vfs_.xSetSystemCall(&vfs_, call, reinterpret_cast<sqlite3_syscall_ptr>(&refuse));
    }
    ~UsedUpQuota()
    {
        for (const auto* call : {"write", "pwrite", "pwrite64"})
            vfs_.xSetSystemCall(&vfs_, call, nullptr);
    }
    UsedUpQuota(const UsedUpQuota&) = delete;
    UsedUpQuota& operator=(const UsedUpQuota&) = delete;

private:
    static ssize_t refuse()
    {
        errno = EDQUOT;
        return -1;
    }
    sqlite3_vfs& vfs_ = *sqlite3_vfs_find(nullptr);
};

} // namespace

TEST_CASE("a write comes back with its result when it is committed, and a read sees it")
{
    Daemon daemon;
    CHECK(daemon.write(line("one")) == 0);
    CHECK(daemon.book() == "one ");
    CHECK(daemon.commits == 1);
    CHECK(daemon.last_wake.letters);
}

TEST_CASE("everything in one job has one time, the clock's")
{
    Daemon daemon;
    const auto now = daemon.read([](Transaction& tx) { return tx.now(); });
    CHECK(now == daemon.clock.now());
}

TEST_CASE("jobs that wait while one runs are committed together")
{
    Daemon daemon;
    daemon.hold_writer();
    std::vector<std::future<Result>> sent;
    for (int i = 0; i < 20; ++i)
        sent.push_back(daemon.send(line("x")));
    daemon.queue_up(20);
    daemon.let_go();
    daemon.run();
    for (auto& result : sent)
        CHECK(result.get());
    // The job that held the writer woke nobody; all others are one commit.
    CHECK(daemon.commits == 1);
}

TEST_CASE("rounds are woken once for a batch, for the earliest that any of it wants")
{
    Daemon daemon;
    const auto now = daemon.clock.now();
    const auto wants = [](Instant at) {
        return [at](Transaction& tx) {
            tx.wake_promises_at(at);
            return 0;
        };
    };
    daemon.hold_writer();
    auto late = daemon.send(wants(now + 2h));
    auto early = daemon.send(wants(now + 1h));
    auto refused_one = daemon.send([now](Transaction& tx) -> Result {
        tx.wake_promises_at(now);
        tx.wake_letters();
        return std::unexpected{refused()};
    });
    daemon.queue_up(3);
    daemon.let_go();
    daemon.run();
    CHECK(daemon.commits == 1);
    CHECK(daemon.last_wake.promises_at == now + 1h);
    CHECK_FALSE(daemon.last_wake.letters);
    CHECK_FALSE(refused_one.get());
}

TEST_CASE("a job that ends in a problem leaves nothing of its own, and its neighbours stay")
{
    Daemon daemon;
    daemon.hold_writer();
    auto before = daemon.send(line("before"));
    auto wrong = daemon.send([](Transaction& tx) -> Result {
        line("wrong")(tx);
        return std::unexpected{refused()};
    });
    auto after = daemon.send(line("after"));
    daemon.queue_up(3);
    daemon.let_go();
    daemon.run();
    CHECK(before.get());
    CHECK(after.get());
    const auto result = wrong.get();
    REQUIRE_FALSE(result);
    CHECK(result.error().phrase == "problem.newer_entry");
    CHECK(daemon.book() == "before after ");
}

TEST_CASE("a job that throws does so at its caller, leaves nothing, and its neighbours stay")
{
    Daemon daemon;
    daemon.hold_writer();
    auto before = daemon.send(line("before"));
    auto wrong = daemon.send([](Transaction& tx) -> int {
        line("wrong")(tx);
        throw std::runtime_error{"out of luck"};
    });
    auto clash = daemon.send([](Transaction& tx) {
        line("clash")(tx);
        tx.prepare("insert into book (id, at, what, link) values (1, 1, 'one', zeroblob(32))")
            .run();
        tx.prepare("insert into book (id, at, what, link) values (1, 1, 'two', zeroblob(32))")
            .run();
        return 0;
    });
    auto after = daemon.send(line("after"));
    daemon.queue_up(4);
    daemon.let_go();
    daemon.run();
    CHECK(before.get());
    CHECK(after.get());
    CHECK_THROWS_WITH(wrong.get(), "out of luck");
    CHECK_THROWS_AS(clash.get(), Error);
    CHECK(daemon.book() == "before after ");
    CHECK(daemon.failures.empty());
}

TEST_CASE("a page that is not as it was written fails those alone who read it, and all others are "
          "kept once")
{
    Daemon daemon;
    daemon.write([](Transaction& tx) {
        tx.prepare(
              "with recursive n (i) as (values (1) union all select i + 1 from n where i < 300) "
              "insert into staff (name, email, role, created_at) "
              "select 'person ' || i, 'mail-' || i || '@example.com', 'staff', i from n")
            .run();
        return 0;
    });
    daemon.store.reset();
    DamagedFile{daemon.file.path()}.where_it_says("mail-150@example.com");
    daemon.start();
    const auto mail_of = [](int id) {
        return [id](Transaction& tx) {
            line("looked at " + std::to_string(id))(tx);
            return tx.prepare("select length(email) from staff where id = ?1").value<int>(id);
        };
    };

    daemon.hold_writer();
    auto before = daemon.send(line("before"));
    auto wrong = daemon.send(mail_of(150));
    auto refused_one =
        daemon.send([](Transaction&) -> Result { return std::unexpected{refused()}; });
    auto throws = daemon.send([](Transaction&) -> int { throw std::runtime_error{"out of luck"}; });
    auto well = daemon.send(mail_of(1));
    daemon.queue_up(5);
    daemon.let_go();
    daemon.run();
    CHECK(before.get());
    CHECK(well.get() == 18);
    CHECK(refused_one.get().error().phrase == "problem.newer_entry");
    CHECK_THROWS_WITH(throws.get(), "out of luck");
    const auto met = wrong.get();
    REQUIRE_FALSE(met);
    CHECK(met.error().kind == core::ProblemKind::unavailable);
    CHECK(tells_of_damage(met.error()));
    CHECK(daemon.damages == 1);
    CHECK(daemon.failures.empty());
    CHECK(daemon.book() == "before looked at 1 ");

    const auto read_mail = [](Transaction& tx) {
        return tx.prepare("select length(email) from staff where id = 150").value<int>();
    };
    CHECK_THROWS_AS(daemon.read(read_mail), Error);
    CHECK(daemon.damages == 2);
    CHECK(daemon.write(line("after")));
}

TEST_CASE("a read that throws does so at its caller, and the next read works")
{
    Daemon daemon;
    const auto fails = [](Transaction&) -> int { throw std::runtime_error{"out of luck"}; };
    CHECK_THROWS_WITH(daemon.read(fails), "out of luck");
    const auto wrong = [](Transaction& tx) { return tx.prepare("select smile").value<int>(); };
    CHECK_THROWS_AS(daemon.read(wrong), Error);
    CHECK(daemon.book().empty());
}

TEST_CASE("readers do not wait for the writer, and see the last commit")
{
    Daemon daemon;
    daemon.write(line("one"));
    daemon.hold_writer();
    auto waits = daemon.send(line("two"));
    daemon.queue_up(1);
    auto count = boost::asio::co_spawn(daemon.io, daemon.store->read([](Transaction& tx) {
        return tx.prepare("select count(*) from book").value<int>();
    }),
                                       boost::asio::use_future);
    wait_until([&] {
        daemon.io.restart();
        daemon.io.poll();
        return count.wait_for(0s) == std::future_status::ready;
    });
    CHECK(count.get() == 1);
    daemon.let_go();
    daemon.run();
    CHECK(daemon.book() == "one two ");
}

TEST_CASE("a full queue says at once that it is busy, and takes more when there is room")
{
    Daemon daemon{2};
    daemon.hold_writer();
    auto first = daemon.send(line("first"));
    auto second = daemon.send(line("second"));
    daemon.queue_up(2);
    auto third = daemon.send(line("third"));
    wait_until([&] {
        daemon.io.restart();
        daemon.io.poll();
        return third.wait_for(0s) == std::future_status::ready;
    });
    const auto result = third.get();
    REQUIRE_FALSE(result);
    CHECK(result.error().kind == core::ProblemKind::unavailable);
    CHECK(result.error().phrase == "problem.busy");

    daemon.let_go();
    daemon.run();
    CHECK(daemon.write(line("again")));
    CHECK(daemon.book() == "first second again ");
}

TEST_CASE("what a round writes is not refused by a full queue, and goes before what waits there")
{
    Daemon daemon{2};
    daemon.hold_writer();
    std::vector<std::future<Result>> sent;
    for (int i = 0; i < 3; ++i)
        sent.push_back(daemon.send(line("said")));
    daemon.queue_up(2);
    auto round = daemon.send_first(line("escalated"));
    daemon.queue_up(3);
    daemon.let_go();
    daemon.run();
    CHECK(round.get());
    CHECK(sent[0].get());
    CHECK(sent[1].get());
    CHECK(sent[2].get().error().kind == core::ProblemKind::unavailable);
    CHECK(daemon.book() == "escalated said said ");
}

TEST_CASE(
    "on a full disk nobody of the batch is told it was saved, reading goes on, and it recovers")
{
    Daemon daemon;
    daemon.write(line("one"));
    // As large as it is now, and not a page more.
    daemon.write(
        [](Transaction& tx) { return tx.prepare("pragma max_page_count = 1").value<int>(); });

    daemon.hold_writer();
    auto small = daemon.send(line("small"));
    auto large = daemon.send(write_a_megabyte);
    daemon.queue_up(2);
    daemon.let_go();
    daemon.run();
    for (auto* sent : {&small, &large}) {
        const auto result = sent->get();
        REQUIRE_FALSE(result);
        CHECK(result.error().phrase == "problem.disk_full");
        CHECK(result.error().kind == core::ProblemKind::unavailable);
    }
    CHECK(daemon.book() == "one ");
    CHECK(daemon.disk_was_full == std::vector<bool>{true});

    CHECK_FALSE(daemon.write(write_a_megabyte));
    CHECK(daemon.disk_was_full.size() == 1);
    // A commit that writes nothing needs no space: the disk is as full as before.
    daemon.write([](Transaction&) { return Result{0}; });
    CHECK(daemon.disk_was_full.size() == 1);
    daemon.write(
        [](Transaction& tx) { return tx.prepare("pragma max_page_count = 1000000").value<int>(); });
    CHECK(daemon.write(line("two")));
    CHECK(daemon.book() == "one two ");
    CHECK(daemon.disk_was_full == std::vector<bool>{true, false});
    CHECK(daemon.failures.empty());
}

TEST_CASE("a quota that is used up is a full disk: nothing is kept, and it recovers")
{
    Daemon daemon;
    daemon.write(line("one"));
    {
        const UsedUpQuota quota;
        const auto refused = daemon.write(line("two"));
        REQUIRE_FALSE(refused);
        CHECK(refused.error().phrase == "problem.disk_full");
    }
    CHECK(daemon.failures.empty());
    CHECK(daemon.write(line("three")));
    CHECK(daemon.book() == "one three ");
    CHECK(daemon.disk_was_full == std::vector<bool>{true, false});
}

TEST_CASE("a job for which there is no memory is to be sent again, and the next one is taken")
{
    Daemon daemon;
    const auto refused = daemon.write([](Transaction& tx) -> int {
        line("lost")(tx);
        throw std::bad_alloc{};
    });
    REQUIRE_FALSE(refused);
    CHECK(refused.error().phrase == "problem.busy");
    CHECK(daemon.failures.empty());
    CHECK(daemon.write(line("kept")));
    CHECK(daemon.book() == "kept ");
}

TEST_CASE("a database that another process holds is busy, and nobody is told that it failed")
{
    Daemon daemon;
    const auto one = [](Transaction&) { return Result{1}; };
    Database operator_shell{daemon.file.path(), Access::write};
    operator_shell.begin();
    auto held_up = daemon.send(one);
    daemon.run();
    const auto refused = held_up.get();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().phrase == "problem.busy");
    CHECK(daemon.failures.empty());

    operator_shell.roll_back();
    auto free_again = daemon.send(one);
    daemon.run();
    CHECK(free_again.get().has_value());
}

TEST_CASE("after a commit that failed on the disk nothing is acknowledged any more")
{
    Daemon daemon;
    daemon.write(line("one"));
    {
        const FileSizeLimit limit{std::filesystem::file_size(daemon.file.log())};
        const auto lost = daemon.write(write_a_megabyte);
        REQUIRE_FALSE(lost);
        CHECK(lost.error().phrase == "problem.stopping");
    }
    REQUIRE(daemon.failures.size() == 1);
    CHECK(daemon.failures[0].find("I/O error") != std::string::npos);
    CHECK(daemon.commits == 1);

    // Also when the disk is well again: what the connection has kept is not known.
    CHECK(daemon.write(line("two")).error().phrase == "problem.stopping");
    CHECK(daemon.failures.size() == 1);
    CHECK(daemon.book() == "one ");

    daemon.store.reset();
    Database reopened{daemon.file.path(), Access::write};
    CHECK(reopened.prepare("select count(*) from book").value<int>() == 1);
}

TEST_CASE("a store that closes finishes what waits, and everybody hears back")
{
    Daemon daemon;
    daemon.hold_writer();
    std::vector<std::future<Result>> sent;
    for (int i = 0; i < 1200; ++i)
        sent.push_back(daemon.send(line("x")));
    daemon.queue_up(1200);
    daemon.let_go();
    daemon.store.reset();
    daemon.run();
    for (auto& result : sent)
        REQUIRE(result.get());
    Database reopened{daemon.file.path(), Access::write};
    CHECK(reopened.prepare("select count(*) from book").value<int>() == 1200);
    // The 1200 are three commits: a batch is bounded, so that the first does not wait for the last.
    CHECK(daemon.commits == 3);
}

TEST_CASE("a job may own what cannot be copied back cheaply, and gives what it likes")
{
    Daemon daemon;
    const auto text = daemon.write([](Transaction&) { return std::string{"a text"}; });
    CHECK(text == "a text");
    const auto nothing = daemon.read([](Transaction&) { return std::optional<int>{}; });
    CHECK_FALSE(nothing);
}
