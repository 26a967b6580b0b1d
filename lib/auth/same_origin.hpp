// Whether a POST came from a page of ours: the guard against pages of others that post with our
// visitor's cookie. Pure. Knows headers as texts, not requests. There is no hidden token: the
// browser itself says where a POST comes from.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace heard::auth {

/// The headers that tell, each absent or as it stood; more than one of a kind is for the caller to
/// refuse.
struct PostedFrom
{
    std::optional<std::string_view> sec_fetch_site{};
    std::optional<std::string_view> origin{};
    std::optional<std::string_view> referer{};
    std::string_view host{}; ///< The Host header.
    bool secure = false;     ///< Came to us, or to our trusted proxy, by https.
};

/// The first header that is there decides:
/// 1. `Sec-Fetch-Site`: only `same-origin` passes. `none` is typing an address, and that never is a
/// POST.
/// 2. `Origin`: must be the origin of `base_url` or that of Host. (Browsers send no Sec-Fetch-Site
/// to plain http in
///    the shop's own network.) `null` never passes.
/// 3. `Referer`: the same.
/// With none of them it passes: every browser since 2020 sends Origin with a POST, so this is no
/// browser but a script that holds the cookie on purpose, and forging headers would be no effort
/// for it.
bool same_origin(const PostedFrom& from, std::string_view base_url);

/// `scheme://host[:port]` of an http or https address: lower-case, default port dropped. Nothing
/// for anything else, an address with a user name included.
std::optional<std::string> origin_of(std::string_view url);

} // namespace heard::auth
