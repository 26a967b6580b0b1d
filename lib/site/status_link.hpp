// What all pages behind a status link share: the way from the link to the ticket, what is said when
// it leads nowhere, and that nobody's index may have them. Knows no page of its own.
#pragma once

#include "desk/thread.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "site/language.hpp"
#include "site/site.hpp"

#include <expected>
#include <string>

namespace heard::site {

std::string token_of(const http::Request& request);

/// Everything on the ticket. Problems: not_found, gone (the link).
http::Awaitable<std::expected<desk::Thread, core::Problem>> look_behind(Site& site, Tongue reader,
                                                                        std::string token);

/// The page for a link that leads nowhere, or does so no longer. Words that came with it move into
/// the plain form, where they can still be sent.
http::Response dead_link(Site& site, const Tongue& reader, core::Problem problem,
                         const std::string& words = {});

/// A page behind a secret link is for nobody's index.
http::Response kept_secret(http::Response response);

} // namespace heard::site
