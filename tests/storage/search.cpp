#include "storage/search.hpp"

#include "storage/erasure.hpp"
#include "storage/merge.hpp"
#include "storage/real_file.hpp"
#include "storage/rows.hpp"
#include "storage/savepoint.hpp"
#include "storage/search_index.hpp"
#include "tests/support/dice.hpp"
#include "text/search_words.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

using namespace heard;
using namespace heard::storage;

namespace {

struct Archive : Rows
{
    void tend()
    {
        while (run(tend_search))
            ;
    }

    core::TicketId add(core::Submission said, std::chrono::hours due_in = 24h)
    {
        const auto id = add_ticket(std::move(said));
        promise(id, now + due_in);
        tend();
        return id;
    }

    /// The first words of what is found.
    std::string found(const std::string& typed, FoundOrder order = FoundOrder::newest,
                      const std::string& branch = "", int rows_max = 50)
    {
        SearchQuestion question{.branch = branch, .order = order, .rows_max = rows_max};
        for (const auto& word : text::search_words(typed))
            question.terms.push_back(word.folded);
        return run([&](Transaction& tx) {
            std::string line;
            for (const auto& row : search(tx, question))
                line += text::search_words(texts_on(tx, row.ticket).front()).front().folded + " ";
            return line;
        });
    }

