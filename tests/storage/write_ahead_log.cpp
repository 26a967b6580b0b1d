#include "storage/write_ahead_log.hpp"

#include "storage/database.hpp"
#include "storage/real_file.hpp"

#include <doctest/doctest.h>

#include <fstream>

using namespace heard::storage;

namespace {

constexpr std::size_t header_bytes = 32;
constexpr std::size_t frame_bytes = 24 + 1024;

void hire_one_more(Database& database)
{
    database.execute("insert into staff (name, email, role, created_at) "
                     "select 'Anna ' || count(*), '', 'staff', 1 from staff");
}

/// A database that died with twenty transactions in its log, copied while it was open.
class DeadShop
{
public:
    DeadShop()
    {
        Database database{live_.path(), Access::write};
        database.execute("pragma wal_checkpoint(truncate)");
        for (int i = 0; i < 20; ++i)
            hire_one_more(database);
        std::filesystem::copy_file(live_.path(), dead_.path());
        std::filesystem::copy_file(live_.log(), dead_.log());
    }

    LogState look() const { return read_log(dead_.path()); }
    std::size_t log_bytes() const { return std::filesystem::file_size(dead_.log()); }
    void cut(std::size_t bytes) { std::filesystem::resize_file(dead_.log(), bytes); }

    void flip(std::size_t at)
    {
        std::fstream log{dead_.log(), std::ios::binary | std::ios::in | std::ios::out};
        log.seekg(static_cast<std::streamoff>(at));
        const auto flipped = static_cast<char>(log.get() ^ 1);
        log.seekp(static_cast<std::streamoff>(at));
        log.put(flipped);
    }

    int rows() const
    {
        Database database{dead_.path(), Access::read};
        return database.prepare("select count(*) from staff").value<int>();
    }

private:
    RealFile live_;
    RealFile dead_;
};

} // namespace

TEST_CASE("a log that nobody touched is sound, and names the pages it holds")
{
    const DeadShop shop;
    const auto log = shop.look();
    CHECK(log.damaged_at == 0);
    CHECK(log.lost == 0);
    CHECK_FALSE(log.pages.empty());
    CHECK(shop.rows() == 20);
}

TEST_CASE("no log, an empty one, and one without its database are sound")
{
    const RealFile file;
    CHECK(read_log(file.path()) == LogState{});
    std::ofstream{file.path()} << "no database";
    std::ofstream{file.log()};
    CHECK(read_log(file.path()) == LogState{});
    std::ofstream{file.log()} << std::string(5000, 'x');
    CHECK(read_log(file.path()) == LogState{});
}

TEST_CASE(
    "damage in the middle of a log is told with the number of transactions that SQLite forgets")
{
    DeadShop shop;
    const auto frames = (shop.log_bytes() - header_bytes) / frame_bytes;
    REQUIRE(frames >= 20);
    const auto damaged = header_bytes + frames / 2 * frame_bytes;
    shop.flip(damaged + 500);
    const auto log = shop.look();
    CHECK(log.damaged_at == damaged);
    CHECK(log.lost > 5);
    CHECK(shop.rows() == 20 - log.lost);
}

TEST_CASE("a damaged beginning loses the whole log, and is told")
{
    for (const std::size_t at : {0, 5, 9, 17, 21, 26, 31}) {
        DeadShop shop;
        shop.flip(at);
        CHECK(shop.look().lost == 20);
        CHECK(shop.rows() == 0);
    }
}

TEST_CASE("a torn end is what a power cut leaves, and nobody was told that it was kept")
{
    DeadShop shop;
    shop.cut(shop.log_bytes() - 10);
    CHECK(shop.look().lost == 0);
    CHECK(shop.rows() == 19);
}

TEST_CASE("frames of an earlier round are no loss")
{
    const RealFile file;
    Database database{file.path(), Access::write};
    for (int i = 0; i < 20; ++i)
        hire_one_more(database);
    database.execute("pragma wal_checkpoint(restart)");
    hire_one_more(database);
    CHECK(read_log(file.path()).lost == 0);
    CHECK(read_log(file.path()).damaged_at == 0);
}
