// How often somebody may try to sign in, from one address and with one name. In the end only
// failures count, and strangers' failures never shut out who has signed in from where they are.
// Knows neither names that exist nor passwords. In memory only. Thread: I/O.
#pragma once

#include "auth/throttle.hpp"

#include <set>
#include <string>
#include <string_view>

namespace heard::site {

/// By what a try is counted.
struct SignInKey
{
    std::string address; ///< auth::address_group().
    std::string name;    ///< Folded, so that `Anna` and `anna` are one.
};
SignInKey sign_in_key(std::string_view address, std::string_view name);

struct SignInThrottles
{
    auth::Throttle& by_address;
    auth::Throttle& by_name;
    auth::Throttle& by_pair; ///< For an address and a name that have signed in together.
};

/// Every try is counted before it is checked, so that of many at once not all get through before
/// the first has failed. A good one gets its count back.
class SignInTurns
{
public:
    explicit SignInTurns(SignInThrottles throttles);

    /// Zero: it is counted, go on. Else how long to wait; then nothing was counted.
    time::Micros take(const SignInKey& key, time::Instant now);
    void give_back(const SignInKey& key);
    /// They have signed in: from now on this name from this address is counted by itself. Without
    /// that, anybody could lock people out by trying their names.
    void remember(const SignInKey& key);

private:
    SignInThrottles throttles_;
    std::set<std::string> known_; ///< Addresses with a name.
};

} // namespace heard::site
