// Server-sent events (HTML living standard 9.2): the shape of the answer and of one event.
// Knows neither who listens nor what is new.
#pragma once

#include "http/request.hpp"
#include "http/response.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace heard::http {

/// What a browser hears last before it loses us, sent back in `Last-Event-ID` when it returns. Also
/// read from the query `?seen=`, for the first time. Nothing if neither is a number.
std::optional<std::int64_t> last_event_id(const Request& request);

/// One event. Lines of `data` become lines of the event.
std::string event(std::int64_t id, std::string_view name, std::string_view data);
/// Keeps proxies from hanging up, and says nothing.
std::string_view silence();

Response event_stream(StreamHandler handler);

} // namespace heard::http
