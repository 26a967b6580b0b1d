#include "desk/erase.hpp"

#include "desk/deliver.hpp"
#include "desk/reply.hpp"
#include "storage/audit.hpp"
#include "storage/erasure.hpp"
#include "storage/letter.hpp"
#include "storage/report.hpp"
#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace heard;
using core::PromiseState;

namespace {

struct ErasingShop : Shop
{
    void customer_erases(const desk::Receipt& ticket)
    {
        in_transaction([&](storage::Transaction& tx) {
            return desk::erase_words(tx, house, ticket.status_token);
        }).value();
    }

    /// What still waits to go out.
    std::vector<storage::WaitingLetter> outbox()
    {
        return in_transaction(
            [](storage::Transaction& tx) { return storage::letters_to_send(tx, 100); });
    }

    void deliver(const storage::WaitingLetter& letter, mail::Verdict verdict)
    {
        in_transaction([&](storage::Transaction& tx) {
            return desk::note_delivery(tx, letter, {.verdict = verdict, .detail = "as it is"});
        });
    }

    /// Any row of any table with these words in it.
    bool keeps(const std::string& words)
    {
        for (const auto& letter : letters())
            if ((letter.mime + letter.recipient).find(words) != std::string::npos)
                return true;
        const auto found = in_transaction([&](storage::Transaction& tx) {
            return tx
                .prepare("select (select count(*) from submission where instr(likes || dislikes || "
                         "wishes || name || contact, ?1)) + (select count(*) from entry where "
                         "instr(text || done, ?1)) + (select count(*) from letter where instr(key "
                         "|| last_detail || recipient, ?1))")
                .value<std::int64_t>(words);
        });
        return found > 0;
    }

    std::vector<std::string> findings() { return storage::audit(database); }
};

const core::Submission sour = {
    .dislikes = "The milk was sour.", .name = "Annabel", .contact = "annabel@example.com"};

} // namespace

TEST_CASE("erased words are gone from the ticket and from every letter, and what we answered stays")
{
    ErasingShop shop;
    const auto ticket = shop.customer_says(sour);
    shop.customer_adds(ticket, "The cream too.");
    shop.staff_answers(ticket, "Fresh milk is on its way.");
    shop.let_pass(48h);
    REQUIRE(shop.keeps("sour"));
    REQUIRE(shop.keeps("cream"));
    REQUIRE(shop.keeps("nnabel"));
    shop.customer_erases(ticket);

    CHECK_FALSE(shop.keeps("sour"));
    CHECK_FALSE(shop.keeps("cream"));
    CHECK_FALSE(shop.keeps("nnabel"));
    const auto thread = shop.thread(ticket);
    CHECK(thread.ticket.erased_at == shop.clock.now());
    CHECK(thread.entries.at(1).text == "Fresh milk is on its way.");
    CHECK_FALSE(thread.has_their_words());
    CHECK(shop.book(ticket).back() == "erased");
    CHECK(shop.findings().empty());
}

TEST_CASE("nobody can guess erased words from the book: the salts are forgotten")
{
    ErasingShop shop;
    const auto ticket = shop.customer_says(sour);
    shop.customer_adds(ticket, "The cream too.");
    shop.staff_answers(ticket, "Fresh milk is on its way.");
    shop.customer_erases(ticket);
    const auto salts = [&](const char* sql) {
        return shop.in_transaction(
            [&](storage::Transaction& tx) { return tx.prepare(sql).value<std::int64_t>(); });
    };
    CHECK(salts("select count(*) from submission where salt is not null") == 0);
    CHECK(salts("select count(*) from entry where salt is not null and what = 'message'") == 0);
    CHECK(salts("select count(*) from entry where salt is not null and what = 'answer'") == 1);
}

TEST_CASE("a promise that is open when words are erased is released, and nobody is warned of it")
{
    ErasingShop shop;
    const auto ticket = shop.customer_says(sour);
    shop.clock.advance(1h);
    shop.customer_erases(ticket);
    CHECK(shop.promises(ticket).at(0).state == PromiseState::released);
    CHECK(shop.outbox().empty()); // Not even the confirmation, which holds the words.
    shop.let_pass(72h);
    CHECK(shop.outbox().empty());
    CHECK(shop.findings().empty());
}

TEST_CASE("a promise that was broken before the words were erased stays broken")
{
    ErasingShop shop;
    const auto ticket = shop.customer_says(sour);
    shop.clock.advance(25h); // Nobody has looked yet.
    shop.customer_erases(ticket);
    CHECK(shop.promises(ticket).at(0).state == PromiseState::broken);
    const auto book = shop.book(ticket);
    CHECK(std::ranges::find(book, "erased late") != book.end());
    CHECK(shop.findings().empty());
}

TEST_CASE("a letter that is on its way while its words are erased may still come back undelivered")
{
    ErasingShop shop;
    const auto ticket = shop.customer_says(sour);
    const auto on_its_way = shop.outbox().at(0);
    shop.customer_erases(ticket);
    for (const auto verdict :
         {mail::Verdict::later, mail::Verdict::never, mail::Verdict::delivered}) {
        shop.deliver(on_its_way, verdict);
        CHECK(shop.outbox().empty());
        CHECK(shop.findings().empty());
    }
    const auto trouble = shop.in_transaction([&](storage::Transaction& tx) {
        return storage::outbox_trouble(tx, shop.clock.now(), shop.clock.now() - 24h);
    });
    CHECK(trouble.given_up == 0); // Nobody shall look after a letter that was meant to go.
}

