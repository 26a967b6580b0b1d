// The owner's page: promises in plain numbers, and how late we were to say that one was broken.
// Knows how numbers are said; what is counted is storage's business.
#pragma once

#include "core/ticket.hpp"
#include "http/awaitable.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "text/words.hpp"
#include "time/instant.hpp"

#include <string>

namespace heard::site {

class Site;

/// GET /owner: for the owner and managers; others get 403.
http::Awaitable<http::Response> get_numbers(Site& site, core::Staff staff, http::Request request);

/// A delay as it is said: "under 0.1 s", "0.2 s", "12 s", "3 minutes".
std::string delay_in_words(const text::Words& words, time::Micros delay);

} // namespace heard::site
