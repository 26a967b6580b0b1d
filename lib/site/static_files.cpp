#include "site/static_files.hpp"

#include "site/problems.hpp"
#include "text/assets.hpp"

namespace heard::site {

namespace {

/// The stylesheet's address changes with its bytes, so its answer never does.
constexpr std::string_view for_ever = "public, max-age=31536000, immutable";
constexpr std::string_view for_a_day = "public, max-age=86400";
/// The owner may choose another picture: five minutes later everybody sees it.
constexpr std::string_view for_a_while = "public, max-age=300";

http::Awaitable<http::Response> get_stylesheet()
{
    co_return http::bytes("text/css; charset=utf-8", text::asset("static/heard.css"), for_ever);
}

http::Awaitable<http::Response> get_icon()
{
    co_return http::bytes("image/svg+xml", text::asset("static/favicon.svg"), for_a_day);
}

http::Awaitable<http::Response> get_photo(Site& site)
{
    const auto photo = site.parts.photo();
    if (!photo || photo->bytes.empty())
        co_return problem_page(*site.parts.house(), 404);
    co_return http::bytes(photo->media_type, photo->bytes, for_a_while);
}

} // namespace

void add_static_files(http::Router& router, Site& site)
{
    router.get("/static/heard.css", [](http::Request) { return get_stylesheet(); });
    router.get("/static/favicon.svg", [](http::Request) { return get_icon(); });
    router.get("/favicon.ico", [](http::Request) { return get_icon(); });
    router.get("/owner-photo", [&site](http::Request) { return get_photo(site); });
}

} // namespace heard::site
