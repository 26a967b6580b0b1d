#include "auth/token.hpp"

#include "auth/bytes.hpp"
#include "auth/fixed_entropy.hpp"

#include <doctest/doctest.h>

using namespace heard::auth;

TEST_CASE("a token is 43 characters, and its digest is SHA-256 of them")
{
    FixedEntropy entropy;
    const auto token = make_token(entropy);
    CHECK(token == "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA");
    CHECK(read_big_endian(Bytes{*digest(token)}.first<8>()) == 0xeb9f16800c9029ff);
    CHECK(read_big_endian(Bytes{*digest(token)}.last<8>()) == 0xacd810205e250f87);
    CHECK(make_token(entropy) != token);
}

TEST_CASE("what cannot be a token has no digest")
{
    CHECK_FALSE(digest(""));
    CHECK_FALSE(digest("AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHy"));
    CHECK_FALSE(digest("AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyB"));
    CHECK_FALSE(digest("AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHy "));
    CHECK_FALSE(digest(std::string(100'000, 'A')));
}
