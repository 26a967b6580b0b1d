// Counts attempts by key (an address, a name) and says when it is enough. In memory only: a restart
// forgives. Knows neither clock nor what is attempted; `now` is handed in.
#pragma once

#include "time/instant.hpp"

#include <cstddef>
#include <initializer_list>
#include <list>
#include <map>
#include <string>
#include <string_view>

namespace heard::auth {

/// Lets `most` attempts of one key through at once, and then one more each `per / most`. In any
/// span of `per` that is fewer than twice `most`. Refused attempts are not counted, so impatience
/// does not lengthen the wait. Memory is bounded: of more than `keys_max` keys the one not seen for
/// longest is forgotten. Thread: one; the caller's.
class Throttle
{
public:
    /// `most` and `keys_max` are at least 1; fewer counts as 1.
    Throttle(int most, time::Micros per, std::size_t keys_max);

    /// Counts an attempt and says whether it may happen. Keys are told apart by their first 128
    /// bytes.
    bool allow(std::string_view key, time::Instant now);

    /// Takes one attempt back that was counted. Nothing is saved up by that: a key never has more
    /// than `most` at once.
    void give_back(std::string_view key);

    /// How long until allow() says yes; zero if it would now. Counts nothing.
    time::Micros wait(std::string_view key, time::Instant now) const;

    std::size_t keys() const { return by_key_.size(); }

private:
    /// All attempts so far are paid off at `free_at`; each adds `step_` to it (generic cell rate
    /// algorithm, ITU-T I.371).
    struct Counter
    {
        std::string key;
        time::Instant free_at;
    };
    using Counters = std::list<Counter>;

    Counter& counter(std::string_view key, time::Instant now);
    time::Instant free_at(const Counter& counter, time::Instant now) const;
    time::Micros wait(time::Instant free_at, time::Instant now) const;

    time::Micros step_;
    time::Micros span_; ///< `most` steps.
    std::size_t keys_max_;
    Counters counters_; ///< Last seen first.
    std::map<std::string_view, Counters::iterator>
        by_key_; ///< The views are of the keys in counters_.
};

/// One attempt that several throttles count, each by its own key.
struct Attempt
{
    Throttle& throttle;
    std::string_view key;
};
/// Counts it with all of them and gives zero; or, if one of them says no, with none, and gives how
/// long to wait.
time::Micros take(std::initializer_list<Attempt> attempts, time::Instant now);

/// The key to throttle an address by: IPv4 as it is (also when mapped into IPv6), IPv6 as its /64,
/// because one household or rented server holds a whole /64. Anything else unchanged.
std::string address_group(std::string_view ip);

} // namespace heard::auth
