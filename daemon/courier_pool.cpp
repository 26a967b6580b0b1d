#include "daemon/courier_pool.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>

namespace heard::daemon {

namespace {

mail::Delivery deliver_now(mail::Courier& courier, const mail::Parcel& parcel)
{
    try {
        return courier.deliver(parcel);
    } catch (const std::exception& error) {
        return {.verdict = mail::Verdict::later, .detail = error.what(), .not_asked = true};
    }
}

} // namespace

CourierPool::CourierPool(int couriers)
    : couriers_{couriers}
    , threads_{couriers}
{}

boost::asio::awaitable<mail::Delivery> CourierPool::deliver(std::shared_ptr<mail::Courier> courier,
                                                            mail::Parcel parcel)
{
    const auto back = co_await boost::asio::this_coro::executor;
    auto start = [this, back](auto handler, std::shared_ptr<mail::Courier> who, mail::Parcel what) {
        auto work = [back, handler = std::move(handler), who = std::move(who),
                     what = std::move(what)]() mutable {
            auto delivery = deliver_now(*who, what);
            boost::asio::post(
                back, [handler = std::move(handler), delivery = std::move(delivery)]() mutable {
                    handler(std::move(delivery));
                });
        };
        boost::asio::post(threads_.get_executor(), std::move(work));
    };
    co_return co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>,
                                                   void(mail::Delivery)>(
        start, boost::asio::use_awaitable, std::move(courier), std::move(parcel));
}

} // namespace heard::daemon
