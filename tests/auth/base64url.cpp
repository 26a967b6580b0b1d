#include "auth/base64url.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace heard::auth;

TEST_CASE("bytes become text without padding, plus or slash")
{
    CHECK(to_base64url({}) == "");
    CHECK(to_base64url(std::array<unsigned char, 2>{0xFB, 0xFF}) == "-_8");
    CHECK(to_base64url(bytes_of("foob")) == "Zm9vYg");
}

TEST_CASE("text becomes exactly as many bytes as asked for, or nothing")
{
    std::array<unsigned char, 4> bytes;
    CHECK(from_base64url("Zm9vYg", bytes));
    CHECK(same_secret(bytes, bytes_of("foob")));
    CHECK_FALSE(from_base64url("Zm9v", bytes));
    CHECK_FALSE(from_base64url("Zm9vYmE", bytes));
    CHECK_FALSE(from_base64url("Zm9vYg==", bytes));
    CHECK_FALSE(from_base64url("Zm9vYh", bytes));
    CHECK_FALSE(from_base64url("Zm9v+g", bytes));
    CHECK_FALSE(from_base64url(" Zm9vYg", bytes));
    CHECK_FALSE(from_base64url("", bytes));
}

TEST_CASE("a text of other bytes is none, though libsodium would read them as letters")
{
    std::array<unsigned char, 12> bytes;
    CHECK_FALSE(from_base64url("7k3m9qghjk\x9b\x91\x8f\x8er0", bytes));
}
