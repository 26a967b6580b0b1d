#include "daemon/rounds_shop.hpp"

using namespace heard;
using namespace heard::daemon::test;
using namespace std::chrono_literals;

TEST_CASE("letters go out right after the commit that wrote them, each once")
{
    constexpr int letters = 200; // Enough for looks and deliveries to cross each other many times.
    RoundsShop shop;
    const auto guest = [](int number) { return "guest" + std::to_string(number) + "@example.com"; };
    for (int i = 0; i < letters; ++i)
        shop.customer_says("Cold soup.", guest(i));
    REQUIRE(comes_true([&] {
        return shop.count("select count(*) from letter where next_try_at is null") == letters;
    }));
    shop.end();
    int once = 0;
    for (int i = 0; i < letters; ++i)
        once += shop.courier->asked(guest(i)) == 1 ? 1 : 0;
    CHECK(once == letters);
}

TEST_CASE("mail that hangs delays neither promises nor the letters of others")
{
    RoundsShop shop;
    shop.courier->hang_for(tomasz);
    shop.customer_says("Cold soup.", tomasz);
    REQUIRE(comes_true([&] { return shop.courier->asked(tomasz) == 1; }));

    shop.customer_says("Warm beer.", "lea@example.com");
    CHECK(comes_true([&] { return shop.courier->taken("lea@example.com") == 1; }));

    SUBCASE("with a courier left, the owner hears in time")
    {
        shop.time_passes(24h);
        CHECK(comes_true([&] { return shop.courier->taken(owner) == 2; }));
    }
    SUBCASE("however many letters to customers hang, a courier is left for the owner")
    {
        for (int i = 0; i < 10; ++i)
            shop.customer_says("Wet chairs.", tomasz);
        REQUIRE(comes_true([&] { return shop.courier->asked(tomasz) == 2; }));
        shop.time_passes(24h);
        CHECK(comes_true([&] { return shop.courier->taken(owner) >= 1; }));
        CHECK(comes_true([&] { return shop.promises_on_time(); }));
        CHECK(shop.courier->asked(tomasz) == 2);
    }
    SUBCASE("with all couriers hanging, escalations are still written in time")
    {
        shop.courier->hang_for(owner);
        shop.time_passes(24h);
        CHECK(comes_true([&] { return shop.count("select count(*) from escalation") == 2; }));
        CHECK(comes_true([&] { return shop.promises_on_time(); }));
    }
    shop.courier->hang_for("nobody");
    CHECK(comes_true(
        [&] { return shop.count("select count(*) from letter where delivered_at is null") == 0; }));
    CHECK(shop.courier->asked(tomasz) == shop.courier->taken(tomasz));
}

TEST_CASE("a letter that is refused for good is not tried again, and somebody is told")
{
    RoundsShop shop;
    shop.courier->refuse(tomasz, mail::Verdict::never);
    shop.customer_says("Cold soup.", tomasz);
    REQUIRE(comes_true([&] {
        return shop.count("select count(*) from letter where given_up_at is not null") == 1;
    }));
    shop.time_passes(2h);
    CHECK(comes_true([&] { return shop.trouble().given_up == 1; }));
    CHECK(shop.trouble().newest.front().detail == "550 no such user");
    CHECK(shop.courier->asked(tomasz) == 1);
    CHECK(shop.log.says(
        "level=error event=letter_given_up letter=1 failures=1 detail=\"550 no such user\""));
    CHECK_FALSE(shop.log.says(tomasz));
}

TEST_CASE("a letter that cannot go now is tried again after a minute, and is stuck after fifteen")
{
    RoundsShop shop;
    shop.courier->refuse(tomasz, mail::Verdict::later);
    shop.customer_says("Cold soup.", tomasz);
    REQUIRE(comes_true([&] { return shop.count("select failures from letter") == 1; }));
    shop.time_passes(50s);
    shop.customer_says("Warm beer.", "lea@example.com");
    REQUIRE(comes_true([&] { return shop.courier->taken("lea@example.com") == 1; }));
    CHECK(shop.courier->asked(tomasz) == 1);
    CHECK(shop.trouble().stuck == 0);

    shop.time_passes(20s);
    CHECK(comes_true([&] { return shop.count("select failures from letter where id = 1") == 2; }));
    shop.time_passes(14min);
    CHECK(comes_true([&] { return shop.trouble().stuck == 1; }));
    REQUIRE(
        comes_true([&] { return shop.count("select failures from letter where id = 1") == 3; }));

    shop.courier->refuse("nobody", mail::Verdict::later);
    shop.time_passes(1h);
    CHECK(comes_true([&] { return shop.courier->taken(tomasz) == 1; }));
    // Written down too, so that the next look can see it.
    REQUIRE(comes_true([&] {
        return shop.count("select count(*) from letter where delivered_at is not null") == 2;
    }));
    shop.time_passes(1s);
    CHECK(comes_true([&] { return shop.trouble().stuck == 0; }));
}

