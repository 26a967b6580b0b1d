// Chance that a seed decides, the same with every compiler and library: the generator is splitmix64
// (Steele, Lea and Flood 2014), the range is taken by remainder. Good for tests, for no secrets.
#pragma once

#include <cstdint>

namespace heard {

class Dice
{
public:
    explicit Dice(std::uint64_t seed)
        : state_{seed}
    {}

    std::uint64_t next()
    {
        state_ += 0x9e3779b97f4a7c15U;
        auto mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
        return mixed ^ (mixed >> 31U);
    }

    /// 0 to `count` - 1.
    std::uint64_t below(std::uint64_t count) { return next() % count; }
    /// `low` to `high`, both included.
    std::int64_t between(std::int64_t low, std::int64_t high)
    {
        return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low + 1)));
    }
    bool percent(int share) { return below(100) < static_cast<std::uint64_t>(share); }

    template <class List>
    const auto& one_of(const List& list)
    {
        return list[static_cast<std::size_t>(below(list.size()))];
    }

private:
    std::uint64_t state_;
};

/// Another seed for each purpose, so that one more throw for one does not change all others.
inline std::uint64_t seed_of(std::uint64_t seed, std::uint64_t purpose)
{
    return Dice{seed ^ Dice{purpose}.next()}.next();
}

} // namespace heard
