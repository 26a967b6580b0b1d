// Tells the owner what is wrong with the machine when the database cannot hold a letter: straight
// to the couriers, again and again from memory until it goes. Knows no outbox.
#pragma once

#include "daemon/courier_pool.hpp"
#include "daemon/log.hpp"
#include "daemon/opening.hpp"
#include "desk/house_letters.hpp"
#include "mail/courier.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace heard::daemon {

struct DistressParts
{
    boost::asio::io_context& io;
    const time::Clock& clock;
    const Log& log;
    CourierPool& couriers;
    std::function<std::shared_ptr<const desk::House>()> house;
    std::function<std::shared_ptr<mail::Courier>(storage::Lane)> courier;
    time::Micros again_after = std::chrono::seconds{30};
};

/// Thread: I/O.
class Distress
{
public:
    explicit Distress(DistressParts parts);

    /// A letter to the owner and a call of the webhook, if there is one. A disk that is full, has
    /// space, and is full again within the hour is told once.
    void disk_is_full();
    /// The same for a page of the database that cannot be read: told once in the life of a daemon.
    void database_is_damaged();
    /// Letters that have not gone are forgotten.
    void stop();

private:
    void start_telling(desk::letters::Distress what);
    boost::asio::awaitable<void> keep_telling();
    boost::asio::awaitable<bool> tell(storage::NewLetter letter);

    DistressParts parts_;
    boost::asio::steady_timer retry_;
    std::optional<time::Instant> told_full_at_;
    bool told_damage_ = false;
    std::deque<storage::NewLetter> untold_;
    bool telling_ = false;
    bool stopping_ = false;
};

/// The last thing a daemon does that could not trust its database: one attempt to tell the owner,
/// which takes as long as these couriers may take. Blocks.
void tell_of_failed_database(const desk::House& house, const Couriers& couriers, time::Instant now);

} // namespace heard::daemon
