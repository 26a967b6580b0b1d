#include "daemon/distress.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace heard::daemon {

namespace {

using namespace std::chrono_literals;

constexpr auto one_occurrence = 1h;

mail::Parcel parcel_of(storage::NewLetter letter)
{
    return {std::move(letter.sender), std::move(letter.recipient), std::move(letter.message_id),
            std::move(letter.mime)};
}

std::vector<storage::NewLetter> letters_about(desk::letters::Distress what,
                                              const desk::House& house, time::Instant now)
{
    std::vector letters{desk::letters::distress(house, what, now)};
    if (house.alarm.webhook)
        letters.push_back(desk::letters::distress_call(house, what, now));
    return letters;
}

} // namespace

Distress::Distress(DistressParts parts)
    : parts_{std::move(parts)}
    , retry_{parts_.io}
{}

void Distress::disk_is_full()
{
    const auto now = parts_.clock.now();
    if (telling_ || (told_full_at_ && std::chrono::abs(now - *told_full_at_) < one_occurrence))
        return;
    told_full_at_ = now;
    start_telling(desk::letters::Distress::disk_full);
}

void Distress::database_is_damaged()
{
    if (std::exchange(told_damage_, true))
        return;
    start_telling(desk::letters::Distress::database_damaged);
}

void Distress::start_telling(desk::letters::Distress what)
{
    if (stopping_)
        return;
    std::ranges::move(letters_about(what, *parts_.house(), parts_.clock.now()),
                      std::back_inserter(untold_));
    if (std::exchange(telling_, true))
        return;
    // What it throws is want of memory: the process is lost anyway.
    boost::asio::co_spawn(parts_.io, keep_telling(), [](std::exception_ptr failed) {
        if (failed)
            std::rethrow_exception(failed);
    });
}

void Distress::stop()
{
    stopping_ = true;
    retry_.cancel();
}

boost::asio::awaitable<void> Distress::keep_telling()
{
    while (!stopping_ && !untold_.empty()) {
        auto letter = std::move(untold_.front());
        untold_.pop_front();
        auto copy = letter;
        if (co_await tell(std::move(copy)))
            continue;
        untold_.push_back(std::move(letter));
        retry_.expires_after(parts_.again_after);
        co_await retry_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }
    telling_ = false;
}

/// True when there is nothing left to try.
boost::asio::awaitable<bool> Distress::tell(storage::NewLetter letter)
{
    auto courier = parts_.courier(letter.lane);
    auto parcel = parcel_of(std::move(letter));
    const auto delivery = co_await parts_.couriers.deliver(std::move(courier), std::move(parcel));
    const bool told = delivery.verdict == mail::Verdict::delivered;
    const bool over = delivery.verdict != mail::Verdict::later;
    parts_.log.write(told ? Level::info : Level::error,
                     told ? "distress_told" : "distress_not_told",
                     field("detail", delivery.detail));
    co_return over;
}

void tell_of_failed_database(const desk::House& house, const Couriers& couriers, time::Instant now)
{
    for (auto& letter : letters_about(desk::letters::Distress::database_failed, house, now)) {
        const auto courier = couriers.of(letter.lane);
        courier->deliver(parcel_of(std::move(letter)));
    }
}

} // namespace heard::daemon
