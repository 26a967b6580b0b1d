#include "site/refusals.hpp"

#include "site/problems.hpp"

namespace heard::site {

namespace {

constexpr auto log_every = std::chrono::seconds{10};

} // namespace

http::Response Refusals::page(const HousePointer& house, int status)
{
    if (house != house_) {
        by_status_.clear();
        house_ = house;
    }
    auto known = by_status_.find(status);
    if (known == by_status_.end())
        known = by_status_.emplace(status, problem_page(*house, status)).first;
    return known->second;
}

std::optional<std::int64_t> Refusals::to_log(time::Instant now)
{
    ++since_;
    // In both directions: a clock that was set back must not silence the log.
    if (logged_at_ && std::chrono::abs(now - *logged_at_) < log_every)
        return std::nullopt;
    logged_at_ = now;
    return std::exchange(since_, 0);
}

} // namespace heard::site
