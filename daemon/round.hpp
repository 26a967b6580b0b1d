// What a round is: one coroutine on the I/O thread that does what is due and sleeps until its alarm
// rings; the database says when. Here is what all rounds stand on: how they start and end, and how
// they get past damage. It does not know what any of them does.
#pragma once

#include "daemon/alarm.hpp"
#include "daemon/courier_pool.hpp"
#include "daemon/log.hpp"
#include "desk/daily.hpp"
#include "desk/house.hpp"
#include "mail/courier.hpp"
#include "storage/letter.hpp"
#include "storage/store.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace heard::daemon {

struct RoundParts
{
    boost::asio::io_context& io;
    const time::Clock& clock;
    const Log& log;
    storage::Store& store;
    CourierPool& couriers;
    std::function<std::shared_ptr<const desk::House>()> house;
    /// Who takes the letters of a lane.
    std::function<std::shared_ptr<mail::Courier>(storage::Lane)> courier;
    /// Whether the disk was full at the last write.
    std::function<bool()> disk_full;
    /// For the daily letter. Thread: writer.
    std::function<desk::Machine()> machine;
    /// A round met what it cannot read, or what cannot be, and goes past it. Thread: I/O.
    std::function<void(const std::string& reason)> damaged;
    /// Once, when a round ended by an exception: the daemon must end too. Thread: I/O.
    std::function<void(std::exception_ptr)> died;
};

/// A write that the store could not take (queue or disk full) is tried again this soon: promises do
/// not wait for long.
inline constexpr auto again_soon = std::chrono::seconds{1};

inline std::optional<time::Instant> earlier(std::optional<time::Instant> a,
                                            std::optional<time::Instant> b)
{
    return a && b ? std::min(*a, *b) : a ? a : b;
}

/// Thread: I/O, but for `wake` and `wake_at`. What it is made of outlives it.
class Round
{
public:
    explicit Round(const RoundParts& parts)
        : parts_{parts}
        , alarm_{parts.io.get_executor(), parts.clock}
    {}
    virtual ~Round() = default;
    Round(const Round&) = delete;
    Round& operator=(const Round&) = delete;

    void start() { spawn(run()); }
    /// The round ends after what it is doing.
    void stop();
    /// It looks now; thread: any.
    void wake() { alarm_.ring(); }
    /// It looks by `at`; thread: any.
    void wake_at(time::Instant at) { alarm_.ring_at(at); }

protected:
    /// Until `stopping()`.
    virtual boost::asio::awaitable<void> run() = 0;

    bool stopping() const { return stopping_; }
    time::Instant now() const { return parts_.clock.now(); }
    const RoundParts& parts() const { return parts_; }
    boost::asio::awaitable<void> sleep_until(std::optional<time::Instant> at)
    {
        return alarm_.sleep_until(at);
    }
    void spawn(boost::asio::awaitable<void> work);

    template <class Job>
    using Result = std::invoke_result_t<Job&, storage::Transaction&>;
    template <class Job>
    using Written = typename storage::Written<Result<Job>>::type;

    /// Ahead of the customers: somebody waits to be told.
    template <class Job>
    boost::asio::awaitable<Written<Job>> write(Job job)
    {
        return past_damage<Job>(parts_.store.write_first(std::move(job)));
    }
    /// For what can wait: behind the customers.
    template <class Job>
    boost::asio::awaitable<Written<Job>> write_in_turn(Job job)
    {
        return past_damage<Job>(parts_.store.write(std::move(job)));
    }
    /// Nothing: it cannot be read.
    template <class Job>
    boost::asio::awaitable<std::optional<Result<Job>>> read(Job job);

private:
    template <class Job>
    boost::asio::awaitable<Written<Job>> past_damage(boost::asio::awaitable<Written<Job>> writing);

    const RoundParts& parts_;
    Alarm alarm_;
    bool stopping_ = false;
};

template <class Job>
boost::asio::awaitable<std::optional<Round::Result<Job>>> Round::read(Job job)
{
    try {
        co_return co_await parts_.store.read(std::move(job));
    } catch (const storage::Error& error) {
        if (!error.damaged())
            throw;
    }
    co_return std::nullopt;
}

// A job that throws is passed over like one that met damage: what stands in the database is then
// not what it should be, and the round has others to serve. Want of memory is nobody's fault but
// the machine's.
template <class Job>
boost::asio::awaitable<Round::Written<Job>> Round::past_damage(
    boost::asio::awaitable<Written<Job>> writing)
{
    try {
        co_return co_await std::move(writing);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& failed) {
        parts_.damaged(failed.what());
    }
    co_return std::unexpected{storage::problem_of(storage::Outcome::damaged)};
}

} // namespace heard::daemon
