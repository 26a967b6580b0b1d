#include "text/qr.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace heard::text;

// Whether scanners read them is shown by tests/print/run, with another reader.

TEST_CASE("capitals and digits make smaller codes than small letters")
{
    const std::string link = "HTTPS://ABCDEFGHIJKLMNOP.COM/F/A.2026-00001042.4ZPG1S08KXDZ8YAR";
    CHECK(make_qr(link).version == 4);
    CHECK(make_qr("https://abcdefghijklmnop.com/f/A.2026-00001042.4ZPG1S08KXDZ8YAR").version > 4);
    CHECK(make_qr(std::string(67, 'A')).version == 4);
    CHECK(make_qr(std::string(68, 'A')).version == 5);
}

TEST_CASE("a code has a quiet zone of four modules all around")
{
    const auto code = make_qr("HEARD");
    CHECK(code.version == 1);
    CHECK(code.size == 21 + 8);
    CHECK(code.path.starts_with("M4 4h7v1h-7z")); // The top of the finder at the left,
    CHECK(code.path.contains("M18 4h7v1h-7z"));   // and of the one at the right,
    CHECK(code.path.contains("M4 24h7v1h-7z"));   // and the foot of the lower one.
    CHECK_FALSE(code.path.contains("M3 "));
    CHECK_FALSE(code.path.contains(" 25h"));
}

TEST_CASE("a file has one path with crisp edges on white, and a title")
{
    const auto svg = to_svg(make_qr("HEARD"), "a<b&c");
    CHECK(svg.contains("viewBox=\"0 0 29 29\""));
    CHECK(svg.contains("shape-rendering=\"crispEdges\""));
    CHECK(svg.contains("<title>a&lt;b&amp;c</title>"));
    CHECK(svg.contains("fill=\"#fff\""));
    CHECK(svg.find("<path") == svg.rfind("<path"));
}

TEST_CASE("what fits no code is refused")
{
    CHECK_THROWS_AS(make_qr(std::string(3000, 'a')), std::length_error);
}
