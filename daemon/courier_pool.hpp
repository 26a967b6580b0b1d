// A few threads that hand letters to the courier, so that slow mail holds up nobody but itself.
#pragma once

#include "mail/courier.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <memory>

namespace heard::daemon {

/// Thread: I/O calls; deliveries run on the pool.
class CourierPool
{
public:
    explicit CourierPool(int couriers);
    /// Waits for what is under way; its stop token and its own limits bound that.
    ~CourierPool();

    int couriers() const { return couriers_; }

    /// Comes back when the courier has a verdict; also when it threw, which is tried again later.
    boost::asio::awaitable<mail::Delivery> deliver(std::shared_ptr<mail::Courier> courier,
                                                   mail::Parcel parcel);

private:
    int couriers_;
    boost::asio::thread_pool threads_;
};

} // namespace heard::daemon
