#include "http/percent.hpp"

#include <doctest/doctest.h>

using namespace heard::http;

TEST_CASE("a path segment is decoded, or it names nothing")
{
    CHECK(decode_segment("H-7K3M9Q") == "H-7K3M9Q");
    CHECK(decode_segment("a%2Fb+c%c3%A4") == "a/b+c\xc3\xa4");
    for (const auto* broken : {"%", "%4", "%zz", "a%0", "%00", "a%2"})
        CHECK_FALSE(decode_segment(broken));
}

TEST_CASE("form text loses no character, even where an escape is broken")
{
    CHECK(decode_form_text("The+shoes%21%0D%0A") == "The shoes!\r\n");
    CHECK(decode_form_text("100%") == "100%");
    CHECK(decode_form_text("100%+sure%2") == "100% sure%2");
    CHECK(decode_form_text("%zz%2B") == "%zz+");
    CHECK(decode_form_text("%00") == std::string(1, '\0'));
}
