// A shop for tests of the rounds: a real store in a folder, the rounds on a thread of their own, a
// clock and a courier that do what the test says.
#pragma once

#include "auth/entropy.hpp"
#include "daemon/captured_log.hpp"
#include "daemon/config_fixture.hpp"
#include "daemon/opening.hpp"
#include "daemon/rounds.hpp"
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

namespace heard::daemon::test {

using namespace std::chrono_literals;
using http::test::comes_true;

inline const std::string owner = "anna@example.com";
inline const std::string tomasz = "tomasz@example.com";
inline const std::string deputy = "deputy@example.com";

inline constexpr auto shop_settings = R"(
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

    CapturedLog log;
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
        const auto config = folder_.check(shop_settings).config;
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

    Folder folder_;
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

} // namespace heard::daemon::test
