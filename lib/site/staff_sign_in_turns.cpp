#include "site/staff_sign_in_turns.hpp"

#include "text/utf8.hpp"

namespace heard::site {

namespace {

// Only good tries make an entry, so a shop has a handful; the bound is for one that runs for years.
constexpr std::size_t known_max = 10'000;

/// No address has a line break in it.
std::string pair_of(const SignInKey& key)
{
    return key.address + "\n" + key.name;
}

} // namespace

SignInKey sign_in_key(std::string_view address, std::string_view name)
{
    return {auth::address_group(address), text::folded(text::tidied(name))};
}

SignInTurns::SignInTurns(SignInThrottles throttles)
    : throttles_{throttles}
{}

time::Micros SignInTurns::take(const SignInKey& key, time::Instant now)
{
    const auto pair = pair_of(key);
    if (known_.contains(pair))
        return auth::take({{throttles_.by_pair, pair}}, now);
    return auth::take({{throttles_.by_address, key.address}, {throttles_.by_name, key.name}}, now);
}

void SignInTurns::give_back(const SignInKey& key)
{
    const auto pair = pair_of(key);
    if (known_.contains(pair)) {
        throttles_.by_pair.give_back(pair);
        return;
    }
    throttles_.by_address.give_back(key.address);
    throttles_.by_name.give_back(key.name);
}

void SignInTurns::remember(const SignInKey& key)
{
    if (known_.size() >= known_max)
        known_.clear();
    known_.insert(pair_of(key));
}

} // namespace heard::site
