// The recurring jobs of the daemon: the promise round, the outbox round, the round that looks after
// the daemon itself, and the one that keeps the search in step. Each is one coroutine on the I/O
// thread; the database says what is due, an alarm wakes them. They decide nothing: the desk climbs
// ladders, the courier judges letters.
#pragma once

#include "daemon/alarm.hpp"
#include "daemon/courier_pool.hpp"
#include "daemon/log.hpp"
#include "daemon/way.hpp"
#include "desk/daily.hpp"
#include "desk/escalate.hpp"
#include "desk/house.hpp"
#include "mail/courier.hpp"
#include "site/site.hpp"
#include "storage/letter.hpp"
#include "storage/store.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <array>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

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
    /// There are new settings: look at everything, and try mail servers that were down.
    void take_new_settings();
    /// Whether the promise round has looked within the last minute.
    bool promises_on_time() const;
    /// Whether a real write was committed within the last half minute, and none hangs.
    bool writes_on_time() const;
    /// What systemd's watchdog hears: promises and writes are on time. A full disk refuses writes
    /// at once, which a fresh start would not mend.
    bool alive() const;
    /// Letters that somebody must know about, as of the last look.
    const storage::Trouble& trouble() const { return trouble_; }

private:
    boost::asio::awaitable<void> promise_round();
    boost::asio::awaitable<std::optional<time::Instant>> release_replies();
    boost::asio::awaitable<void> outbox_round();
    boost::asio::awaitable<void> care_round();
    boost::asio::awaitable<void> search_round();
    boost::asio::awaitable<std::optional<desk::Looked>> look_past_damage();
    boost::asio::awaitable<std::optional<storage::PromiseRange>> range_of_promises();
    void note_passed_over(std::size_t promises);
    boost::asio::awaitable<void> deliver(storage::DueLetter due);
    boost::asio::awaitable<void> deliver_found(storage::WaitingLetter letter);
    boost::asio::awaitable<void> beat();
    void note_clock(time::Micros back) const;
    boost::asio::awaitable<void> look_after_letters();
    boost::asio::awaitable<std::optional<time::Instant>> take_care();
    void keep_alive() const;
    void spawn(boost::asio::awaitable<void> round);
    void forget_finished();
    bool may_leave(storage::Lane lane) const;
    std::vector<storage::Lane> open_lanes() const;
    std::optional<time::Instant> first_rest_over() const;
    void send(const std::vector<storage::DueLetter>& letters);
    void finish(core::LetterId letter);
    void pass_over(core::LetterId letter);

    template <class Job>
    using Written =
        typename storage::Written<std::invoke_result_t<Job&, storage::Transaction&>>::type;
    template <class Job>
    boost::asio::awaitable<Written<Job>> write(Job job);
    template <class Job>
    boost::asio::awaitable<Written<Job>> write_in_turn(Job job);
    template <class Job>
    boost::asio::awaitable<Written<Job>> past_damage(boost::asio::awaitable<Written<Job>> writing);
    template <class Job>
    boost::asio::awaitable<std::optional<std::invoke_result_t<Job&, storage::Transaction&>>> read(
        Job job);

    void note_way(storage::Lane lane, const mail::Delivery& delivery);

    RoundParts parts_;
    Alarm promise_alarm_;
    Alarm letter_alarm_;
    Alarm care_alarm_;
    Alarm search_alarm_;
    /// With a courier, or finished.
    std::map<core::LetterId, storage::Lane> under_way_;
    std::vector<core::LetterId> finished_; ///< Written down since the last look began.
    /// Cannot be read or written down, until the next start: nobody gets one twice for that.
    std::set<core::LetterId> passed_over_;
    std::size_t promises_passed_over_ = 0; ///< By the last look.
    std::array<Way, 3> ways_;              ///< The relay, the alarms' second way, the webhook.
    storage::Trouble trouble_;
    time::Instant looked_at_;
    time::Instant wrote_at_;                     ///< The last real write.
    time::Instant answered_at_;                  ///< The last time the writer said anything.
    std::optional<time::Instant> writing_since_; ///< A write of the care round is under way.
    bool stopping_ = false;
};

} // namespace heard::daemon
