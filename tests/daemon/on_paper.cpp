#include "daemon/on_paper.hpp"

#include <doctest/doctest.h>

using namespace heard::daemon;

TEST_CASE("letters of ASCII are folded up, and nothing else is touched")
{
    CHECK(in_capitals("https://h.example/f/a-1") == "HTTPS://H.EXAMPLE/F/A-1");
    CHECK(in_capitals("\xC3\xBC z") == "\xC3\xBC Z");
}

TEST_CASE("an address becomes the code of its capitals")
{
    const auto code = code_of("https://heard.example.com/F/A.2026-1042.2H40FY7S630F831E");
    CHECK(code.version == 4);
    CHECK(code.path ==
          heard::text::make_qr("HTTPS://HEARD.EXAMPLE.COM/F/A.2026-1042.2H40FY7S630F831E").path);
}