TEST_CASE("a letter of many tickets goes out without the one that was erased")
{
    ErasingShop shop;
    std::vector<desk::Receipt> tickets;
    for (int i = 0; i < 8; ++i)
        tickets.push_back(
            shop.customer_says({.dislikes = "Matter " + std::to_string(i) + "x", .name = "Bo"}));
    shop.clock.advance(25h);
    shop.climb();
    const auto before = shop.letters_to(shop.owner);
    REQUIRE(before.size() == 1);
    REQUIRE(before[0].says("Matter 3x"));
    shop.customer_erases(tickets[3]);

    const auto after = shop.letters_to(shop.owner);
    REQUIRE(after.size() == 1);
    CHECK_FALSE(after[0].says("Matter 3x"));
    CHECK(after[0].says("Matter 2x"));
    CHECK(after[0].header("Message-ID") == before[0].header("Message-ID"));
    CHECK_FALSE(shop.keeps("Matter 3x"));
    CHECK(shop.findings().empty());

    for (const auto& ticket : tickets)
        shop.customer_erases(ticket);
    CHECK(shop.outbox().empty());
    CHECK(shop.findings().empty());
}

TEST_CASE("erasing twice is erasing once")
{
    ErasingShop shop;
    const auto ticket = shop.customer_says(sour);
    shop.customer_erases(ticket);
    const auto entries = shop.thread(ticket).entries.size();
    shop.clock.advance(1h);
    shop.customer_erases(ticket);
    CHECK(shop.thread(ticket).entries.size() == entries);
}

TEST_CASE("who writes again after erasing is promised an answer, and can erase that too")
{
    ErasingShop shop;
    const auto ticket = shop.customer_says(sour);
    shop.customer_erases(ticket);
    shop.clock.advance(1h);
    shop.customer_adds(ticket, "Another thing.");
    CHECK(shop.thread(ticket).open_promise()->due_at == shop.clock.now() + 24h);
    CHECK_FALSE(shop.thread(ticket).ticket.settled_at);
    CHECK(shop.findings().empty());
    shop.let_pass(25h);
    const auto told = shop.letters_to(shop.owner);
    REQUIRE_FALSE(told.empty());
    CHECK(told.back().says("Another thing."));

    shop.customer_erases(ticket);
    CHECK_FALSE(shop.keeps("Another thing."));
    CHECK(shop.findings().empty());
}

TEST_CASE("the form sent once more after erasing is a matter of its own, whoever sends it")
{
    ErasingShop shop;
    auto said = sour;
    said.form_key[0] = 77;
    const auto ticket = shop.customer_says(said);
    shop.customer_erases(ticket);
    const auto again = shop.customer_says(said);
    CHECK(again.reference != ticket.reference);
    CHECK(again.status_token != ticket.status_token);
    CHECK(shop.thread(again).open_promise());
    CHECK_FALSE(shop.thread(ticket).open_promise());
    CHECK(shop.customer_says(said).reference == again.reference); // A second tap stays one.
    CHECK(shop.findings().empty());
}

TEST_CASE(
    "staff who write while words are erased are told that nobody reads it, and promise nothing")
{
    ErasingShop shop;
    const auto ticket = shop.customer_says(sour);
    desk::Reply reply{.writer = shop.mary,
                      .reference = ticket.reference,
                      .text = "We are sorry.",
                      .done = {},
                      .seen = 0,
                      .until = {}};
    shop.customer_erases(ticket);
    const auto send = [&] {
        return shop.in_transaction([&](storage::Transaction& tx) {
            return reply.until ? desk::hold(tx, shop.house, reply)
                               : desk::answer(tx, shop.house, reply);
        });
    };
    for (const auto until : {std::optional<core::Instant>{}, {shop.clock.now() + 48h}}) {
        reply.until = until;
        reply.seen = 0;
        CHECK(send().error().phrase == "problem.nobody_reads");
        reply.seen = shop.thread(ticket).ticket.newest_entry;
        CHECK(send().error().phrase == "problem.nobody_reads");
    }
    CHECK(shop.thread(ticket).entries.size() == 1);
    CHECK_FALSE(shop.thread(ticket).open_promise());
    CHECK(shop.outbox().empty());
    CHECK(shop.findings().empty());

    shop.customer_adds(ticket, "One more thing."); // They are somebody to write to again.
    reply.seen = shop.thread(ticket).ticket.newest_entry;
    CHECK(send());
    CHECK(shop.findings().empty());
}

TEST_CASE("the queue says that words were erased")
{
    ErasingShop shop;
    const auto ticket = shop.customer_says(sour);
    shop.customer_erases(ticket);
    const auto rows = shop.in_transaction([&](storage::Transaction& tx) {
        return storage::queue(tx, {storage::View::all, shop.mary.id, "", 10});
    });
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].erased_at == shop.clock.now());
    CHECK(rows[0].words.empty());
}
