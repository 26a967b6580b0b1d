#include "site/customer_turns.hpp"

#include "auth/status_token.hpp"

namespace heard::site {

namespace {

using std::chrono::seconds;

/// Rounded up: who comes back when we said so gets in.
std::optional<seconds> spoken(time::Micros wait)
{
    if (wait <= time::Micros{0})
        return std::nullopt;
    return std::chrono::ceil<seconds>(wait);
}

/// One link, one key, in whatever letter case it comes. With its secret, which is not verified yet:
/// the reference alone, which is no secret, must not use up what the customer may write.
std::string key_of(std::string_view status_token)
{
    const auto parts = auth::split_status_token(status_token);
    return parts ? parts->code + std::string{parts->mac.begin(), parts->mac.end()} : std::string{};
}

} // namespace

std::optional<seconds> wait_to_submit(Site& site, const std::string& address)
{
    if (site.parts.submissions_per_hour_per_address <= 0)
        return std::nullopt;
    const auto group = auth::address_group(address);
    return spoken(auth::take({{site.submissions_by_address, group}}, site.parts.clock.now()));
}

std::optional<seconds> wait_to_add(Site& site, const std::string& address,
                                   std::string_view status_token)
{
    const auto now = site.parts.clock.now();
    const auto link = key_of(status_token);
    if (site.parts.submissions_per_hour_per_address <= 0)
        return spoken(auth::take({{site.entries_by_link, link}}, now));
    const auto group = auth::address_group(address);
    return spoken(
        auth::take({{site.entries_by_link, link}, {site.submissions_by_address, group}}, now));
}

core::Problem too_many_at_once(seconds wait)
{
    return {.kind = core::ProblemKind::too_many,
            .phrase = "problem.too_many_at_once",
            .field = {},
            .wait = std::chrono::ceil<std::chrono::minutes>(wait)};
}

void add_retry_after(http::Response& response, seconds wait)
{
    response.headers.push_back({"Retry-After", std::to_string(wait.count())});
}

} // namespace heard::site