    std::vector<std::string> problems() { return run(problems_with_search); }
};

std::string bytes_of(const std::filesystem::path& file)
{
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

} // namespace

TEST_CASE("whatever was said on a ticket finds it: all words, as their beginnings, in any case")
{
    Archive archive;
    const auto mary = archive.hire("Mary");
    const auto id = archive.add({.dislikes = "shoes that came apart",
                                 .name = "Łukasz Großmann",
                                 .contact = "+49 151 2345678",
                                 .invoice = "INV-77"});
    archive.add({.likes = "bread, and the shoes"});
    archive.run([&](Transaction& tx) {
        add_entry(tx, {id, core::EntryKind::message, {}, "And the laces."});
        add_entry(tx, {id, core::EntryKind::answer, mary, "With our apology.", "Sent a voucher."});
        return add_entry(tx, {id, core::EntryKind::note, mary, "He was calm."});
    });
    archive.tend();
    CHECK(archive.found("shoe") == "bread shoes ");
    CHECK(archive.found("SHOES apart") == "shoes ");
    for (const auto* const words :
         {"lukasz", "grossmann", "inv-77", "laces", "apology", "voucher", "calm", "2345678"})
        CHECK_MESSAGE(archive.found(words) == "shoes ", words);
    CHECK(archive.found(archive.references.of(id)) == "shoes ");
    CHECK(archive.found("shoes bread apart") == "");
    CHECK(archive.found("hoes") == "");
}

TEST_CASE("a number is found however it is dialled")
{
    Archive archive;
    const auto id = archive.add({.dislikes = "soup", .contact = "+49 (151) 2345678"});
    const auto rows = archive.run(
        [](Transaction& tx) { return search(tx, {.terms = {"0151"}, .phone = "512345678"}); });
    REQUIRE(rows.size() == 1);
    CHECK(rows.front().ticket == id);
}

TEST_CASE("newest first, or what is due first and then the rest")
{
    Archive archive;
    const auto answered = archive.add({.dislikes = "answered soup"});
    archive.add({.dislikes = "calm soup"}, 20h);
    archive.add({.dislikes = "urgent soup"}, 2h);
    archive.add({.dislikes = "bread"}, 1h);
    const auto settled = archive.add({.dislikes = "settled soup"});
    archive.end(answered, core::PromiseState::kept);
    archive.end(settled, core::PromiseState::kept);
    CHECK(archive.found("soup") == "settled urgent calm answered ");
    CHECK(archive.found("soup", FoundOrder::due) == "urgent calm settled answered ");
    CHECK(archive.found("soup", FoundOrder::due, "", 3) == "urgent calm settled ");
    CHECK(archive.found("soup", FoundOrder::newest, "", 1) == "settled ");
}

TEST_CASE("a ticket that goes along is as urgent as its matter, and with whoever has that")
{
    Archive archive;
    const auto mary = archive.hire("Mary");
    const auto goes = archive.add({.dislikes = "older soup"}, 30h);
    archive.add({.dislikes = "calm soup"}, 20h);
    const auto stays = archive.add({.dislikes = "bread"}, 2h);
    const auto closed = archive.add({.dislikes = "answered soup"});
    archive.end(closed, core::PromiseState::kept);
    archive.end(goes, core::PromiseState::released);
    archive.run([&](Transaction& tx) {
        merge_ticket(tx, goes, stays);
        set_assignee(tx, stays, mary);
        return 0;
    });
    CHECK(archive.found("soup", FoundOrder::due) == "older calm answered ");
    CHECK(archive.found("soup") == "answered calm older ");

    const auto rows = archive.run([](Transaction& tx) { return search(tx, {.terms = {"older"}}); });
    REQUIRE(rows.size() == 1);
    CHECK(rows.front().due_at == archive.now + 2h);
    CHECK(rows.front().assignee == "Mary");
    CHECK(rows.front().goes_along_with == archive.references.of(stays));

    archive.end(stays, core::PromiseState::kept);
    CHECK(archive.found("soup", FoundOrder::due) == "calm answered older ");
}

TEST_CASE("a branch finds its own tickets and those of none, in either order")
{
    Archive archive;
    archive.add({.dislikes = "norwalk soup", .branch = "nor-walk"});
    archive.add({.dislikes = "danbury soup", .branch = "danbury"});
    archive.add({.dislikes = "everybody soup"});
    for (const auto order : {FoundOrder::newest, FoundOrder::due}) {
        CHECK(archive.found("soup", order, "danbury").find("norwalk") == std::string::npos);
        CHECK(archive.found("soup", order, "nor-walk").find("norwalk") != std::string::npos);
        CHECK(archive.found("soup", order, "nor-walk").find("everybody") != std::string::npos);
        CHECK(archive.found("soup", order, "nor").find("norwalk") == std::string::npos);
    }
}

TEST_CASE("a ticket that goes on is found by its newest words, and the index agrees with the rows")
{
    Archive archive;
    const auto id = archive.add({.dislikes = "soup", .contact = "tom@example.com"});
    CHECK(archive.problems().empty());
    archive.run([&](Transaction& tx) {
        correct_sender(tx, id, "Tomasz", "other@example.com");
        return add_entry(tx, {id, core::EntryKind::message, {}, "Still cold."});
    });
    CHECK(archive.problems().empty()); // What is to be taken in is no problem.
    CHECK(archive.found("cold") == "");
    archive.tend();
    CHECK(archive.found("cold") == "soup ");
    CHECK(archive.found("tom") == "soup "); // Tomasz.
    CHECK(archive.problems().empty());
    const auto known = [&](const char* key) {
        return archive.run([&](Transaction& tx) { return tickets_known_by(tx, key, 9).size(); });
    };
    CHECK(known("mail:tom@example.com") == 0);
    CHECK(known("mail:other@example.com") == 1);
}

TEST_CASE("the index is taken in step by step, and a job that is rolled back leaves it as it was")
{
    Archive archive;
    for (int i = 0; i < 250; ++i)
        archive.run([&](Transaction& tx) {
            core::Submission said{.dislikes = "soup"};
            said.form_key[0] = static_cast<unsigned char>(i);
            const auto id = add_ticket(tx, {archive.references}, said).id;
            return add_entry(tx, {id, core::EntryKind::message, {}, "cold"});
        });
    CHECK(archive.run(lines_to_take_in) == 500);
    CHECK(archive.run(tend_search));
    const auto left = archive.run(lines_to_take_in);
    CHECK(left > 0);
    CHECK(left < 500);
    CHECK_THROWS(archive.run([](Transaction& tx) {
        tend_search(tx);
        throw std::runtime_error{"no"};
        return 0;
    }));
    CHECK(archive.run(lines_to_take_in) == left);
    archive.tend();
    CHECK(archive.run(lines_to_take_in) == 0);
    CHECK(archive.problems().empty());
}

TEST_CASE("of jobs that are committed together one that fails takes nothing from the index")
{
    Archive archive;
    archive.add_ticket({.dislikes = "soup"});
    archive.add_ticket({.dislikes = "bread"});
    archive.database.begin();
    const auto tend = [](Transaction& tx) {
        tend_search(tx);
        return true;
    };
    const auto fail = [](Transaction& tx) {
        forget_words(tx, {1});
        return false;
    };
    CHECK(run_in_savepoint(archive.database, archive.now, tend).kept);
    CHECK_FALSE(run_in_savepoint(archive.database, archive.now, fail).kept);
    archive.database.commit();
    CHECK(archive.found("soup") == "soup ");
    CHECK(archive.problems().empty());
}

TEST_CASE("an index that has other words than were said is told of, and can be made anew")
{
    Archive archive;
    const auto id = archive.add({.dislikes = "soup", .contact = "tom@example.com"});
    archive.add({.dislikes = "bread"});
    SUBCASE("a word is missing")
    {
        archive.execute("delete from search where rowid = 1");
    }
    SUBCASE("a word is too many")
    {
        archive.execute("insert into search (rowid, words) values (99, 'soup')");
    }
    SUBCASE("the words and their index are not one")
    {
        archive.execute("update search_content set c0 = 'salad' where id = 1");
    }
    SUBCASE("who wrote it is not known")
    {
        archive.execute("delete from known_by");
    }
    CHECK(archive.problems().size() == 1);
    CHECK(archive.problems().front().find("heard reindex") != std::string::npos);
    start_search_anew(archive.database);
    archive.tend();
    CHECK(archive.problems().empty());
    CHECK(archive.found("soup") == "soup ");
    CHECK(archive.run([](Transaction& tx) {
        return tickets_known_by(tx, "mail:tom@example.com", 9);
    }) == std::vector{id});
}

TEST_CASE("what was erased is found no more at once, and soon no byte of it is left in the index")
{
    RealFile file;
    Database database{file.path(), Access::write};
    const core::References references{42};
    Dice dice{7};
    const auto run = [&](auto job) {
        return in_one_transaction(database, utc("2026-11-23 08:00"), job);
    };
    const auto tend = [&] {
        while (run(tend_search))
            ;
    };
    // The index keeps of a word only what its neighbour has not: their ends tell them apart.
    std::vector<std::string> ends;
    for (int i = 0; i < 400; ++i) {
        std::string word;
        while (word.size() < 12)
            word += static_cast<char>('a' + dice.between(0, 25));
        ends.push_back(word.substr(4));
        run([&](Transaction& tx) {
            core::Submission said{.dislikes = word + " soup", .name = word, .contact = word + "@b"};
            said.form_key[0] = static_cast<unsigned char>(i % 256);
            said.form_key[1] = static_cast<unsigned char>(i / 256);
            return add_ticket(tx, {references}, said).id;
        });
        if (i % 20 == 0)
            tend();
    }
    tend();
    const auto has = [&](int i) {
        const auto& end = ends[static_cast<std::size_t>(i)];
        return bytes_of(file.path()).find(end) != std::string::npos ||
               bytes_of(file.log()).find(end) != std::string::npos;
    };
    for (int i = 0; i < 400; i += 3)
        run([&](Transaction& tx) {
            erase_words(tx, {i + 1});
            return 0;
        });
    CHECK(run([](Transaction& tx) {
              return search(tx, {.terms = {"soup"}, .rows_max = 500});
          }).size() == 266);
    tend();
    REQUIRE(database.empty_log());
    int left = 0;
    for (int i = 0; i < 400; i += 3)
        left += has(i) ? 1 : 0;
    CHECK(left == 0);
    CHECK(has(1));
    CHECK(run(problems_with_search).empty());
}
