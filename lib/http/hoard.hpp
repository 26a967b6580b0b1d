// What requests under way hold in memory, beyond the little that each may: one sum for all, so that
// many large ones cannot use up the machine. Counts only; holds no bytes itself.
#pragma once

#include <cstddef>

namespace heard::http {

/// The sum, and its limit. Thread: I/O.
struct Hoard
{
    std::size_t max;
    std::size_t held = 0;
};

/// One request's part of it, given back at its end.
class HoardShare
{
public:
    explicit HoardShare(Hoard& hoard)
        : hoard_(hoard)
    {}
    ~HoardShare() { give_back(); }
    HoardShare(const HoardShare&) = delete;
    HoardShare& operator=(const HoardShare&) = delete;

    /// Grows to `bytes` in all. True when there is room for them, or when they are no more than
    /// `free`; without room it stays as large as it was.
    bool cover(std::size_t bytes, std::size_t free)
    {
        if (bytes <= free || bytes <= taken_)
            return true;
        if (bytes - taken_ > hoard_.max - hoard_.held)
            return false;
        hoard_.held += bytes - taken_;
        taken_ = bytes;
        return true;
    }

    void give_back()
    {
        hoard_.held -= taken_;
        taken_ = 0;
    }

private:
    Hoard& hoard_;
    std::size_t taken_ = 0;
};

} // namespace heard::http
