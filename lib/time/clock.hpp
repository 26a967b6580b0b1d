// The one source of "now": nothing else asks the system for the time.
// Tests hand in a clock of their own.
#pragma once

#include "time/instant.hpp"

namespace heard::time {

/// Thread: any.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

class SystemClock final : public Clock
{
public:
    Instant now() const override
    {
        return std::chrono::floor<Micros>(std::chrono::system_clock::now());
    }
};

} // namespace heard::time
