#include "daemon/rounds.hpp"

#include "auth/entropy.hpp"
#include "daemon/captured_log.hpp"
#include "daemon/config_fixture.hpp"
#include "daemon/opening.hpp"
#include "desk/reply.hpp"
#include "desk/submit.hpp"
#include "http/running_server.hpp"
#include "storage/damage.hpp"
#include "storage/staff.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <condition_variable>
#include <expected>
#include <functional>
#include <future>
#include <utility>

using namespace heard;
using namespace heard::daemon;
using namespace std::chrono_literals;
using http::test::comes_true;

namespace {

const std::string owner = "anna@example.com";
const std::string tomasz = "tomasz@example.com";
const std::string deputy = "deputy@example.com";

constexpr auto settings = R"(
[owner]
email = "anna@example.com"
daily_at = ""
[[ladder]]
at = "0s"
to = ["owner"]
[[ladder]]
at = "100h"
to = ["deputy@example.com"]
[alarm]
webhook = "http://127.0.0.1:9/"
)";

class HandClock final : public time::Clock
{
public:
    time::Instant now() const override { return time::from_number(micros_); }
    void advance(time::Micros span) { micros_ += span.count(); }

private:
    std::atomic<std::int64_t> micros_ = 1'795'262'400'000'000;
};

/// Takes every letter, unless told otherwise for its recipient. Thread: any.
class HandCourier final : public mail::Courier
{
public:
    mail::Delivery deliver(const mail::Parcel& parcel) override
    {
        std::unique_lock hold{mutex_};
        asked_.push_back(parcel.to_email);
        released_.wait(hold, [&] { return hanging_for_ != parcel.to_email; });
        if (relay_down_)
            return {mail::Verdict::later, "Connection refused", true};
        if (refused_ == parcel.to_email)
            return {verdict_, "550 no such user"};
        taken_.push_back(parcel.to_email);
        return {mail::Verdict::delivered, ""};
    }

    void hang_for(const std::string& recipient)
    {
        const std::lock_guard hold{mutex_};
        hanging_for_ = recipient;
        released_.notify_all();
    }
    void refuse(const std::string& recipient, mail::Verdict verdict)
    {
        const std::lock_guard hold{mutex_};
        refused_ = recipient;
        verdict_ = verdict;
    }

    void relay_is_down(bool down)
    {
        const std::lock_guard hold{mutex_};
        relay_down_ = down;
    }
    auto asked_at_all() const
    {
        const std::lock_guard hold{mutex_};
        return asked_.size();
    }
    std::vector<std::string> taken_in_order() const
    {
        const std::lock_guard hold{mutex_};
        return taken_;
    }

    auto asked(const std::string& recipient) const { return count(asked_, recipient); }
    auto taken(const std::string& recipient) const { return count(taken_, recipient); }

private:
    std::ptrdiff_t count(const std::vector<std::string>& list, const std::string& recipient) const
    {
        const std::lock_guard hold{mutex_};
        return std::ranges::count(list, recipient);
    }

    mutable std::mutex mutex_;
    std::condition_variable released_;
    std::string hanging_for_;
    std::string refused_;
    bool relay_down_ = false;
    mail::Verdict verdict_ = mail::Verdict::never;
    std::vector<std::string> asked_;
    std::vector<std::string> taken_;
};

/// The rounds of a shop on a thread of their own, with a database in a folder, three couriers, and
/// a clock that goes on when the test says so. The shop promises 24 hours and tells the owner then.
class RoundsShop
{
public:
    /// `before` happens to the database before the doors open; it is closed then.
    explicit RoundsShop(std::function<void(RoundsShop&)> before = {})
        : store_{io_.get_executor(), clock, options(before)}
        , rounds_{parts()}
        , thread_{[this] { io_.run(); }}
    {
        in_io([this] { rounds_.start(); });
    }
    ~RoundsShop()
    {
        courier->hang_for("nobody"); // Or a test that failed half-way would never end.
        end();
    }

    /// Returns when nothing is left to do.
    void end()
    {
        if (!thread_.joinable())
            return;
        ask_to_stop();
        thread_.join();
    }
    void ask_to_stop()
    {
        // The second time there may be no thread left to ask.
        if (!std::exchange(asked_to_stop_, true))
            in_io([this] {
                rounds_.stop();
                work_.reset();
            });
    }

    void customer_says(const std::string& words, const std::string& contact = "")
    {
        auto write = store_.write(saying(words, contact));
        REQUIRE(boost::asio::co_spawn(io_, std::move(write), boost::asio::use_future).get());
    }
    /// The same before the doors open.
    void customers_said(int count, const std::function<std::string(int)>& words,
                        const std::function<std::string(int)>& contact)
    {
        storage::Database database{file(), storage::Access::write};
        for (int i = 0; i < count; ++i)
            REQUIRE(
                storage::in_one_transaction(database, clock.now(), saying(words(i), contact(i))));
    }
    /// The first ticket, by somebody new.
    void staff_answers(const std::string& words)
    {
        auto write = store_.write(answering(words));
        REQUIRE(boost::asio::co_spawn(io_, std::move(write), boost::asio::use_future).get());
    }
    /// The same before the doors open.
    void staff_answered(const std::string& words)
    {
        storage::Database database{file(), storage::Access::write};
        REQUIRE(storage::in_one_transaction(database, clock.now(), answering(words)));
    }
    std::int64_t answers() { return count("select count(*) from entry where what = 'answer'"); }
    storage::DamagedFile damage() const { return storage::DamagedFile{file()}; }

