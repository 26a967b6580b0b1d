#include "daemon/rounds_shop.hpp"

using namespace heard;
using namespace heard::daemon::test;
using namespace std::chrono_literals;

TEST_CASE("what customers say is in the search soon after, and so is what they said before")
{
    RoundsShop shop{[](RoundsShop& before) {
        before.customers_said(
            300, [](int i) { return "Cold soup " + std::to_string(i); },
            [](int) { return std::string{}; });
    }};
    const auto found = [&](const char* word) {
        return shop.count("select count(*) from search where search match '" + std::string{word} +
                          "'");
    };
    CHECK(comes_true([&] { return found("soup") == 300; }));
    shop.customer_says("Warm beer.");
    CHECK(comes_true([&] { return found("beer") == 1; }));
    CHECK_FALSE(shop.damaged);
}

TEST_CASE("a round that dies is told, so that the daemon ends and is started again")
{
    RoundsShop shop;
    shop.no_house = true;
    shop.time_passes(1s);
    CHECK(comes_true([&] { return shop.died.load(); }));
}
