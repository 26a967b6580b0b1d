// How often customers may write, and what they are told when it is too often. What was refused is
// not lost: the page that says so holds the words. Thread: I/O.
#pragma once

#include "core/problem.hpp"
#include "http/response.hpp"
#include "site/site.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace heard::site {

/// How long this address has to wait before it may write again; nothing if it need not. Counts the
/// attempt. Without a limit in the settings nobody waits.
std::optional<std::chrono::seconds> wait_to_submit(Site& site, const std::string& address);
/// The same for something further on a ticket. Links are passed on, so each ticket has a limit of
/// its own as well, whatever the settings say.
std::optional<std::chrono::seconds> wait_to_add(Site& site, const std::string& address,
                                                std::string_view status_token);

core::Problem too_many_at_once(std::chrono::seconds wait);
void add_retry_after(http::Response& response, std::chrono::seconds wait);

} // namespace heard::site
