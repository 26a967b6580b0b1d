#include "site/refusals.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace std::chrono_literals;

TEST_CASE("a page of refusal is made once, and anew when the house has another name")
{
    site::Refusals refusals;
    auto house = std::make_shared<desk::House>();
    house->business = "Stew's Dairy";
    const auto first = refusals.page(house, 408);
    CHECK(first.status == 408);
    CHECK(first.body == refusals.page(house, 408).body);
    CHECK(first.body != refusals.page(house, 503).body);

    auto renamed = std::make_shared<desk::House>(*house);
    renamed->business = "Corner Shop";
    CHECK(refusals.page(renamed, 408).body.find("Corner Shop") != std::string::npos);
}

TEST_CASE("the first refusal is told in the log at once, a flood of them every ten seconds")
{
    site::Refusals refusals;
    auto now = time::from_number(0);
    CHECK(refusals.to_log(now) == 1);
    for (int i = 0; i < 1000; ++i)
        CHECK_FALSE(refusals.to_log(now += 9ms));
    CHECK(refusals.to_log(now += 1s) == 1001);
    CHECK_FALSE(refusals.to_log(now));
    CHECK(refusals.to_log(now - 1h) == 2);
}
