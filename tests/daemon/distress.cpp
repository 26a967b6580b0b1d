#include "daemon/distress.hpp"

#include "daemon/captured_log.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <mutex>

using namespace heard;
using namespace heard::daemon;
using namespace std::chrono_literals;

namespace {

class HandClock final : public time::Clock
{
public:
    time::Instant now() const override { return now_; }
    void advance(time::Micros span) { now_ += span; }

private:
    time::Instant now_ = time::from_number(1'795'262'400'000'000);
};

/// Takes what it gets, after it has failed a few times. Thread: any.
class Recorder final : public mail::Courier
{
public:
    mail::Delivery deliver(const mail::Parcel& parcel) override
    {
        const std::lock_guard hold{mutex_};
        if (failures_left-- > 0)
            return {mail::Verdict::later, "Connection refused", true};
        taken.push_back(parcel);
        return {mail::Verdict::delivered, ""};
    }

    std::vector<mail::Parcel> taken;
    int failures_left = 0;

private:
    std::mutex mutex_;
};

/// A house whose disk is full, without database or outbox.
struct House
{
    House()
    {
        house->business = "Corner Shop";
        house->owner = {"Olga", "olga@shop.example"};
        house->sender = {"Corner Shop", "hello@shop.example"};
        house->base_url = "https://shop.example";
    }

    /// Until nothing is left to send.
    void disk_is_full()
    {
        distress.disk_is_full();
        io.restart();
        io.run();
    }

    heard::daemon::test::CapturedLog captured;
    HandClock clock;
    Log log{clock};
    std::shared_ptr<desk::House> house = std::make_shared<desk::House>();
    std::shared_ptr<Recorder> mail = std::make_shared<Recorder>();
    std::shared_ptr<Recorder> webhook = std::make_shared<Recorder>();
    boost::asio::io_context io{1};
    CourierPool couriers{1};
    Distress distress{{.io = io,
                       .clock = clock,
                       .log = log,
                       .couriers = couriers,
                       .house = [this] { return house; },
                       .courier = [this](storage::Lane lane) -> std::shared_ptr<mail::Courier> {
                           return lane == storage::Lane::call ? webhook : mail;
                       },
                       .again_after = 1ms}};
};

} // namespace

TEST_CASE("a full disk is told to the owner and to the webhook, without the database")
{
    House house;
    SUBCASE("with a webhook")
    {
        house.house->alarm.webhook = true;
    }
    SUBCASE("without") {}
    house.disk_is_full();
    REQUIRE(house.mail->taken.size() == 1);
    CHECK(house.mail->taken[0].to_email == "olga@shop.example");
    CHECK(house.mail->taken[0].mime.contains("Subject: Corner Shop: the disk is full"));
    CHECK(house.webhook->taken.size() == (house.house->alarm.webhook ? 1 : 0));
    CHECK(house.captured.says("event=distress_told"));
}

TEST_CASE("a disk that is full, has space, and is full again within the hour is told once")
{
    House house;
    house.disk_is_full();
    house.clock.advance(59min);
    house.disk_is_full();
    CHECK(house.mail->taken.size() == 1);
    house.clock.advance(1min);
    house.disk_is_full();
    CHECK(house.mail->taken.size() == 2);
}

TEST_CASE("a damaged database is told once, with the way back, also while the disk is full")
{
    House house;
    house.mail->failures_left = 2;
    house.distress.disk_is_full();
    for (int i = 0; i < 3; ++i) {
        house.distress.database_is_damaged();
        house.io.restart();
        house.io.run();
        house.clock.advance(5h);
    }
    REQUIRE(house.mail->taken.size() == 2);
    const auto about_damage = [](const mail::Parcel& parcel) {
        return parcel.mime.contains("part of the database is damaged") &&
               parcel.mime.contains("heard verify FILE") &&
               parcel.mime.contains("heard restore FILE");
    };
    CHECK(std::ranges::count_if(house.mail->taken, about_damage) == 1);
}

TEST_CASE("while mail is down the letter is tried again from memory until it goes, and goes once")
{
    House house;
    house.mail->failures_left = 5;
    house.disk_is_full();
    CHECK(house.mail->taken.size() == 1);
}

TEST_CASE("a daemon that stops does not wait for the letter")
{
    House house;
    house.mail->failures_left = 1'000'000;
    house.distress.disk_is_full();
    house.io.run_for(20ms);
    house.distress.stop();
    house.io.run();
    CHECK(house.mail->taken.empty());
    CHECK(house.mail->failures_left < 1'000'000);
}

TEST_CASE("the last words of a daemon that cannot trust its database reach owner and webhook")
{
    House house;
    house.house->alarm.webhook = true;
    tell_of_failed_database(*house.house, {house.mail, house.mail, house.webhook},
                            house.clock.now());
    REQUIRE(house.mail->taken.size() == 1);
    CHECK(house.mail->taken[0].mime.contains("Subject: Corner Shop: the database failed"));
    CHECK(house.webhook->taken.size() == 1);
}
