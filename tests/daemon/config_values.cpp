#include "daemon/config_values.hpp"

#include <doctest/doctest.h>

using namespace heard::daemon;

TEST_CASE("the base URL is kept as browsers write an origin")
{
    CHECK(as_base_url("https://heard.example.com/") == "https://heard.example.com");
    CHECK(as_base_url("HTTPS://Heard.Example.com:443") == "https://heard.example.com");
    CHECK(as_base_url("http://localhost:80") == "http://localhost");
    CHECK(as_base_url("https://example.com:80") == "https://example.com:80");
    CHECK(as_base_url("http://[::1]:8080/") == "http://[::1]:8080");
}

TEST_CASE("only this machine's own addresses are loopback")
{
    for (const auto* url : {"http://localhost", "http://127.1.2.3:80", "https://[::1]:8080"})
        CHECK(is_loopback(url));
    for (const auto* url : {"http://127.0.0.1.example.com", "http://localhost.example.com",
                            "http://10.0.0.1", "http://[::2]", ""})
        CHECK_FALSE(is_loopback(url));
}

TEST_CASE("a sender is an address, with or without a name")
{
    const auto named = as_sender("Corner Shop <hello@example.com>");
    REQUIRE(named);
    CHECK(named->name == "Corner Shop");
    CHECK(named->email == "hello@example.com");
    CHECK(as_sender("\"Shop, Corner\" <hello@example.com>")->name == "Shop, Corner");
    CHECK(as_sender("hello@example.com")->name == "");
    CHECK(as_sender("<hello@example.com>")->email == "hello@example.com");
    for (const auto* text : {"", "Corner Shop", "A <b@example.com", "A\r\nBcc: x <b@example.com>"})
        CHECK_FALSE(as_sender(text));
}

TEST_CASE("what is shown of a bad text stays on one short line")
{
    CHECK(in_quotes("two\nlines") == "\"two lines\"");
    CHECK(in_quotes(std::string(1000, 'x')).size() < 100);
}
