// How much of everything one client, and all of them together, may have.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace heard::http {

/// Spans are absolute: a byte every few seconds does not prolong them. They are kept to a tenth of
/// a second.
struct Limits
{
    std::size_t head_bytes = 8192;
    std::size_t head_fields = 64;
    std::size_t body_bytes =
        1 << 20; ///< Kept of a body. The handler sees the beginning of a longer one.
    std::uint64_t sent_bytes = 64ULL << 20; ///< Read of a body at all.

    std::size_t connections = 2000;
    std::size_t connections_per_address =
        64; ///< An IPv6 network of 64 bits counts as one; proxies are free.

    std::chrono::milliseconds head_time{
        10'000}; ///< From the first byte (or from accept) to the end of the head.
    std::chrono::milliseconds request_time{
        60'000}; ///< From the first byte to the end of the body; as long to answer.
    std::chrono::milliseconds idle_time{30'000}; ///< Between two requests.
    std::chrono::milliseconds linger_time{
        5'000}; ///< For the client to read our last words, after we hung up.
    std::chrono::milliseconds drain_time{10'000}; ///< For busy requests, after stop().
};

} // namespace heard::http
