#include "site/static_files.hpp"

#include "site/problems.hpp"
#include "text/assets.hpp"

#include <boost/json.hpp>

namespace heard::site {

namespace {

/// The addresses of style sheet, script and picture change with their bytes, so their answers never
/// do.
constexpr std::string_view for_ever = "public, max-age=31536000, immutable";
constexpr std::string_view for_a_day = "public, max-age=86400";
/// A page from before the owner chose another picture: it may show the new one, but not keep it as
/// the old one.
constexpr std::string_view for_a_while = "public, max-age=300";

/// RFC 9110 §12.5.3. Who says how welcome it is has nothing against it, but for 0.
bool takes_gzip(const http::Request& request)
{
    const auto accepted = request.header("Accept-Encoding");
    const auto at = accepted.find("gzip");
    return at != accepted.npos && !accepted.substr(at).starts_with("gzip;q=0");
}

/// Packed, unless the browser cannot unpack.
http::Awaitable<http::Response> get_packed(http::Request request, std::string_view type,
                                           std::string file)
{
    const bool packed = takes_gzip(request);
    auto response = http::bytes(type, text::asset(packed ? file + ".gz" : file), for_ever);
    response.headers.push_back({"Vary", "Accept-Encoding"});
    if (packed)
        response.headers.push_back({"Content-Encoding", "gzip"});
    co_return response;
}

http::Awaitable<http::Response> get_icon()
{
    co_return http::bytes("image/svg+xml", text::asset("static/favicon.svg"), for_a_day);
}

http::Awaitable<http::Response> get_app_icon(std::string file)
{
    co_return http::bytes("image/png", text::asset(file), for_a_day);
}

/// What makes staff's pages an app on a telephone: W3C Web Application Manifest.
http::Awaitable<http::Response> get_manifest(Site& site)
{
    const auto icon = [](const char* size, const char* src) {
        return boost::json::object{
            {"src", src}, {"sizes", size}, {"type", "image/png"}, {"purpose", "any maskable"}};
    };
    const boost::json::object manifest{
        {"id", "/staff"},
        {"name", site.parts.house()->business},
        {"short_name", "Heard"},
        {"start_url", "/staff"},
        {"scope", "/"},
        {"display", "standalone"},
        {"background_color", "#fbf7f0"},
        {"theme_color", "#fffdf9"},
        {"icons",
         {icon("192x192", "/static/icon-192.png"), icon("512x512", "/static/icon-512.png")}}};
    co_return http::bytes("application/manifest+json", boost::json::serialize(manifest), for_a_day);
}

http::Awaitable<http::Response> get_photo(Site& site, http::Request request)
{
    const auto photo = site.parts.photo();
    if (!photo || photo->bytes.empty())
        co_return problem_page(*site.parts.house(), 404);
    const auto tag = '"' + photo->digest + '"';
    const bool is_asked_for = http::query_value(request.query, "v") == photo->digest;
    auto response =
        http::bytes(photo->media_type, photo->bytes, is_asked_for ? for_ever : for_a_while);
    response.headers.push_back({"ETag", tag});
    if (request.header("If-None-Match").contains(tag)) { // RFC 9110 §13.1.2
        response.status = 304;
        response.body.clear();
    }
    co_return response;
}

} // namespace

std::string path_of(const Photo& photo)
{
    return "/owner-photo?v=" + photo.digest;
}

void add_static_files(http::Router& router, Site& site)
{
    router.get("/static/heard.css", [](http::Request request) {
        return get_packed(std::move(request), "text/css; charset=utf-8", "static/heard.css");
    });
    router.get("/static/heard.js", [](http::Request request) {
        return get_packed(std::move(request), "text/javascript; charset=utf-8", "static/heard.js");
    });
    router.get("/static/reply.js", [](http::Request request) {
        return get_packed(std::move(request), "text/javascript; charset=utf-8", "static/reply.js");
    });
    router.get("/static/staff.js", [](http::Request request) {
        return get_packed(std::move(request), "text/javascript; charset=utf-8", "static/staff.js");
    });
    router.get("/static/favicon.svg", [](http::Request) { return get_icon(); });
    for (const std::string icon : {"static/icon-192.png", "static/icon-512.png"})
        router.get("/" + icon, [icon](http::Request) { return get_app_icon(icon); });
    router.get("/manifest.webmanifest", [&site](http::Request) { return get_manifest(site); });
    router.get("/favicon.ico", [](http::Request) { return get_icon(); });
    router.get("/owner-photo",
               [&site](http::Request request) { return get_photo(site, std::move(request)); });
}

} // namespace heard::site
