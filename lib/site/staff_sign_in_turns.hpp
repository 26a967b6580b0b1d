// How often somebody may try to sign in, from one address and with one name. In the end only
// failures count. Knows neither names that exist nor passwords. Thread: I/O.
#pragma once

#include "auth/throttle.hpp"

#include <map>
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

/// Every try is counted before it is checked, so that of many at once not all get through before
/// the first has failed. A good one gets its count back.
class SignInTurns
{
public:
    SignInTurns(auth::Throttle& by_address, auth::Throttle& by_name);

    /// Zero: it is counted, go on. Else how long to wait; then nothing was counted.
    time::Micros take(const SignInKey& key, time::Instant now);
    void give_back(const SignInKey& key);

private:
    class Counts
    {
    public:
        explicit Counts(auth::Throttle& throttle);
        time::Micros wait(const std::string& key, time::Instant now) const;
        void take(const std::string& key, time::Instant now);
        void give_back(const std::string& key);

    private:
        auth::Throttle& throttle_;
        /// Counts that good tries gave back. Spent before new ones, so that no more is saved up
        /// than were tried at once.
        std::map<std::string, int> earned_;
    };

    Counts by_address_;
    Counts by_name_;
};

} // namespace heard::site
