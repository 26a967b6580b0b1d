#include "auth/bytes.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace heard::auth;

TEST_CASE("secrets are the same only if every byte is")
{
    CHECK(same_secret(bytes_of("abc"), bytes_of("abc")));
    CHECK(same_secret({}, {}));
    CHECK_FALSE(same_secret(bytes_of("abc"), bytes_of("abd")));
    CHECK_FALSE(same_secret(bytes_of("abc"), bytes_of("bbc")));
    CHECK_FALSE(same_secret(bytes_of("abc"), bytes_of("ab")));
}

TEST_CASE("numbers are written most significant byte first")
{
    std::array<unsigned char, 6> bytes;
    write_big_endian(0x0102030405060708, bytes);
    CHECK(bytes == std::array<unsigned char, 6>{3, 4, 5, 6, 7, 8});
    CHECK(read_big_endian(bytes) == 0x030405060708);
}
