// The gate: whatever is not strictly HTTP/1.1 or HTTP/1.0 stays outside (RFC 9112, read narrowly).
// Pure functions over the bytes of a head. Knows no socket, no time and no body; body.hpp reads
// what the head announces.
//
// Two programs that read the same bytes differently are how requests are smuggled past a proxy. So
// there is one reader here, not a check in front of a second parser, and what could be read in two
// ways is refused.
#pragma once

#include "http/request.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

namespace heard::http {

/// Why the server itself answers, and with which status. `reason` is plain words, and lives for
/// ever. Status 0: nobody is there to read an answer; just hang up.
struct Refusal
{
    int status = 0;
    std::string_view reason;
};

struct HeadLimits
{
    std::size_t bytes = 8192; ///< From the first byte to the empty line. More: 414 or 431.
    std::size_t fields = 64;  ///< More: 431.
};

/// How the end of the body is found (RFC 9112 §6.3; there is no reading until the connection
/// closes).
enum class Framing { none, length, chunked };

struct Head
{
    Request request; ///< method, path, query, headers. HEAD is already `GET` here.
    bool head_only = false;
    bool keep_alive = true;
    bool version_1_0 = false;
    bool expects_continue = false;
    Framing framing = Framing::none;
    std::uint64_t length = 0; ///< Bytes of the body, for Framing::length. Less than 10^15.
};

/// Looks for the end of a head while its bytes arrive bit by bit.
class HeadFinder
{
public:
    explicit HeadFinder(HeadLimits limits)
        : limits_(limits)
    {}

    /// The size of the head with its empty line, or 0 as long as it is not whole. `bytes` begins
    /// where it began in the last call. A line feed alone is refused at once, or its sender would
    /// wait for an answer until the deadline.
    std::expected<std::size_t, Refusal> look(std::string_view bytes);

private:
    HeadLimits limits_;
    std::size_t seen_ = 0;
};

/// Reads one whole head, as HeadFinder measured it.
std::expected<Head, Refusal> read_head(std::string_view bytes, HeadLimits limits);

/// `name: value` without the line end, as strictly as in a head: for the trailers of a chunked body
/// too.
std::expected<std::pair<std::string_view, std::string_view>, Refusal> read_field(
    std::string_view line);

} // namespace heard::http