    void time_passes(time::Micros span)
    {
        clock.advance(span);
        rounds_.wake_all();
    }

    /// Returns once it hangs. The write is done when the result is there.
    auto disk_hangs_until(std::shared_future<void> works)
    {
        auto hangs = std::make_shared<std::promise<void>>();
        auto hang = [hangs, works](storage::Transaction&) {
            hangs->set_value();
            works.wait();
            return true;
        };
        auto write = store_.write(std::move(hang));
        auto written = boost::asio::co_spawn(io_, std::move(write), boost::asio::use_future);
        hangs->get_future().wait();
        // What the disk took before that has been heard of by now.
        in_io([] {});
        in_io([] {});
        return written;
    }

    /// On the thread of the rounds.
    template <class Ask>
    auto in_io(Ask ask) -> decltype(ask())
    {
        auto task = std::make_shared<std::packaged_task<decltype(ask())()>>(std::move(ask));
        auto answer = task->get_future();
        boost::asio::post(io_, [task] { (*task)(); });
        return answer.get();
    }
    bool writes_on_time()
    {
        return in_io([this] { return rounds_.writes_on_time(); });
    }
    bool alive()
    {
        return in_io([this] { return rounds_.alive(); });
    }
    bool promises_on_time()
    {
        return in_io([this] { return rounds_.promises_on_time(); });
    }
    /// A write of the rounds waits for the one that hangs.
    bool hangs_with_care() const { return store_.waiting() > 0; }
    storage::Trouble trouble()
    {
        return in_io([this] { return rounds_.trouble(); });
    }

    std::int64_t count(const std::string& query)
    {
        storage::Database database{file(), storage::Access::read};
        return database.prepare(query)
            .first([](storage::Row& row) {
                std::int64_t number = 0;
                row >> number;
                return number;
            })
            .value();
    }

    time::Instant last_heartbeat_at()
    {
        return time::from_number(count("select coalesce(heartbeat_at, 0) from house"));
    }

    test::CapturedLog log;
    HandClock clock;
    std::shared_ptr<HandCourier> courier = std::make_shared<HandCourier>();
    std::atomic<bool> no_house = false;
    std::atomic<bool> died = false;
    std::atomic<bool> damaged = false;
    std::atomic<bool> disk_full = false;

private:
    std::filesystem::path file() const { return folder_.path() / "heard.db"; }

    std::function<std::expected<desk::Receipt, core::Problem>(storage::Transaction&)> saying(
        const std::string& words, const std::string& contact)
    {
        core::Submission said;
        said.dislikes = words;
        said.contact = contact;
        entropy_.fill(said.form_key);
        return [this, said](storage::Transaction& tx) { return desk::submit(tx, *house_, said); };
    }

    std::function<std::expected<desk::Done, core::Problem>(storage::Transaction&)> answering(
        const std::string& words)
    {
        return [this, words](storage::Transaction& tx) {
            const auto id =
                storage::add_staff(tx, {"Anna", "anna@example.com", core::Role::staff, ""});
            const desk::Reply reply{storage::find_staff(tx, id).value(),
                                    house_->references.of(core::TicketId{1}),
                                    words,
                                    "",
                                    0,
                                    {}};
            return desk::answer(tx, *house_, reply);
        };
    }

    void make_house_once()
    {
        storage::Database database{file(), storage::Access::write};
        const auto config = folder_.check(settings).config;
        house_ = std::make_shared<desk::House>(
            make_house(config, open_house(database, clock.now(), entropy_)));
    }

    storage::StoreOptions options(const std::function<void(RoundsShop&)>& before)
    {
        make_house_once();
        if (before)
            before(*this);
        storage::StoreOptions options;
        options.file = file();
        options.committed = [this](const storage::Wake& wake) { rounds_.wake(wake); };
        options.damaged = [this](const std::string&) { damaged = true; };
        return options;
    }

    RoundParts parts()
    {
        return {.io = io_,
                .clock = clock,
                .log = log_,
                .store = store_,
                .couriers = couriers_,
                .house =
                    [this] {
                        if (no_house)
                            throw std::runtime_error("the house is gone");
                        return house_;
                    },
                .courier = [this](storage::Lane) { return courier; },
                .disk_full = [this] { return disk_full.load(); },
                .machine = [] { return desk::Machine{}; },
                .damaged = [this](const std::string&) { damaged = true; },
                .died = [this](std::exception_ptr) { died = true; }};
    }

    test::Folder folder_;
    auth::SystemEntropy entropy_;
    Log log_{clock};
    std::shared_ptr<const desk::House> house_;
    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
        io_.get_executor()};
    storage::Store store_;
    CourierPool couriers_{3};
    Rounds rounds_;
    bool asked_to_stop_ = false;
    std::thread thread_;
};

} // namespace

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
    shop.time_passes(60s);
    REQUIRE(comes_true(
        [&] { return shop.count("select count(*) from letter where next_try_at is null") >= 51; }));
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

TEST_CASE("a round that dies is told, so that the daemon ends and is started again")
{
    RoundsShop shop;
    shop.no_house = true;
    shop.time_passes(1s);
    CHECK(comes_true([&] { return shop.died.load(); }));
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
