// The recurring jobs of the daemon: the promise round, the outbox round, and the round that looks
// after the daemon itself. Each is one coroutine on the I/O thread; the database says what is due,
// an alarm wakes them. They decide nothing: the desk climbs ladders, the courier judges letters.
#pragma once

#include "daemon/alarm.hpp"
#include "daemon/courier_pool.hpp"
#include "daemon/log.hpp"
#include "desk/house.hpp"
#include "mail/courier.hpp"
#include "site/site.hpp"
#include "storage/letter.hpp"
#include "storage/store.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <set>

namespace heard::daemon {

struct RoundParts
{
    boost::asio::io_context& io;
    const time::Clock& clock;
    const Log& log;
    storage::Store& store;
    CourierPool& couriers;
    std::function<std::shared_ptr<const desk::House>()> house;
    std::function<std::shared_ptr<mail::Courier>()> courier;
    /// Once, when a round ended by an exception: the daemon must end too. Thread: I/O.
    std::function<void(std::exception_ptr)> died;
};

/// Thread: I/O, but for `wake`.
class Rounds
{
public:
    explicit Rounds(RoundParts parts);

    void start();
    /// Lets each round end after what it is doing; letters under way are finished by their
    /// couriers.
    void stop();
    /// New work after a commit. Thread: any.
    void wake(const storage::Wake& wake);
    /// Look at everything now: the clock was set, or there are new settings. Thread: any.
    void wake_all();
    /// Whether the promise round has looked within the last minute.
    bool promises_on_time() const;
    /// Letters that somebody must know about, as of the last look.
    const storage::Trouble& trouble() const { return trouble_; }

private:
    boost::asio::awaitable<void> promise_round();
    boost::asio::awaitable<void> outbox_round();
    boost::asio::awaitable<void> care_round();
    boost::asio::awaitable<void> deliver(storage::WaitingLetter letter);
    boost::asio::awaitable<void> look_after_letters();
    void keep_alive() const;
    void spawn(boost::asio::awaitable<void> round);
    void forget_finished();
    std::vector<storage::WaitingLetter> not_under_way(std::vector<storage::WaitingLetter> letters);

    RoundParts parts_;
    Alarm promise_alarm_;
    Alarm letter_alarm_;
    Alarm care_alarm_;
    std::set<core::LetterId> under_way_;   ///< With a courier, or finished.
    std::vector<core::LetterId> finished_; ///< Written down since the last look began.
    storage::Trouble trouble_;
    time::Instant looked_at_;
    bool stopping_ = false;
};

} // namespace heard::daemon
