#include "auth/same_origin.hpp"

#include <doctest/doctest.h>

using namespace heard::auth;

namespace {

constexpr std::string_view base = "https://heard.example.com";

bool passes(PostedFrom from)
{
    if (from.host.empty())
        from.host = "heard.example.com";
    return same_origin(from, base);
}

} // namespace

TEST_CASE("a browser that says same-origin passes, and nothing else that it can say")
{
    CHECK(passes({.sec_fetch_site = "same-origin"}));
    for (const std::string_view site :
         {"none", "same-site", "cross-site", "", "Same-Origin", "same-origin, x"})
        CHECK_FALSE(passes({.sec_fetch_site = site}));
}

TEST_CASE("what the browser says outranks Origin")
{
    CHECK_FALSE(passes({.sec_fetch_site = "cross-site", .origin = base}));
    CHECK(passes({.sec_fetch_site = "same-origin", .origin = "null"}));
}

TEST_CASE("without Sec-Fetch-Site, Origin must be the house's address or the host asked for")
{
    CHECK(passes({.origin = "https://heard.example.com"}));
    CHECK(passes({.origin = "http://192.168.1.5:8080", .host = "192.168.1.5:8080"}));
    CHECK(passes({.origin = "http://[::1]:8080", .host = "[::1]:8080"}));
    CHECK(passes({.origin = "https://till.local", .host = "till.local:443", .secure = true}));
    CHECK(passes({.origin = "http://till.local", .host = "TILL.local:80"}));
    CHECK_FALSE(passes({.origin = "http://heard.example.com", .secure = true}));
    CHECK_FALSE(passes({.origin = "https://heard.example.com:8443"}));
    CHECK_FALSE(passes({.origin = "https://heard.example.com.evil.example"}));
    CHECK_FALSE(passes({.origin = "https://evil.example"}));
    CHECK_FALSE(passes({.origin = "null"}));
    CHECK_FALSE(passes({.origin = ""}));
}

TEST_CASE("an old client that sends only a Referer passes from our own pages")
{
    CHECK(passes({.referer = "https://heard.example.com/staff/tickets/H-7K3M9Q?x=1"}));
    CHECK(passes({.referer = "http://127.0.0.1:8080/staff", .host = "127.0.0.1:8080"}));
    CHECK_FALSE(passes({.referer = "https://evil.example/https://heard.example.com/"}));
    CHECK_FALSE(passes({.referer = "https://heard.example.com@evil.example/"}));
    CHECK_FALSE(passes({.referer = "about:blank"}));
}

TEST_CASE("a script without any of these headers holds its cookie on purpose, and passes")
{
    CHECK(passes({}));
}

TEST_CASE("an origin is scheme, host and a port that is not the default")
{
    CHECK(origin_of("HTTPS://Heard.Example.com:443/a?b#c") == "https://heard.example.com");
    CHECK(origin_of("http://a:8080") == "http://a:8080");
    CHECK(origin_of("http://a:443") == "http://a:443");
    CHECK_FALSE(origin_of("ftp://a"));
    CHECK_FALSE(origin_of("https://"));
    CHECK_FALSE(origin_of("heard.example.com"));
    CHECK_FALSE(origin_of("https://user@host"));
    CHECK_FALSE(origin_of("https://a b"));
}

TEST_CASE("an origin has one port, and is its own origin")
{
    CHECK_FALSE(origin_of("https://shop.example:443:443/path"));
    CHECK_FALSE(origin_of("https://[::1]:443:443"));
    CHECK(origin_of("https://[::1]:443") == "https://[::1]");
    CHECK(origin_of("https://[::1]:8443") == "https://[::1]:8443");
}
