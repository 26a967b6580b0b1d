#include "storage/erasure.hpp"

#include "core/moments.hpp"
#include "storage/audit.hpp"
#include "storage/real_file.hpp"
#include "storage/ticket.hpp"
#include "tests/support/dice.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

using namespace heard;
using namespace heard::storage;

namespace {

std::string bytes_of(const std::filesystem::path& file)
{
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

/// Words that no other ticket has, of any length.
std::string words_of(int ticket, std::size_t length)
{
    auto words = "Zyxwv" + std::to_string(1000 + ticket) + "q";
    while (words.size() < length)
        words += words.substr(0, std::min<std::size_t>(11, length - words.size()));
    return words;
}

/// Rows on many pages, which move as they grow: some are longer than a page.
class Archive
{
public:
    template <class Job>
    void run(Job job)
    {
        in_one_transaction(database, utc("2026-11-23 08:00"), [&](Transaction& tx) {
            job(tx);
            return 0;
        });
    }

    void tell(int number)
    {
        const auto words = words_of(number, static_cast<std::size_t>(dice.between(20, 4000)));
        run([&](Transaction& tx) {
            core::Submission said{.dislikes = words, .name = words.substr(0, 40), .contact = "a@b"};
            said.form_key[0] = static_cast<unsigned char>(number % 256);
            said.form_key[1] = static_cast<unsigned char>(number / 256);
            const auto ticket = storage::add_ticket(tx, {references}, said).id;
            tickets.push_back(ticket);
            NewLetter letter{.key = "received/" + std::to_string(ticket.value),
                             .what = "received",
                             .ticket = ticket};
            letter.mime = words;
            queue_letter(tx, letter);
        });
    }

    void grow()
    {
        const auto at = static_cast<int>(dice.below(tickets.size()));
        const auto words = words_of(at, static_cast<std::size_t>(dice.between(20, 2000)));
        run([&](Transaction& tx) {
            correct_sender(tx, tickets[static_cast<std::size_t>(at)], words.substr(0, 200), words);
            add_entry(tx,
                      {tickets[static_cast<std::size_t>(at)], core::EntryKind::message, {}, words});
        });
    }

    void erase(int number)
    {
        run([&](Transaction& tx) {
            erase_words(tx, tickets[static_cast<std::size_t>(number)]);
            erase_letters(tx, tickets[static_cast<std::size_t>(number)]);
        });
    }

    bool has(int number)
    {
        const auto mark = "Zyxwv" + std::to_string(1000 + number) + "q";
        return bytes_of(file.path()).find(mark) != std::string::npos ||
               bytes_of(file.log()).find(mark) != std::string::npos;
    }

    RealFile file;
    Database database{file.path(), Access::write};
    core::References references{42};
    std::vector<core::TicketId> tickets;
    Dice dice{7};
};

} // namespace

TEST_CASE("of erased words no byte is left in the file or its log, wherever rows had moved")
{
    constexpr int count = 120;
    Archive archive;
    for (int i = 0; i < count; ++i) {
        archive.tell(i);
        archive.grow();
        archive.grow();
    }
    archive.database.empty_log();
    for (int i = 0; i < count; ++i)
        REQUIRE(archive.has(i));
    for (int i = 0; i < count; i += 2) {
        archive.erase(i);
        archive.grow(); // Also what was erased: those words are new.
    }
    for (int i = 0; i < count; i += 2)
        archive.erase(i);
    REQUIRE(archive.database.empty_log());
    int left = 0;
    for (int i = 0; i < count; i += 2)
        left += archive.has(i) ? 1 : 0;
    CHECK(left == 0);
    for (int i = 1; i < count; i += 2)
        CHECK(archive.has(i));
}

TEST_CASE("while somebody reads, the log is not emptied, and nobody waits for them")
{
    Archive archive;
    archive.tell(1);
    Database reader{archive.file.path(), Access::read};
    reader.begin();
    CHECK(reader.prepare("select count(*) from ticket").value<int>() == 1);
    archive.tell(2);
    CHECK_FALSE(archive.database.empty_log());
    reader.commit();
    CHECK(archive.database.empty_log());
    CHECK(std::filesystem::file_size(archive.file.log()) == 0);
}
