#include "support/site_shop.hpp"

#include "site/frame.hpp"

#include <doctest/doctest.h>

namespace heard::site {

TEST_CASE("alive is who answers; ready says what is wrong")
{
    SiteShop shop;
    CHECK(shop.get("/livez").body == "{\"status\":\"ok\"}\n");
    CHECK(shop.get("/readyz").status == 200);
    CHECK(shop.get("/readyz").body == "{\"ready\":true,\"issues\":[]}\n");
    shop.health.ready = false;
    shop.health.issues = {"letters_stuck", "disk_full"};
    CHECK(shop.get("/readyz").status == 503);
    CHECK(shop.get("/readyz").body ==
          "{\"ready\":false,\"issues\":[\"letters_stuck\",\"disk_full\"]}\n");
}

TEST_CASE("the stylesheet may be kept for ever, for its address changes with it")
{
    SiteShop shop;
    const auto file = shop.get("/static/heard.css");
    CHECK(file.status == 200);
    CHECK(header_in(file, "Content-Type").starts_with("text/css"));
    CHECK(header_in(file, "Cache-Control").find("immutable") != std::string::npos);
    CHECK(shop.get("/").body.find(stylesheet_path()) != std::string::npos);
}

TEST_CASE("style sheet and script travel packed to whoever can unpack them")
{
    SiteShop shop;
    for (const std::string path : {"/static/heard.css", "/static/heard.js"}) {
        const auto plain = shop.get(path);
        CHECK(header_in(plain, "Content-Encoding").empty());
        CHECK(header_in(plain, "Vary") == "Accept-Encoding");
        http::Request request;
        request.method = "GET";
        request.path = path;
        request.headers = {{"Accept-Encoding", "br, gzip"}};
        const auto packed = shop.ask(request);
        CHECK(header_in(packed, "Content-Encoding") == "gzip");
        CHECK(packed.body.size() < plain.body.size() / 2);
        request.headers = {{"Accept-Encoding", "gzip;q=0"}};
        CHECK(shop.ask(request).body == plain.body);
    }
    CHECK(shop.get("/").body.find(script_path()) != std::string::npos);
}

TEST_CASE(
    "the owner's picture is kept for ever by the address that changes with it, and asked for once")
{
    SiteShop shop;
    CHECK(shop.get("/owner-photo").status == 404);
    shop.photo = {"image/jpeg", std::string("\xFF\xD8\0x", 4), "d1"};
    const auto file = shop.get("/owner-photo?v=d1");
    CHECK(header_in(file, "Content-Type") == "image/jpeg");
    CHECK(file.body == std::string("\xFF\xD8\0x", 4));
    CHECK(header_in(file, "Cache-Control").contains("immutable"));
    CHECK(shop.get("/").body.contains("src=\"/owner-photo?v=d1\""));
    // From a page that is older than the picture.
    CHECK(header_in(shop.get("/owner-photo?v=d0"), "Cache-Control") == "public, max-age=300");

    http::Request request;
    request.method = "GET";
    request.path = "/owner-photo";
    request.query = "v=d1";
    request.headers = {{"If-None-Match", header_in(file, "ETag")}};
    CHECK(shop.ask(request).status == 304);
    CHECK(shop.ask(request).body.empty());
    request.headers = {{"If-None-Match", "\"d0\""}};
    CHECK(shop.ask(request).status == 200);
}

TEST_CASE("an unknown path and a wrong method get friendly pages")
{
    SiteShop shop;
    CHECK(shop.get("/nowhere").status == 404);
    CHECK(shop.get("/nowhere").body.find("There is nothing here") != std::string::npos);
    CHECK(shop.post("/", {}).status == 405);
    CHECK(header_in(shop.post("/", {}), "Allow") == "GET, HEAD");
}

TEST_CASE("what the server refuses gets a page, and the reason goes to the log")
{
    SiteShop shop;
    CHECK(shop.site.refusal(431, "head too long").status == 431);
    CHECK(shop.log == std::vector<std::string>{"site.refused head too long"});
}

} // namespace heard::site