TEST_CASE("a clock that is set back makes no letter wait for the old time to come round again")
{
    RoundsShop shop;
    shop.courier->refuse(tomasz, mail::Verdict::later);
    shop.customer_says("Cold soup.", tomasz);
    REQUIRE(comes_true(
        [&] { return shop.count("select count(*) from letter where failures = 1") == 1; }));
    shop.time_passes(10s);
    REQUIRE(comes_true([&] { return shop.last_heartbeat_at() == shop.clock.now(); }));
    shop.time_passes(-3h);
    REQUIRE(comes_true([&] { return shop.log.says("clock_set_back"); }));
    CHECK(shop.courier->asked(tomasz) == 1);
    shop.time_passes(1min);
    CHECK(comes_true([&] { return shop.courier->asked(tomasz) == 2; }));
}

TEST_CASE("a letter on its way when the daemon stops is finished and written down, so nobody gets "
          "it twice")
{
    RoundsShop shop;
    shop.courier->hang_for(tomasz);
    shop.customer_says("Cold soup.", tomasz);
    REQUIRE(comes_true([&] { return shop.courier->asked(tomasz) == 1; }));
    shop.ask_to_stop();
    shop.courier->hang_for("nobody");
    shop.end();
    CHECK(shop.courier->taken(tomasz) == 1);
    CHECK(shop.count("select count(*) from letter where delivered_at is not null") == 1);
}

TEST_CASE("a delivery that our own stop cut short is no failure of the letter")
{
    RoundsShop shop;
    shop.courier->hang_for(tomasz);
    shop.courier->refuse(tomasz, mail::Verdict::later);
    shop.customer_says("Cold soup.", tomasz);
    REQUIRE(comes_true([&] { return shop.courier->asked(tomasz) == 1; }));
    shop.ask_to_stop();
    shop.courier->hang_for("nobody");
    shop.end();
    CHECK(shop.count("select failures from letter") == 0);
    CHECK_FALSE(shop.log.says("letter_later"));
}

TEST_CASE("a relay that is down is asked now and then and not for each letter, and once it is back "
          "what somebody must act on goes first")
{
    RoundsShop shop;
    shop.courier->relay_is_down(true);
    for (int i = 0; i < 50; ++i)
        shop.customer_says("Cold soup.", tomasz);
    REQUIRE(comes_true([&] { return shop.log.says("event=relay_down way=\"relay\""); }));
    REQUIRE(comes_true([&] {
        return shop.count("select count(*) from letter where last_detail "
                          "= 'Connection refused'") >= 1;
    }));
    CHECK(shop.courier->asked_at_all() <= 3);
    CHECK_FALSE(shop.log.says("letter_later"));

    const auto asked = shop.courier->asked_at_all();
    shop.time_passes(5s);
    REQUIRE(comes_true([&] { return shop.courier->asked_at_all() == asked + 1; }));
    shop.time_passes(24h - 5s);
    REQUIRE(comes_true([&] { return shop.count("select count(*) from escalation") == 50; }));
    shop.courier->relay_is_down(false);
    // One that was still refused makes the relay rest from then on, so time goes on.
    REQUIRE(comes_true([&] {
        shop.time_passes(10s);
        return shop.count("select count(*) from letter where next_try_at is null") >= 51;
    }));
    CHECK(shop.courier->taken_in_order().front() == owner);
    CHECK(shop.courier->taken(tomasz) == 50);
    CHECK(shop.count("select max(failures) from letter") == 0);
    CHECK(shop.log.says("event=relay_back"));
}

TEST_CASE("whom the mail server refuses is not the last to be told: the next on the ladder and the "
          "webhook hear of it")
{
    RoundsShop shop;
    shop.courier->refuse(owner, mail::Verdict::never);
    shop.customer_says("Cold soup.");
    shop.time_passes(24h);
    REQUIRE(comes_true([&] { return shop.courier->asked(owner) == 1; }));
    REQUIRE(comes_true([&] {
        return shop.count("select count(*) from letter where given_up_at is not null") == 1;
    }));
    shop.time_passes(10s);
    CHECK(comes_true([&] { return shop.courier->taken(deputy) == 1; }));
    CHECK(comes_true([&] { return shop.courier->taken("webhook") == 1; }));
    shop.time_passes(1h);
    shop.customer_says("Warm beer.", tomasz);
    REQUIRE(comes_true([&] { return shop.courier->taken(tomasz) == 1; }));
    CHECK(shop.courier->asked(deputy) == 1);
    CHECK(shop.courier->asked("webhook") == 1);
}
