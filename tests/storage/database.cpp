#include "storage/database.hpp"

#include "storage/real_file.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <map>

#include <sys/stat.h>

using namespace heard::storage;

namespace {

std::string pragma(Database& database, const std::string& name)
{
    // A statement's text must outlive its connection: these are literals in a map of their own.
    static const std::map<std::string, std::string> questions = {
        {"journal_mode", "pragma journal_mode"},
        {"synchronous", "pragma synchronous"},
        {"foreign_keys", "pragma foreign_keys"},
        {"trusted_schema", "pragma trusted_schema"},
        {"cell_size_check", "pragma cell_size_check"},
        {"query_only", "pragma query_only"},
        {"page_size", "pragma page_size"},
        {"wal_autocheckpoint", "pragma wal_autocheckpoint"}};
    return database.prepare(questions.at(name)).value<std::string>();
}

mode_t mode_of(const std::filesystem::path& file)
{
    struct stat status
    {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    return status.st_mode & 07777U;
}

} // namespace

TEST_CASE("a commit is on the disk before it is acknowledged: write-ahead log, fully synchronous")
{
    const RealFile file;
    Database database{file.path(), Access::write};
    CHECK(pragma(database, "journal_mode") == "wal");
    CHECK(pragma(database, "synchronous") == "2");
    CHECK(pragma(database, "foreign_keys") == "1");
    CHECK(pragma(database, "trusted_schema") == "0");
    CHECK(pragma(database, "cell_size_check") == "1");
    CHECK(pragma(database, "wal_autocheckpoint") == "16000");
    CHECK(pragma(database, "page_size") == "1024");
    CHECK(pragma(database, "query_only") == "0");
}

TEST_CASE("a reader sees what is committed and cannot write")
{
    const RealFile file;
    Database writer{file.path(), Access::write};
    Database reader{file.path(), Access::read};
    CHECK(pragma(reader, "query_only") == "1");
    CHECK(pragma(reader, "journal_mode") == "wal");

    writer.begin();
    writer.execute("insert into book (at, what, link) values (1, 'submitted', zeroblob(32))");
    CHECK(reader.prepare("select count(*) from book").value<int>() == 0);
    writer.commit();
    CHECK(reader.prepare("select count(*) from book").value<int>() == 1);
    CHECK_THROWS_AS(reader.execute("delete from book"), Error);
}

TEST_CASE("customers' words are for nobody else on the machine to read")
{
    const RealFile file;
    const auto mask = ::umask(0);
    {
        Database database{file.path(), Access::write};
        database.execute("insert into book (at, what, link) values (1, 'submitted', zeroblob(32))");
        CHECK(mode_of(file.path()) == 0600);
        CHECK(mode_of(file.log()) == 0600);
    }
    CHECK(::umask(mask) == 0);
}

TEST_CASE("a file that cannot be opened is named")
{
    try {
        Database database{"/nowhere/at/all/heard.db", Access::write};
        FAIL("opened");
    } catch (const Error& error) {
        CHECK(std::string{error.what()}.find("/nowhere/at/all/heard.db") != std::string::npos);
    }
}

TEST_CASE("a file that is no database is refused, and left as it is")
{
    const RealFile file;
    const std::string recipe(10'000, 'x');
    std::ofstream{file.path()} << recipe;
    CHECK_THROWS_AS((Database{file.path(), Access::write}), Error);
    CHECK(std::filesystem::file_size(file.path()) == recipe.size());
}

TEST_CASE("a reader does not make a database where there is none")
{
    const RealFile file;
    CHECK_THROWS_AS((Database{file.path(), Access::read}), Error);
    CHECK_FALSE(std::filesystem::exists(file.path()));
}

TEST_CASE("only a full disk is a full disk, and only what breaks trust is fatal")
{
    // SQLite's codes: FULL 13, IOERR_WRITE 778, CORRUPT 11, CONSTRAINT_UNIQUE 2067, BUSY 5.
    CHECK(Error{13, ""}.disk_full());
    CHECK_FALSE(Error{13, ""}.fatal());
    CHECK(Error{778, ""}.fatal());
    CHECK_FALSE(Error{778, ""}.disk_full());
    CHECK(Error{11, ""}.fatal());
    CHECK_FALSE(Error{2067, ""}.fatal());
    CHECK_FALSE(Error{5, ""}.fatal());
}
