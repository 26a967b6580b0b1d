// How much of everything one client, and all of them together, may have.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace heard::http {

/// Spans are absolute: a byte every few seconds does not prolong them, see
/// slowest_bytes_per_second. They are kept to a tenth of a second.
struct Limits
{
    /// More than these: 414 or 431.
    std::size_t head_bytes = 8192;
    std::size_t head_fields = 64;

    /// Kept of a body: the handler sees the beginning of a longer one.
    std::size_t body_bytes = 1 << 20;
    /// Any body or answer may be as large as this; what is larger comes out of a sum for all that
    /// are under way. When that is used up, only so much is kept of a body, and an answer becomes
    /// 503.
    std::size_t small_bytes = 64 << 10;
    std::size_t large_bytes_together = 128 << 20;
    /// Read of a body at all, so that its sender comes to reading our answer.
    std::uint64_t sent_bytes = 64ULL << 20;

    /// More than these: who has kept us waiting the longest makes room, or, when nobody does or the
    /// newcomer's address has its share, 503. An IPv6 network of 64 bits counts as one address, and
    /// trusted proxies are free of the cap for each.
    std::size_t connections = 2000;
    std::size_t connections_per_address = 64;

    /// From accept, or from the first byte of a later request, to the end of the head.
    std::chrono::milliseconds head_time{10'000};
    /// From the same moment to the end of the body; and once more for the client to take the
    /// answer.
    std::chrono::milliseconds request_time{60'000};
    /// What a request_time is enough for, at this pace, gets a request_time of its own: photos over
    /// a bad connection take minutes. As bytes, because who sends or takes less is not in trouble
    /// but trouble.
    std::int64_t slowest_bytes_per_second = 16 << 10;
    /// Between two requests.
    std::chrono::milliseconds idle_time{30'000};
    /// For the client to read our last words, after we hung up.
    std::chrono::milliseconds linger_time{5'000};
    /// For busy requests, after stop().
    std::chrono::milliseconds drain_time{10'000};
};

} // namespace heard::http
