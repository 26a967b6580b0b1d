#include "auth/entropy.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace heard::auth;

TEST_CASE("the system's entropy fills all bytes, differently each time")
{
    SystemEntropy entropy;
    std::array<unsigned char, 32> first{};
    std::array<unsigned char, 32> second{};
    entropy.fill(first);
    entropy.fill(second);
    CHECK(first != second);
    CHECK(first != std::array<unsigned char, 32>{});
    CHECK_NOTHROW(init());
}
