#include "daemon/rounds_shop.hpp"

using namespace heard;
using namespace heard::daemon::test;
using namespace std::chrono_literals;

TEST_CASE("a write that hangs is seen within seconds, and the watchdog is told no more")
{
    RoundsShop shop;
    CHECK(shop.writes_on_time());
    CHECK(shop.alive());
    std::promise<void> disk_works;
    auto written = shop.disk_hangs_until(disk_works.get_future().share());
    shop.time_passes(10s);
    CHECK(comes_true([&] { return shop.hangs_with_care(); }));
    CHECK(shop.writes_on_time());
    shop.clock.advance(5s);
    CHECK_FALSE(shop.writes_on_time());
    CHECK_FALSE(shop.alive());
    shop.disk_full = true; // A disk that is full answers; this one does not.
    shop.clock.advance(15s);
    CHECK_FALSE(shop.alive());
    shop.disk_full = false;
    disk_works.set_value();
    written.wait();
    shop.time_passes(10s);
    CHECK(comes_true([&] { return shop.writes_on_time() && shop.alive(); }));
    CHECK(shop.count("select heartbeat_at is not null from house") == 1);
}

TEST_CASE("a letter that cannot be read keeps no other back, and the heart goes on beating")
{
    constexpr int customers = 30;
    const auto guest = [](int number) { return "guest" + std::to_string(number) + "@example.com"; };
    RoundsShop shop{[&](RoundsShop& closed) {
        closed.customers_said(
            customers, [](int) { return "Cold soup."; }, guest);
        closed.damage().where_it_says("\nTo: guest17@example.com");
    }};
    CHECK(comes_true([&] { return shop.log.says("event=letter_passed_over"); }));
    CHECK(comes_true([&] { return shop.courier->taken_in_order().size() >= customers - 5; }));
    CHECK(shop.courier->asked(guest(17)) == 0);
    shop.customer_says("Cold soup.", tomasz);
    CHECK(comes_true([&] { return shop.courier->taken(tomasz) == 1; }));
    shop.time_passes(1h);
    CHECK(comes_true([&] { return shop.writes_on_time() && shop.alive(); }));
    int once = 0;
    for (int i = 0; i < customers; ++i)
        once += shop.courier->asked(guest(i)) == 1 ? 1 : 0;
    CHECK(once >= customers - 5);
    CHECK_FALSE(shop.died);
}
