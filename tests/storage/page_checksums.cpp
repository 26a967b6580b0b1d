#include "storage/page_checksums.hpp"

#include "storage/database.hpp"
#include "storage/real_file.hpp"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <numeric>
#include <set>

using namespace heard::storage;

namespace {

constexpr std::size_t page_bytes = 1024;
constexpr std::size_t content_bytes = page_bytes - checksum_bytes;

using Content = std::vector<unsigned char>;

Content some_content()
{
    Content content(content_bytes);
    std::iota(content.begin(), content.end(), static_cast<unsigned char>(7));
    return content;
}

/// A shop's file at rest: closed, with nothing in the log, some pages long.
void fill(const RealFile& file)
{
    Database database{file.path(), Access::write};
    database.execute(
        "with recursive n (i) as (values (1) union all select i + 1 from n where i < 300) "
        "insert into staff (name, email, role, created_at) "
        "select printf('%.*c', i % 90, 'x') || i, 'a@example.com', 'staff', i from n");
}

std::string read_file(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void write_file(const std::filesystem::path& file, const std::string& bytes)
{
    std::ofstream{file, std::ios::binary} << bytes;
}

/// Everything that is written of the staff, and its index, read as the daemon reads it.
void read_everything(const RealFile& file)
{
    Database database{file.path(), Access::read};
    database.prepare("select group_concat(name || email || role) from staff").run();
    database.prepare("select count(name) from staff indexed by sqlite_autoindex_staff_1").run();
}

/// Whether somebody who reads everything after that change hears that the file is damaged.
bool is_noticed(const RealFile& file, const std::function<void(std::string&)>& change)
{
    const auto before = read_file(file.path());
    auto bytes = before;
    change(bytes);
    write_file(file.path(), bytes);
    bool noticed = false;
    try {
        read_everything(file);
    } catch (const Error& error) {
        noticed = error.damaged() && error.fatal();
    }
    write_file(file.path(), before);
    return noticed;
}

} // namespace

TEST_CASE("any one byte of a page, and its place, changes its checksum")
{
    auto content = some_content();
    const auto checksum = checksum_of(content, 5);
    CHECK(checksum_of(content, 5) == checksum);
    for (std::uint32_t number : {0U, 1U, 4U, 6U, 1U << 31})
        CHECK(checksum_of(content, number) != checksum);
    std::size_t unseen = 0;
    for (std::size_t at = 0; at < content.size(); ++at)
        for (int flip = 1; flip < 256; ++flip) {
            content[at] = static_cast<unsigned char>(content[at] ^ flip);
            unseen += checksum_of(content, 5) == checksum;
            content[at] = static_cast<unsigned char>(content[at] ^ flip);
        }
    CHECK(unseen == 0);
}

TEST_CASE("a page of zeros has a checksum of its own, and so has every length")
{
    std::set<Checksum> checksums = {Checksum{}};
    for (std::size_t words = 1; words <= content_bytes / 8; ++words)
        checksums.insert(checksum_of(Content(words * 8), 1));
    CHECK(checksums.size() == content_bytes / 8 + 1);
}

TEST_CASE(
    "a new database carries checksums, and whoever reads its file unchanged sees nothing of them")
{
    const RealFile file;
    fill(file);
    Database database{file.path(), Access::write};
    CHECK(database.has_checksums());
    CHECK(database.broken_pages(10).empty());
    CHECK(database.prepare("pragma integrity_check").value<std::string>() == "ok");
    CHECK(database.prepare("select count(*) from staff").value<int>() == 300);
}

TEST_CASE("a flipped byte in any page is found by whoever reads that page")
{
    const RealFile file;
    fill(file);
    const auto bytes = std::filesystem::file_size(file.path());
    REQUIRE(bytes > 20 * page_bytes);
    // The pages that the staff stand on are the last ones.
    for (std::size_t at = bytes - 5 * page_bytes; at < bytes; at += 101)
        CHECK(
            is_noticed(file, [at](std::string& all) { all[at] = static_cast<char>(all[at] ^ 4); }));
    for (const std::size_t at : {16, 20, 28, 68, 71, 99, 1020})
        CHECK(
            is_noticed(file, [at](std::string& all) { all[at] = static_cast<char>(all[at] ^ 4); }));
}

TEST_CASE("a page that is zero, or another page's, is found")
{
    const RealFile file;
    fill(file);
    const auto last = std::filesystem::file_size(file.path()) - page_bytes;
    const auto before = last - page_bytes;
    CHECK(is_noticed(file,
                     [=](std::string& all) { all.replace(last, page_bytes, page_bytes, '\0'); }));
    CHECK(is_noticed(file, [=](std::string& all) {
        std::swap_ranges(all.begin() + static_cast<std::ptrdiff_t>(before),
                         all.begin() + static_cast<std::ptrdiff_t>(last),
                         all.begin() + static_cast<std::ptrdiff_t>(last));
    }));
    CHECK(is_noticed(file, [=](std::string& all) { all.resize(last); }));
}

TEST_CASE(
    "the page on which SQLite locks a file of more than a GiB has no checksum, and is not missed")
{
    constexpr std::uint32_t lock_page = 0x40000000 / page_bytes + 1;
    const RealFile file;
    fill(file);
    auto header = read_file(file.path()).substr(0, page_bytes);
    const auto put_size = [&](std::uint32_t pages) {
        for (int i = 0; i < 4; ++i)
            header[static_cast<std::size_t>(28 + i)] = static_cast<char>(pages >> (24 - 8 * i));
    };
    // A hole takes no room on the disk; its pages but that one are not as they were written.
    std::filesystem::resize_file(file.path(), std::uintmax_t{lock_page + 2} * page_bytes);
    const auto hole_begins = [&] {
        Database database{file.path(), Access::inspect_as_is};
        return database.broken_pages(1).at(0);
    }();
    {
        std::fstream out{file.path(), std::ios::binary | std::ios::in | std::ios::out};
        put_size(lock_page + 2);
        out.write(header.data(), page_bytes);
    }
    const Database database{file.path(), Access::inspect_as_is};
    const auto broken = database.broken_pages(lock_page);
    CHECK(std::ranges::binary_search(broken, lock_page - 1));
    CHECK_FALSE(std::ranges::binary_search(broken, lock_page));
    CHECK(std::ranges::binary_search(broken, lock_page + 1));
    CHECK(broken.size() == 1 + lock_page + 2 - hole_begins); // The header was written past us, too.
}

TEST_CASE("broken pages are named, also those on which nothing stands")
{
    const RealFile file;
    fill(file);
    Database{file.path(), Access::write}.execute("delete from staff");
    auto bytes = read_file(file.path());
    const auto pages = bytes.size() / page_bytes;
    bytes[2 * page_bytes + 9] ^= 1;
    bytes[(pages - 1) * page_bytes + 900] ^= 1;
    write_file(file.path(), bytes);
    const Database database{file.path(), Access::inspect};
    CHECK(database.broken_pages(10) ==
          std::vector<std::uint32_t>{3, static_cast<std::uint32_t>(pages)});
    CHECK(database.broken_pages(1) == std::vector<std::uint32_t>{3});
}

TEST_CASE("a database without checksums goes on without them, and its copy has them")
{
    const RealFile file;
    sqlite3* plain = nullptr;
    REQUIRE(sqlite3_open(file.path().c_str(), &plain) == SQLITE_OK);
    REQUIRE(sqlite3_exec(plain, "create table t (x)", nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(plain);
    const auto copy = file.path().parent_path() / "copy.db";
    {
        Database database{file.path(), Access::write};
        CHECK_FALSE(database.has_checksums());
        database.execute(
            "insert into staff (name, email, role, created_at) values ('Anna', '', 'staff', 1)");
        database.copy_to(copy);
        CHECK_FALSE(database.has_checksums());
    }
    Database database{file.path(), Access::write};
    CHECK_FALSE(database.has_checksums());
    Database whole{copy, Access::inspect};
    CHECK(whole.has_checksums());
    CHECK(whole.prepare("select count(*) from staff").value<int>() == 1);
}

TEST_CASE("readers that opened a new database before its first page was written keep its checksums")
{
    const RealFile file;
    std::ofstream{file.path()}; // Empty: its maker is about to write.
    Database reader{file.path(), Access::read};
    Database writer{file.path(), Access::write};
    writer.execute(
        "insert into staff (name, email, role, created_at) values ('Anna', '', 'staff', 1)");
    CHECK(reader.prepare("select count(*) from staff").value<int>() == 1);
    reader.execute("pragma wal_checkpoint(truncate)");
    CHECK(writer.broken_pages(10).empty());
    CHECK(reader.broken_pages(10).empty());
}
