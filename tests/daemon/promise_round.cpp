#include "daemon/rounds_shop.hpp"

using namespace heard;
using namespace heard::daemon::test;
using namespace std::chrono_literals;

TEST_CASE("the owner hears of a promise at its due time, once")
{
    RoundsShop shop;
    shop.customer_says("Cold soup.");
    shop.time_passes(24h - 1s);
    shop.customer_says("Warm beer.", tomasz);
    REQUIRE(comes_true([&] { return shop.courier->taken(tomasz) == 1; }));
    CHECK(shop.courier->asked(owner) == 0);

    shop.time_passes(1s);
    CHECK(comes_true([&] { return shop.courier->taken(owner) == 1; }));
    shop.time_passes(1h);
    shop.customer_says("Wet chairs.", tomasz);
    REQUIRE(comes_true([&] { return shop.courier->taken(tomasz) == 2; }));
    CHECK(shop.courier->asked(owner) == 1);
}

TEST_CASE("promises are late when the disk has hung for a minute, and on time once it works again")
{
    RoundsShop shop;
    std::promise<void> disk_works;
    auto written = shop.disk_hangs_until(disk_works.get_future().share());
    shop.clock.advance(59s);
    CHECK(shop.promises_on_time());
    shop.clock.advance(1s);
    CHECK_FALSE(shop.promises_on_time());
    disk_works.set_value();
    written.wait();
    shop.time_passes(0s);
    CHECK(comes_true([&] { return shop.promises_on_time(); }));
}

TEST_CASE("a page that cannot be read keeps back the promises that stand on it, and no others")
{
    constexpr int customers = 200;
    int kept_back_max = 0;
    const auto words = [](int number) {
        return "Cold soup, bowl " + std::to_string(number) + " of many." + std::string(150, '!');
    };
    RoundsShop shop{[&](RoundsShop& closed) {
        closed.customers_said(customers, words, [](int) { return ""; });
        SUBCASE("what a customer said")
        {
            closed.damage().where_it_says("bowl 117 of many");
            kept_back_max = 5;
        }
        SUBCASE("promises themselves")
        {
            closed.damage().first_leaf_of("promise");
            kept_back_max = 50;
        }
        SUBCASE("the index that says which are due")
        {
            closed.damage().first_leaf_of("promise_look");
            kept_back_max = 100;
        }
    }};
    const auto escalated = [&] { return shop.count("select count(*) from escalation"); };
    shop.time_passes(24h);
    CHECK(comes_true([&] { return escalated() >= customers - kept_back_max; }));
    CHECK(comes_true([&] { return shop.damaged.load(); }));
    CHECK(comes_true([&] { return shop.log.says("event=promises_passed_over promises="); }));
    CHECK(comes_true([&] { return shop.courier->taken(owner) >= 1; }));
    const auto told = escalated();
    CHECK(told < customers);

    shop.customer_says("The bread was dry.");
    shop.time_passes(24h - 1s);
    CHECK(comes_true([&] { return shop.promises_on_time(); }));
    CHECK(escalated() == told);
    shop.time_passes(1s);
    CHECK(comes_true([&] { return escalated() == told + 1; }));
    CHECK_FALSE(shop.died);
}

TEST_CASE("a reply leaves in time to keep its promise, and nobody is told of silence")
{
    RoundsShop shop;
    shop.customer_says("Cold soup.", "guest@example.com");
    shop.time_passes(24h - 5s);
    shop.staff_answers("A hot soup is yours.");
    shop.time_passes(3s);
    REQUIRE(comes_true([&] { return shop.promises_on_time(); }));
    CHECK(shop.answers() == 0);
    shop.time_passes(1s); // It could wait for 15 s, but not that long.
    REQUIRE(comes_true([&] { return shop.answers() == 1; }));
    CHECK(shop.count("select count(*) from promise where state = 'kept'") == 1);
    REQUIRE(comes_true([&] { return shop.courier->taken("guest@example.com") == 2; }));
    shop.time_passes(1h);
    shop.end();
    CHECK(shop.courier->asked(owner) == 0);
    CHECK(shop.answers() == 1);
}

TEST_CASE("a reply that waited while the daemon was down leaves as soon as it is up, and only once")
{
    RoundsShop shop{[](RoundsShop& closed) {
        closed.customers_said(
            1, [](int) { return "Cold soup."; }, [](int) { return "guest@example.com"; });
        closed.staff_answered("A hot soup is yours.");
        closed.clock.advance(20s);
    }};
    REQUIRE(comes_true([&] { return shop.answers() == 1; }));
    shop.time_passes(1min);
    shop.end();
    CHECK(shop.answers() == 1);
    CHECK(shop.courier->taken("guest@example.com") == 2);
}
