#include "site/staff_sign_in_turns.hpp"

#include "text/utf8.hpp"

#include <algorithm>

namespace heard::site {

namespace {

// Only good tries make an entry, so a shop has a handful; the bound is for one that runs for years.
constexpr std::size_t keys_max = 10'000;

} // namespace

SignInKey sign_in_key(std::string_view address, std::string_view name)
{
    return {auth::address_group(address), text::folded(text::tidied(name))};
}

SignInTurns::SignInTurns(auth::Throttle& by_address, auth::Throttle& by_name)
    : by_address_{by_address}
    , by_name_{by_name}
{}

time::Micros SignInTurns::take(const SignInKey& key, time::Instant now)
{
    const auto wait = std::max(by_address_.wait(key.address, now), by_name_.wait(key.name, now));
    if (wait > time::Micros{0})
        return wait;
    by_address_.take(key.address, now);
    by_name_.take(key.name, now);
    return time::Micros{0};
}

void SignInTurns::give_back(const SignInKey& key)
{
    by_address_.give_back(key.address);
    by_name_.give_back(key.name);
}

SignInTurns::Counts::Counts(auth::Throttle& throttle)
    : throttle_{throttle}
{}

time::Micros SignInTurns::Counts::wait(const std::string& key, time::Instant now) const
{
    return earned_.contains(key) ? time::Micros{0} : throttle_.wait(key, now);
}

void SignInTurns::Counts::take(const std::string& key, time::Instant now)
{
    const auto earned = earned_.find(key);
    if (earned == earned_.end()) {
        throttle_.allow(key, now);
        return;
    }
    if (--earned->second == 0)
        earned_.erase(earned);
}

void SignInTurns::Counts::give_back(const std::string& key)
{
    if (earned_.size() >= keys_max)
        earned_.clear();
    ++earned_[key];
}

} // namespace heard::site
