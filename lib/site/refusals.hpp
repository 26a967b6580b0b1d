// What the server refuses before any handler sees it: the page for each status, made once for each
// house, and a line in the log that a flood does not turn into a flood of lines. Knows no requests.
#pragma once

#include "desk/house.hpp"
#include "http/response.hpp"

#include <map>
#include <memory>
#include <optional>

namespace heard::site {

/// Thread: I/O.
class Refusals
{
public:
    using HousePointer = std::shared_ptr<const desk::House>;

    /// Another house begins anew.
    http::Response page(const HousePointer& house, int status);

    /// Counts one more at `now`. How many there were since the last line, when it is time for
    /// another one: the first is told at once, the others together ten seconds later.
    std::optional<std::int64_t> to_log(time::Instant now);

private:
    HousePointer house_; ///< Held, so that no other house can get its address.
    std::map<int, http::Response> by_status_;
    std::optional<time::Instant> logged_at_;
    std::int64_t since_ = 0;
};

} // namespace heard::site
