// What all connections of one server share: the application, the limits, and the ways to say no.
#pragma once

#include "http/address.hpp"
#include "http/gate.hpp"
#include "http/hoard.hpp"
#include "http/limits.hpp"
#include "http/line.hpp"
#include "http/router.hpp"
#include "http/server.hpp"
#include "http/wire.hpp"

#include <array>
#include <atomic>
#include <cstdint>

namespace heard::http {

/// Thread: I/O, but for the count.
struct Service
{
    Service(ServerOptions chosen, Handler handler);

    /// The page for what the server itself refuses. Never throws: a page that fails becomes a line
    /// of text. A 503 always says when to come back.
    Response refuse(Refusal refusal) noexcept;
    /// Writes to the log; a log that fails must not take a connection with it.
    void note(std::string_view event, std::string_view detail) noexcept;

    ServerOptions options;
    Handler app;
    TrustedProxies proxies;
    HeadWriter heads;
    Line line;   ///< Whom we wait for.
    Hoard hoard; ///< Of large bodies and answers.
    /// Where bytes arrive: one for all, so that who only waits holds no buffer.
    std::array<char, 16384> arriving;
    bool stopping = false;
    std::atomic<std::uint64_t> served{0};

private:
    Response page_for(Refusal refusal) noexcept;
};

} // namespace heard::http
