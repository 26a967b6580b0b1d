#include "storage/audit.hpp"

#include "storage/book.hpp"
#include "storage/house.hpp"
#include "storage/migrations.hpp"
#include "storage/real_file.hpp"

#include "core/reference.hpp"
#include "storage/promise.hpp"
#include "storage/ticket.hpp"
#include "text/utf8.hpp"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <fstream>

using namespace heard;
using namespace heard::storage;
using namespace std::chrono_literals;

namespace {

const Instant today = time::from_number(1'795'000'000'000'000);

/// A house in which one customer waits, as its daemon leaves it.
void open_house(const RealFile& file)
{
    Database database{file.path(), Access::write};
    in_one_transaction(database, today, [](Transaction& tx) {
        HouseRow house;
        house.reference_seed = 42;
        add_house(tx, house);
        core::Submission said;
        said.dislikes = "The soup was cold.";
        const auto ticket = add_ticket(tx, {core::References{42}}, said).id;
        const auto promise = add_promise(tx, {ticket, today + 24h});
        write_book(
            tx, {.what = "promised", .ticket = ticket, .promise = promise, .due_at = today + 24h});
        return 0;
    });
}

void flip(const std::filesystem::path& file, std::size_t at)
{
    std::fstream bytes{file, std::ios::binary | std::ios::in | std::ios::out};
    bytes.seekg(static_cast<std::streamoff>(at));
    const auto flipped = static_cast<char>(bytes.get() ^ 1);
    bytes.seekp(static_cast<std::streamoff>(at));
    bytes.put(flipped);
}

std::string all(const std::vector<std::string>& findings)
{
    std::string text;
    for (const auto& finding : findings)
        text += finding + "\n";
    return text;
}

bool tells(const std::vector<std::string>& findings, std::string_view words)
{
    return all(findings).find(words) != std::string::npos;
}

std::size_t files_beside(const RealFile& file)
{
    const std::filesystem::directory_iterator folder{file.path().parent_path()};
    return static_cast<std::size_t>(std::distance(begin(folder), end(folder)));
}

} // namespace

TEST_CASE("numbers that epochs leave out are not missed, but tickets that go are")
{
    const RealFile file;
    open_house(file);
    Database database{file.path(), Access::write};
    core::Submission said{.dislikes = "The soup is still cold."};
    const auto one_more = [&] {
        in_one_transaction(database, today, [&](Transaction& tx) {
            ++said.form_key[0];
            const core::References references{42};
            const auto ticket = add_ticket(tx, {references, find_house(tx)->epoch}, said).id;
            const auto promise = add_promise(tx, {ticket, today + 24h});
            write_book(
                tx,
                {.what = "promised", .ticket = ticket, .promise = promise, .due_at = today + 24h});
            return 0;
        });
    };
    const auto begin = [&] {
        in_one_transaction(database, today, [](Transaction& tx) {
            begin_epoch(tx);
            return 0;
        });
    };
    begin();
    CHECK(all(audit(database)) == "");
    begin(); // Twice in a row.
    one_more();
    one_more();
    begin();
    one_more();
    CHECK(all(audit(database)) == "");
    begin();
    CHECK(all(audit(database)) == "");
    database.execute("pragma foreign_keys = off; delete from ticket where id = 1");
    CHECK(tells(audit(database), "tickets: 1 of them are missing"));
}

TEST_CASE("a sound database is told so, and is left as it is, with nothing beside it")
{
    const RealFile file;
    open_house(file);
    const auto changed_at = std::filesystem::last_write_time(file.path());
    const auto verdict = verify(file.path());
    CHECK(all(verdict.findings) == "");
    CHECK(verdict.has_checksums);
    CHECK_FALSE(verdict.older_schema);
    CHECK(verdict.amounts.tickets == 1);
    CHECK(verdict.amounts.promises == 1);
    CHECK(files_beside(file) == 1);
    CHECK(std::filesystem::last_write_time(file.path()) == changed_at);
}

TEST_CASE("a database that a daemon has open is verified beside it")
{
    const RealFile file;
    open_house(file);
    Database daemon{file.path(), Access::write};
    daemon.begin();
    daemon.execute("update house set ladder = 'new'");
    CHECK(all(verify(file.path()).findings) == "");
    daemon.commit();
    CHECK(all(verify(file.path()).findings) == "");
}

TEST_CASE("a flipped byte names its page, and tells whether what stands there still agrees")
{
    const RealFile file;
    open_house(file);
    flip(file.path(), 3 * 1024 - 1); // A checksum: nothing stands there.
    const auto verdict = verify(file.path());
    CHECK(tells(verdict.findings, "pages 3\n"));
    CHECK(verdict.changed_elsewhere);
    CHECK(verdict.way_back.find("heard restore FILE") != std::string_view::npos);
}

TEST_CASE("what is no database, or none of ours, is a finding and no more")
{
    const RealFile file;
    for (const std::size_t bytes : {0UL, 1UL, 99UL, 100UL, 1024UL, 50'000UL}) {
        std::ofstream{file.path(), std::ios::binary} << std::string(bytes, 'x');
        CHECK_FALSE(verify(file.path()).sound());
    }
    CHECK_FALSE(verify("/nowhere/at/all").sound());
    std::filesystem::remove(file.path());
    sqlite3* plain = nullptr;
    REQUIRE(sqlite3_open(file.path().c_str(), &plain) == SQLITE_OK);
    REQUIRE(sqlite3_exec(plain, "create table t (x)", nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(plain);
    CHECK(tells(verify(file.path()).findings, "none that this program knows"));
}

TEST_CASE("rubbish in any page is a finding and no crash")
{
    const RealFile file;
    open_house(file);
    const auto pages = std::filesystem::file_size(file.path()) / 1024;
    std::vector<char> before(pages * 1024);
    std::ifstream{file.path(), std::ios::binary}.read(before.data(),
                                                      static_cast<std::streamsize>(before.size()));
    for (std::size_t page = 0; page < pages; ++page) {
        auto bytes = before;
        for (std::size_t at = page * 1024 + (page == 0 ? 100 : 0); at < (page + 1) * 1024; ++at)
            bytes[at] = static_cast<char>(at * 167 + page);
        std::ofstream{file.path(), std::ios::binary}.write(
            bytes.data(), static_cast<std::streamsize>(bytes.size()));
        CHECK_FALSE(verify(file.path()).sound());
    }
}

TEST_CASE("transactions that are lost in the log are counted, and the log is left as it is")
{
    const RealFile live;
    const RealFile dead;
    open_house(live);
    Database daemon{live.path(), Access::write};
    for (int i = 0; i < 10; ++i)
        daemon.execute("update house set ladder = ladder || 'x'");
    std::filesystem::copy_file(live.path(), dead.path());
    std::filesystem::copy_file(live.log(), dead.log());
    CHECK(all(verify(dead.path()).findings) == "");
    flip(dead.log(), 32 + 24 + 900);
    CHECK(tells(verify(dead.path()).findings, "10 transactions from there on are lost"));
    CHECK(std::filesystem::file_size(dead.log()) == std::filesystem::file_size(live.log()));
}

TEST_CASE("a trigger or index that was taken away is missed, and one that was slipped in is seen")
{
    Database database{":memory:", Access::write};
    database.execute("drop trigger book_is_not_changed; create table slipped_in (x)");
    const auto findings = audit(database);
    CHECK(tells(findings, "trigger book_is_not_changed is missing"));
    CHECK(tells(findings, "table slipped_in is none of ours"));
}

TEST_CASE(
    "a database of a newer program is a finding; of an older one only the structure is checked")
{
    const RealFile file;
    open_house(file);
    const auto set_schema = [&](int number) {
        Database{file.path(), Access::read}.execute(
            "pragma query_only = off; pragma user_version = " + std::to_string(number));
    };
    set_schema(schema_version() + 1);
    CHECK(tells(verify(file.path()).findings, "none that this program knows"));
    set_schema(schema_version() - 1);
    const auto verdict = verify(file.path());
    CHECK(verdict.sound());
    CHECK(verdict.older_schema);
}

TEST_CASE("a line of the book that somebody kept tells when the whole chain was made anew")
{
    const RealFile file;
    open_house(file);
    const KeptLine kept = [&] {
        Database database{file.path(), Access::read};
        Transaction tx{database, today};
        const auto head = book_head(tx);
        return KeptLine{head.number, core::to_hex(head.link).substr(0, 16)};
    }();
    CHECK(kept.number == 2);
    CHECK_FALSE(problem_with_kept(file.path(), kept));
    CHECK(problem_with_kept(file.path(), {kept.number, "0123456789abcdef"}));
    CHECK(problem_with_kept(file.path(), {kept.number - 1, kept.link}));
    CHECK(problem_with_kept(file.path(), {kept.number + 1, kept.link}));

    // Another house has a chain that is whole in itself.
    const RealFile other;
    open_house(other);
    CHECK(verify(other.path()).sound());
    CHECK(problem_with_kept(other.path(), kept));
}
