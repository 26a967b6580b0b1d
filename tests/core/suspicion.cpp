#include "core/suspicion.hpp"

#include <doctest/doctest.h>

using namespace heard::core;
using enum Suspicion;

TEST_CASE("signs add up, and a good invoice link speaks for the customer")
{
    struct Case
    {
        Suspicion signs;
        bool alone;   ///< Set aside without a link.
        bool by_link; ///< And with a good one.
    };
    const Case cases[] = {
        // Enough alone.
        {none, false, false},
        {hidden_field, true, true},
        {no_token, true, true},
        {too_fast, true, false},
        // A chorus, and a shop's Wi-Fi.
        {many_alike, false, false},
        {many_from_address, false, false},
        // A flood.
        {many_alike | many_from_address, true, false},
        {too_fast | many_alike, true, true},
        {too_fast | many_from_address, true, true},
        {too_fast | many_alike | many_from_address, true, true},
        {hidden_field | too_fast, true, true},
        {no_token | many_from_address, true, true},
    };
    for (const auto& [signs, alone, by_link] : cases) {
        CAPTURE(to_text(signs));
        CHECK(weighed(signs, false) == (alone ? signs : none));
        CHECK(weighed(signs, true) == (by_link ? signs : none));
    }
}

TEST_CASE("every sign that was seen is kept by its name, also the small ones")
{
    CHECK(to_text(none).empty());
    CHECK(to_text(hidden_field) == "hidden_field");
    CHECK(to_text(no_token) == "no_token");
    CHECK(to_text(too_fast | many_alike) == "too_fast many_alike");
    CHECK(to_text(weighed(many_from_address | no_token, true)) == "no_token many_from_address");

    CHECK(signs_in("").empty());
    CHECK(signs_in("too_fast") == std::vector<std::string>{"too_fast"});
    CHECK(signs_in("too_fast many_alike") == std::vector<std::string>{"too_fast", "many_alike"});
}
