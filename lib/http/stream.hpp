// An answer that goes on after its head: what a handler sends piece by piece, for as long as both
// sides stay. An interface, so that pages can be tested without a socket. Knows no format.
#pragma once

#include "http/awaitable.hpp"

#include <chrono>
#include <functional>
#include <string_view>

namespace heard::http {

/// Thread: I/O.
class Stream
{
public:
    Stream() = default;
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    virtual ~Stream() = default;

    /// Waits while the client is slow to take it. False: the client is gone or has to go, and there
    /// is nothing more to do.
    virtual Awaitable<bool> send(std::string_view piece) = 0;
    /// Until wake(), also one since the last sleep, or until `at_most` is over. False as above.
    virtual Awaitable<bool> sleep(std::chrono::milliseconds at_most) = 0;
    virtual void wake() = 0;
};

/// Sends until the answer is complete, or until one of its calls says false.
using StreamHandler = std::function<Awaitable<void>(Stream&)>;

} // namespace heard::http
