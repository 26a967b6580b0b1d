#include "http/address.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace heard::http;

namespace {

Origin client_of(const char* peer, std::vector<Header> headers)
{
    const TrustedProxies proxies({"127.0.0.1", "10.0.0.0/8", "2001:db8:1::/48"});
    Request request;
    request.headers = std::move(headers);
    return proxies.client_behind(*parse_address(peer), request);
}

} // namespace

TEST_CASE("networks hold their addresses and no others")
{
    const auto holds = [](const char* network, const char* address) {
        return parse_network(network)->holds(*parse_address(address));
    };
    CHECK(holds("10.0.0.0/8", "10.255.1.2"));
    CHECK_FALSE(holds("10.0.0.0/8", "11.0.0.1"));
    CHECK(holds("192.168.4.0/22", "192.168.7.255"));
    CHECK_FALSE(holds("192.168.4.0/22", "192.168.8.0"));
    CHECK(holds("192.0.2.7", "192.0.2.7"));
    CHECK(holds("192.0.2.7", "::ffff:192.0.2.7"));
    CHECK_FALSE(holds("192.0.2.7", "192.0.2.6"));
    CHECK(holds("0.0.0.0/0", "8.8.8.8"));
    CHECK_FALSE(holds("0.0.0.0/0", "2001:db8::1"));
    CHECK(holds("2001:db8::/33", "2001:db8:7fff::1"));
    CHECK_FALSE(holds("2001:db8::/33", "2001:db8:8000::1"));
}

TEST_CASE("what is no network does not parse")
{
    for (const auto* text : {"", "shop.example", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1",
                             "10.0.0.0/8x", "::1/129", "10.0.0", "fe80::1%lo"})
        CHECK_MESSAGE(!parse_network(text), text);
    CHECK_THROWS_AS(TrustedProxies({"nonsense"}), std::invalid_argument);
}

TEST_CASE("the rightmost hop that we do not trust is the client")
{
    CHECK(client_of("127.0.0.1", {{"X-Forwarded-For", "192.0.2.9"}}).address == "192.0.2.9");
    CHECK(client_of("127.0.0.1", {{"X-Forwarded-For", "6.6.6.6, 192.0.2.9, 10.1.1.1"}}).address ==
          "192.0.2.9");
    CHECK(client_of("127.0.0.1", {{"X-Forwarded-For", "6.6.6.6"}, {"x-forwarded-for", "192.0.2.9"}})
              .address == "192.0.2.9");
    CHECK(client_of("127.0.0.1", {{"X-Forwarded-For", "10.1.1.1,10.2.2.2"}}).address == "10.1.1.1");
    CHECK(client_of("2001:db8:1::1", {{"X-Forwarded-For", "[2001:db8:9::1]:4711"}}).address ==
          "2001:db8:9::1");
    CHECK(client_of("127.0.0.1", {{"X-Forwarded-For", "192.0.2.9:4711"}}).address == "192.0.2.9");
}

TEST_CASE("a hop that is no address ends the search where we still could see")
{
    CHECK(client_of("127.0.0.1", {{"X-Forwarded-For", "192.0.2.9, unknown"}}).address ==
          "127.0.0.1");
    CHECK(client_of("127.0.0.1", {{"X-Forwarded-For", "[, ,"}}).address == "127.0.0.1");
    CHECK(client_of("127.0.0.1", {}).address == "127.0.0.1");
}

TEST_CASE("the last word on the scheme counts")
{
    CHECK(client_of("127.0.0.1", {{"X-Forwarded-Proto", "HTTPS"}}).secure);
    CHECK_FALSE(client_of("127.0.0.1", {{"X-Forwarded-Proto", "https, http"}}).secure);
    CHECK_FALSE(client_of("127.0.0.1", {}).secure);
}
