#include "core/digest.hpp"

#include <doctest/doctest.h>

using namespace heard::core;

TEST_CASE("digests are those of RFC 7693")
{
    CHECK(to_hex(digest_of("abc")) ==
          "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
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
