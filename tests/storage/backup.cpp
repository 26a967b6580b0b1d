#include "storage/backup.hpp"

#include "storage/house.hpp"
#include "storage/real_file.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include <sys/stat.h>

using namespace heard;
using namespace heard::storage;

namespace {

const time::Instant now = time::from_number(1'795'000'000'000'000);

/// A house whose ladder is that word: by it one database is told from another.
void open_house(const std::filesystem::path& file, const std::string& word)
{
    Database database{file, Access::write};
    in_one_transaction(database, now, [&](Transaction& tx) {
        HouseRow house;
        house.ladder = word;
        add_house(tx, house);
        return 0;
    });
}

std::string word_of(const std::filesystem::path& file)
{
    return Database{file, Access::read}.prepare("select ladder from house").value<std::string>();
}

core::Epoch epoch_of(const std::filesystem::path& file)
{
    Database database{file, Access::read};
    return in_one_transaction(database, now, find_house).value().epoch;
}

std::vector<std::string> names_beside(const std::filesystem::path& file)
{
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{file.parent_path()})
        names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("a backup is made while a daemon writes, is private, and holds what was committed")
{
    const RealFile file;
    const auto backup = file.path().parent_path() / "backup.db";
    open_house(file.path(), "before");
    Database daemon{file.path(), Access::write};
    daemon.execute("update house set ladder = 'committed'");
    daemon.begin();
    daemon.execute("update house set ladder = 'not yet'");
    CHECK(back_up(file.path(), backup).sound());
    daemon.commit();
    CHECK(word_of(backup) == "committed");
    struct stat status
    {};
    REQUIRE(::stat(backup.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("a backup larger than the cache has its checksums too")
{
    const RealFile file;
    open_house(file.path(), "large");
    Database{file.path(), Access::write}.execute(
        "with recursive n (i) as (values (1) union all select i + 1 from n where i < 16000) "
        "insert into letter (key, what, sender, recipient, message_id, queued_at, next_try_at, "
        "mime) "
        "select i, 'received', '', '', i, 1, 1, randomblob(900) from n");
    const auto backup = file.path().parent_path() / "backup.db";
    const auto verdict = back_up(file.path(), backup);
    CHECK(verdict.sound());
    CHECK(verdict.has_checksums);
    CHECK(std::filesystem::file_size(backup) > 16'000'000);
}

TEST_CASE("a backup never overwrites, and of an unsound database none is left")
{
    const RealFile file;
    const auto backup = file.path().parent_path() / "backup.db";
    open_house(file.path(), "here");
    std::ofstream{backup} << "somebody's";
    CHECK_THROWS_AS(back_up(file.path(), backup), std::runtime_error);
    CHECK(std::filesystem::file_size(backup) == 10);
    std::filesystem::remove(backup);
    Database{file.path(), Access::write}.execute("delete from house");
    CHECK_FALSE(back_up(file.path(), backup).sound());
    CHECK(names_beside(file.path()) == Names{"heard.db"});
}

TEST_CASE("what is restored is what was backed up, and what was there is kept with its log")
{
    const RealFile file;
    const auto folder = file.path().parent_path();
    open_house(file.path(), "good");
    REQUIRE(back_up(file.path(), folder / "backup.db").sound());
    // A daemon that was killed leaves its log behind.
    {
        const RealFile other;
        open_house(other.path(), "other");
        Database daemon{other.path(), Access::write};
        daemon.execute("update house set ladder = 'in the log'");
        std::filesystem::copy_file(other.path(), file.path(),
                                   std::filesystem::copy_options::overwrite_existing);
        std::filesystem::copy_file(other.log(), file.log());
    }
    const auto restored = restore({folder / "backup.db", file.path(), now});
    CHECK(restored.verdict.sound());
    CHECK(word_of(file.path()) == "good");
    CHECK(word_of(restored.kept) == "in the log");
    CHECK(names_beside(file.path()) ==
          Names{"backup.db", "heard.db", "heard.db.before-restore-" + time::to_rfc3339(now)});
}

TEST_CASE("a backup that is restored twice begins two epochs, and none while it is a backup")
{
    const RealFile file;
    const auto backup = file.path().parent_path() / "backup.db";
    open_house(file.path(), "good");
    REQUIRE(back_up(file.path(), backup).sound());
    const auto restored = [&](time::Instant at) {
        REQUIRE(restore({backup, file.path(), at}).verdict.sound());
        return epoch_of(file.path());
    };
    const auto first = restored(now);
    const auto second = restored(now + std::chrono::seconds{1});
    CHECK(epoch_of(backup) == core::Epoch{});
    CHECK(first.number != 0);
    CHECK(second.number != 0);
    CHECK(second.number != first.number);
    CHECK(second.first_ticket != first.first_ticket);
}

TEST_CASE(
    "nothing is restored while somebody has the database open, nor from a file that is not sound")
{
    const RealFile file;
    const auto backup = file.path().parent_path() / "backup.db";
    open_house(file.path(), "present");
    REQUIRE(back_up(file.path(), backup).sound());
    {
        const Database daemon{file.path(), Access::write};
        CHECK_THROWS_AS(restore({backup, file.path(), now}), FolderInUse);
    }
    std::filesystem::resize_file(backup, std::filesystem::file_size(backup) - 700);
    Database{file.path(), Access::write}.execute("update house set ladder = 'later'");
    CHECK_FALSE(restore({backup, file.path(), now}).verdict.sound());
    CHECK(word_of(file.path()) == "later");
    CHECK(names_beside(file.path()) == Names{"backup.db", "heard.db"});
}

TEST_CASE("a file that another program has written to is taken only when that is asked for")
{
    const RealFile file;
    open_house(file.path(), "of ours");
    {
        std::fstream bytes{file.path(), std::ios::binary | std::ios::in | std::ios::out};
        bytes.seekp(3 * 1024 - 1); // The checksum of a page, which other programs leave as it was.
        bytes.put('x');
    }
    CHECK_FALSE(restore({file.path(), file.path(), now}).verdict.sound());
    const auto restored = restore({file.path(), file.path(), now, true});
    CHECK(restored.verdict.sound());
    CHECK(verify(file.path()).sound());
    CHECK(word_of(file.path()) == "of ours");
}

TEST_CASE("a damaged log is kept before it is forgotten")
{
    const RealFile live;
    const RealFile dead;
    open_house(live.path(), "");
    Database daemon{live.path(), Access::write};
    for (int i = 0; i < 10; ++i)
        daemon.execute("update house set ladder = ladder || 'x'");
    std::filesystem::copy_file(live.path(), dead.path());
    std::filesystem::copy_file(live.log(), dead.log());
    CHECK(keep_damaged_log(dead.path(), now).empty());
    {
        std::fstream bytes{dead.log(), std::ios::binary | std::ios::in | std::ios::out};
        bytes.seekp(32 + 24 + 900);
        bytes.put('x');
    }
    const auto kept = "heard.db.damaged-" + time::to_rfc3339(now);
    SUBCASE("")
    {
        REQUIRE(keep_damaged_log(dead.path(), now).size() == 1);
        CHECK(names_beside(dead.path()) == Names{"heard.db", "heard.db-wal", kept, kept + "-wal"});
    }
    SUBCASE("or the database stays closed, when there is no room for it")
    {
        std::filesystem::create_directory(dead.path().parent_path() / kept); // Nobody can write it.
        CHECK_THROWS_AS(keep_damaged_log(dead.path(), now), Error);
        CHECK(names_beside(dead.path()) == Names{"heard.db", "heard.db-wal"});
    }
}

TEST_CASE("a restore that breaks off half-way leaves the old database in its place")
{
    const RealFile file;
    const auto backup = file.path().parent_path() / "backup.db";
    open_house(file.path(), "old");
    REQUIRE(back_up(file.path(), backup).sound());
    Database{file.path(), Access::write}.execute("update house set ladder = 'newer'");
    const auto in_the_way = file.path().string() + ".before-restore-" + time::to_rfc3339(now);
    SUBCASE("where what was there should be kept, something stands already")
    {
        std::ofstream{in_the_way} << "x";
        CHECK_THROWS(restore({backup, file.path(), now}));
        std::filesystem::remove(in_the_way);
    }
    SUBCASE("the copy cannot be written")
    {
        std::filesystem::create_directories(file.path().string() + ".restoring/in/the/way");
        CHECK_THROWS(restore({backup, file.path(), now}));
        std::filesystem::remove_all(file.path().string() + ".restoring");
    }
    CHECK(word_of(file.path()) == "newer");
    CHECK(verify(file.path()).sound());
    CHECK(names_beside(file.path()) == Names{"backup.db", "heard.db"});
}
