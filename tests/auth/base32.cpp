#include "auth/base32.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace heard::auth;

TEST_CASE("bytes are written in Crockford's alphabet")
{
    CHECK(to_base32({}) == "");
    CHECK(to_base32(std::array<unsigned char, 1>{0x00}) == "00");
    CHECK(to_base32(std::array<unsigned char, 1>{0xFF}) == "ZW");
    CHECK(to_base32(bytes_of("hello")) == "D1JPRV3F");
    CHECK(to_base32(bytes_of("foobar")) == "CSQPYRK1E8");
}

TEST_CASE("what was written is read again, for every length")
{
    std::vector<unsigned char> bytes;
    for (int length = 0; length < 40; ++length) {
        CHECK(from_base32(to_base32(bytes)) == bytes);
        bytes.push_back(static_cast<unsigned char>(length * 37 + 11));
    }
}

TEST_CASE("letter case is forgiven, and O for 0, I and L for 1")
{
    CHECK(from_base32("d1jprv3f") == from_base32("D1JPRV3F"));
    CHECK(from_base32("dIjprv3f") == from_base32("D1JPRV3F"));
    CHECK(from_base32("DLJPRV3F") == from_base32("D1JPRV3F"));
    CHECK(from_base32("oO") == std::vector<unsigned char>{0});
    CHECK(canonical_base32("oilOIL") == "011011");
    CHECK(canonical_base32("7k3m9q") == "7K3M9Q");
}

TEST_CASE("anything else is refused")
{
    CHECK_FALSE(from_base32("U0"));
    CHECK_FALSE(from_base32("0 "));
    CHECK_FALSE(from_base32("0-0"));
    CHECK_FALSE(from_base32("0\xC3\x84"));
    CHECK_FALSE(from_base32(std::string_view("0\0", 2)));
    CHECK_FALSE(canonical_base32("7K3M9U"));
}

TEST_CASE("a value has one spelling: impossible lengths and set fill bits are refused")
{
    CHECK_FALSE(from_base32("0"));
    CHECK_FALSE(from_base32("000"));
    CHECK(from_base32("ZW"));
    CHECK_FALSE(from_base32("ZX"));
    CHECK_FALSE(from_base32("ZZ"));
}
