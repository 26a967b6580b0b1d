// A few threads that hand letters to the courier, so that slow mail holds up nobody but itself.
#pragma once

#include "mail/courier.hpp"
#include "site/thread_team.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace heard::daemon {

/// Thread: I/O calls; deliveries run on the pool.
class CourierPool
{
public:
    explicit CourierPool(int couriers);

    int couriers() const { return couriers_; }

    /// Comes back when the courier has a verdict; also when it threw, which is tried again later.
    boost::asio::awaitable<mail::Delivery> deliver(std::shared_ptr<mail::Courier> courier,
                                                   mail::Parcel parcel);

private:
    int couriers_;
    /// Its end waits for what is under way; our stop token and the courier's own limits bound that.
    site::ThreadTeam threads_;
};

} // namespace heard::daemon
