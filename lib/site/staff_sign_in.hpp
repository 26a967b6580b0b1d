// Signing in and out. Knows that a name and a password open a session; not what the session shows.
#pragma once

#include "http/awaitable.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace heard::site {

class Site;
class SignInTurns;

/// GET /staff/sign-in
http::Awaitable<http::Response> get_sign_in(Site& site, http::Request request);
/// POST /staff/sign-in: `name`, `password`, `next`. Too many failures from one address or with one
/// name: 429, whether or not somebody has that name.
http::Awaitable<http::Response> post_sign_in(Site& site, SignInTurns& turns, http::Request request);
/// POST /staff/sign-out: the session ends, here and in the browser.
http::Awaitable<http::Response> post_sign_out(Site& site, http::Request request);

} // namespace heard::site
