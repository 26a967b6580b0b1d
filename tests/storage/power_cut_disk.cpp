#include "tests/support/power_cut_disk.hpp"

#include "core/moments.hpp"
#include "storage/staff.hpp"
#include "storage/transaction.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace heard;
using namespace heard::storage;

namespace {

constexpr auto* file = "power-cut.db";

/// A database on a disk that will lose its power. Each person is a transaction of a few pages.
struct Shop
{
    void open() { database = std::make_unique<Database>(file, Access::write); }

    bool hire(int number)
    {
        try {
            in_one_transaction(*database, utc("2026-11-23 08:00"), [&](Transaction& tx) {
                const auto name = "Staff " + std::to_string(number) + std::string(1500, 'x');
                return add_staff(tx, {name, "a@example.com", core::Role::staff, ""});
            });
            return !disk.dead();
        } catch (const Error&) {
            return false;
        }
    }

    std::size_t count()
    {
        CHECK(database->prepare("pragma integrity_check").value<std::string>() == "ok");
        return in_one_transaction(*database, utc("2026-11-23 08:00"),
                                  [](Transaction& tx) { return all_staff(tx).size(); });
    }

    void cut_power(std::uint64_t seed)
    {
        disk.cut_power(seed);
        start_again();
    }
    void start_again()
    {
        database.reset();
        disk.start_again();
        open();
    }

    PowerCutDisk disk;
    std::unique_ptr<Database> database;
};

/// How many of ten people are left after each of many power cuts.
std::set<std::size_t> left_of_ten(const char* synchronous)
{
    std::set<std::size_t> left;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        Shop shop;
        shop.open();
        shop.database->execute(std::string{"pragma synchronous = "} + synchronous);
        for (int number = 0; number < 10; ++number)
            REQUIRE(shop.hire(number));
        shop.cut_power(seed);
        left.insert(shop.count());
    }
    return left;
}

} // namespace

TEST_CASE("what was committed survives every power cut")
{
    CHECK(left_of_ten("full") == std::set<std::size_t>{10});
}

TEST_CASE("what was not synced is kept in part, and the database is sound all the same")
{
    const auto left = left_of_ten("normal");
    CHECK(left.contains(10));
    CHECK(left.contains(0));
    CHECK(left.size() > 3);
}

TEST_CASE("a process that dies at any write of a commit leaves all of it or nothing, with power or "
          "without")
{
    std::set<std::size_t> seen;
    bool hit = true;
    for (std::int64_t write = 1; hit; ++write) {
        for (const bool power_cut : {false, true}) {
            Shop shop;
            shop.open();
            REQUIRE(shop.hire(1));
            shop.disk.die_after(write);
            hit = !shop.hire(2);
            if (power_cut)
                shop.disk.cut_power(static_cast<std::uint64_t>(write));
            shop.start_again();
            const auto count = shop.count();
            CHECK((count == 2 || (count == 1 && hit)));
            seen.insert(count);
        }
    }
    CHECK(seen == std::set<std::size_t>{1, 2});
}

TEST_CASE("a connection of a process that died changes nothing any more")
{
    Shop shop;
    shop.open();
    REQUIRE(shop.hire(1));
    shop.disk.die();
    const auto calls = shop.disk.calls();
    CHECK_FALSE(shop.hire(2));
    CHECK(shop.disk.calls() == calls);
    shop.start_again();
    CHECK(shop.count() == 1);
}

TEST_CASE("the same seed leaves the same")
{
    const auto left = [](std::uint64_t seed) {
        Shop shop;
        shop.open();
        shop.database->execute("pragma synchronous = normal");
        for (int number = 0; number < 10; ++number)
            shop.hire(number);
        shop.cut_power(seed);
        return shop.count();
    };
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
        CHECK(left(seed) == left(seed));
}

TEST_CASE("a full disk refuses what would make a file grow, keeps what it had, and takes more when "
          "there is space")
{
    Shop shop;
    shop.open();
    REQUIRE(shop.hire(1));
    shop.disk.fill(true);
    CHECK_FALSE(shop.hire(2));
    CHECK_FALSE(shop.disk.dead());
    CHECK(shop.count() == 1);
    shop.disk.fill(false);
    CHECK(shop.hire(3));
    CHECK(shop.count() == 2);
}
