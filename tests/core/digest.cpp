#include "core/digest.hpp"

#include <doctest/doctest.h>

using namespace heard::core;

TEST_CASE("sha256 is that of FIPS 180-4")
{
    CHECK(to_hex(sha256("abc")) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("words have another digest with another salt, and when they move into another part")
{
    Salt salt{};
    const auto digest = salted_digest(salt, {"", "The shoes came apart.", ""});
    CHECK(digest != salted_digest(salt, {"The shoes came apart.", "", ""}));
    CHECK(digest != salted_digest(salt, {"", "The shoes came apart."}));
    salt[0] = 1;
    CHECK(digest != salted_digest(salt, {"", "The shoes came apart.", ""}));
}
