#include "site/health.hpp"

#include <string>

namespace heard::site {

namespace {

/// Issues are fixed words of ours, so they need no escaping.
std::string to_json(const Health& health)
{
    std::string issues;
    for (const auto& issue : health.issues)
        issues += (issues.empty() ? "\"" : ",\"") + issue + "\"";
    return std::string{R"({"ready":)"} + (health.ready ? "true" : "false") + R"(,"issues":[)" +
           issues + "]}\n";
}

/// Alive is who can answer this.
http::Awaitable<http::Response> get_livez()
{
    co_return http::json(200, "{\"status\":\"ok\"}\n");
}

http::Awaitable<http::Response> get_readyz(Site& site)
{
    const auto health = site.parts.health();
    co_return http::json(health.ready ? 200 : 503, to_json(health));
}

} // namespace

void add_health_routes(http::Router& router, Site& site)
{
    router.get("/livez", [](http::Request) { return get_livez(); });
    router.get("/readyz", [&site](http::Request) { return get_readyz(site); });
}

} // namespace heard::site
