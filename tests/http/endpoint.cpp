#include "http/endpoint.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace heard::http;

namespace {

std::string reason_against(const std::string& where)
{
    try {
        parse_endpoint(where);
    } catch (const std::runtime_error& problem) {
        return problem.what();
    }
    return "";
}

} // namespace

TEST_CASE("an address and a port are read")
{
    CHECK(parse_endpoint("127.0.0.1:8080").address().to_string() == "127.0.0.1");
    CHECK(parse_endpoint("127.0.0.1:8080").port() == 8080);
    CHECK(parse_endpoint("[::1]:0").address().to_string() == "::1");
}

TEST_CASE("an address that is none is named, with an example")
{
    for (const auto* where :
         {"", "8080", "localhost:8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536",
          "127.0.0.1:-1", "::1:8080", "[127.0.0.1]:80", "[::1]"}) {
        const auto reason = reason_against(where);
        CHECK_MESSAGE(reason.starts_with("cannot listen on " + std::string(where)), where);
        CHECK_MESSAGE(reason.find("[::1]:8080") != std::string::npos, where);
    }
}

TEST_CASE("both kinds of addresses have the same shape as bytes")
{
    CHECK(bytes_of(parse_endpoint("192.0.2.7:1")) == *parse_address("192.0.2.7"));
    CHECK(bytes_of(parse_endpoint("[2001:db8::1]:1")) == *parse_address("2001:db8::1"));
}
