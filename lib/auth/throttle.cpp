#include "auth/throttle.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace heard::auth {
namespace {

constexpr std::size_t key_bytes_max = 128;

std::string written(int family, const void* address)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(family, address, text.data(), text.size());
    return text.data();
}

} // namespace

Throttle::Throttle(int most, time::Micros per, std::size_t keys_max)
    : step_{std::max(per / std::max(most, 1), time::Micros{1})}
    , span_{step_ * std::max(most, 1)}
    , keys_max_{std::max<std::size_t>(keys_max, 1)}
{}

bool Throttle::allow(std::string_view key, time::Instant now)
{
    Counter& its = counter(key.substr(0, key_bytes_max), now);
    its.free_at = free_at(its, now);
    if (wait(its.free_at, now) > time::Micros{0})
        return false;
    its.free_at += step_;
    return true;
}

void Throttle::give_back(std::string_view key)
{
    if (const auto found = by_key_.find(key.substr(0, key_bytes_max)); found != by_key_.end())
        found->second->free_at -= step_;
}

time::Micros Throttle::wait(std::string_view key, time::Instant now) const
{
    const auto found = by_key_.find(key.substr(0, key_bytes_max));
    if (found == by_key_.end())
        return time::Micros{0};
    return wait(free_at(*found->second, now), now);
}

/// The key's counter, made if need be, and seen last from now on.
Throttle::Counter& Throttle::counter(std::string_view key, time::Instant now)
{
    if (const auto found = by_key_.find(key); found != by_key_.end()) {
        counters_.splice(counters_.begin(), counters_, found->second);
        return counters_.front();
    }
    if (by_key_.size() >= keys_max_) {
        by_key_.erase(counters_.back().key);
        counters_.pop_back();
    }
    counters_.push_front({std::string{key}, now});
    by_key_.emplace(counters_.front().key, counters_.begin());
    return counters_.front();
}

/// Never before now, and never further off than a full count reaches: after the clock was set back
/// the wait starts anew with the first attempt, instead of lasting until the old time comes again.
time::Instant Throttle::free_at(const Counter& counter, time::Instant now) const
{
    return std::clamp(counter.free_at, now, now + span_);
}

time::Micros Throttle::wait(time::Instant free_at, time::Instant now) const
{
    return std::max(free_at + step_ - span_ - now, time::Micros{0});
}

time::Micros take(std::initializer_list<Attempt> attempts, time::Instant now)
{
    time::Micros longest{0};
    for (const auto& [throttle, key] : attempts)
        longest = std::max(longest, throttle.wait(key, now));
    if (longest > time::Micros{0})
        return longest;
    for (const auto& [throttle, key] : attempts)
        throttle.allow(key, now);
    return longest;
}

std::string address_group(std::string_view ip)
{
    const std::string address{ip.substr(0, ip.find('%'))}; // Without the zone: `fe80::1%eth0`.
    in6_addr six{};
    if (inet_pton(AF_INET6, address.c_str(), &six) != 1)
        return std::string{ip};
    if (IN6_IS_ADDR_V4MAPPED(&six))
        return written(AF_INET, &six.s6_addr[12]);
    std::fill(six.s6_addr + 8, six.s6_addr + 16, std::uint8_t{0});
    return written(AF_INET6, &six) + "/64";
}

} // namespace heard::auth
