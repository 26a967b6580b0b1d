#include "text/assets.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

using namespace heard::text;

TEST_CASE("every file that is embedded is there byte by byte")
{
    REQUIRE(!assets().empty());
    for (const auto& file : assets()) {
        if (file.path.ends_with(".gz"))
            continue; // Made when the program is built.
        std::ifstream stream{WEB "/" + std::string{file.path}, std::ios::binary};
        const std::string bytes{std::istreambuf_iterator<char>{stream}, {}};
        CHECK_MESSAGE(file.bytes() == bytes, file.path);
        CHECK(asset(file.path).data() == file.begin);
    }
}

TEST_CASE("what browsers wait for is there packed, too, and smaller")
{
    for (const std::string path : {"static/heard.css", "static/heard.js"}) {
        const auto packed = asset(path + ".gz");
        CHECK(packed.starts_with("\x1f\x8b\x08")); // RFC 1952 §2.3.1
        CHECK(packed.size() < asset(path).size() / 2);
    }
}

TEST_CASE("the path of an embedded file is unique")
{
    for (const auto& file : assets())
        CHECK(std::ranges::count(assets(), file.path, &Asset::path) == 1);
}

TEST_CASE("a file that was not embedded is a bug, and is named")
{
    CHECK_THROWS_WITH_AS(asset("pages/nowhere.html"),
                         "web/pages/nowhere.html is not embedded in the program", std::logic_error);
}
