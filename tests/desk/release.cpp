#include "desk/release.hpp"

#include "desk/erase.hpp"
#include "desk/merge.hpp"
#include "desk/reply.hpp"
#include "storage/audit.hpp"
#include "storage/draft.hpp"
#include "storage/sending.hpp"
#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using core::PromiseState;

namespace {

const core::Submission a_complaint{
    .dislikes = "The shoes came apart.", .name = "Ann", .contact = "ann@example.com"};

/// Replies can be taken back for 15 s.
struct PatientShop : Shop
{
    PatientShop() { house.undo_for = 15s; }

    auto answers(const desk::Receipt& ticket, const core::Staff& writer, std::string text,
                 int seen = 0)
    {
        const desk::Reply reply{writer, ticket.reference, std::move(text), "", seen, {}};
        return in_transaction(
            [&](storage::Transaction& tx) { return desk::answer(tx, house, reply); });
    }
    auto holds(const desk::Receipt& ticket, std::string text, core::Instant until)
    {
        const desk::Reply reply{mary, ticket.reference, std::move(text), "", 0, until};
        return in_transaction(
            [&](storage::Transaction& tx) { return desk::hold(tx, house, reply); });
    }
    auto takes_back(const desk::Receipt& ticket, const core::Staff& who)
    {
        return in_transaction(
            [&](storage::Transaction& tx) { return desk::undo(tx, house, who, ticket.reference); });
    }
    std::optional<storage::Sending> leaving(const desk::Receipt& ticket)
    {
        const auto id = thread(ticket).ticket.id;
        return in_transaction(
            [&](storage::Transaction& tx) { return storage::find_sending(tx, id); });
    }
    std::vector<storage::Draft> drafts(const desk::Receipt& ticket)
    {
        const auto id = thread(ticket).ticket.id;
        return in_transaction([&](storage::Transaction& tx) { return storage::drafts_of(tx, id); });
    }
    std::vector<std::string> due()
    {
        std::vector<std::string> references;
        for (const auto& row : in_transaction([&](storage::Transaction& tx) {
                 return storage::queue(tx, {.staff = mary.id, .branch = {}});
             }))
            references.push_back(row.reference);
        return references;
    }
    std::optional<std::string> next(const core::Staff& staff)
    {
        return in_transaction(
            [&](storage::Transaction& tx) { return storage::next_ticket_for(tx, staff, {}); });
    }
    std::vector<std::string> findings() { return storage::audit(database); }
};

core::Problem problem_of(const std::expected<desk::Done, core::Problem>& result)
{
    REQUIRE_FALSE(result);
    return result.error();
}

} // namespace

TEST_CASE("nothing leaves before its time, and then all of it at once")
{
    PatientShop shop;
    const auto ticket = shop.customer_says(a_complaint);
    REQUIRE(shop.answers(ticket, shop.mary, "A new pair is on its way."));
    shop.let_pass(14s);
    CHECK(shop.thread(ticket).entries.empty());
    CHECK(shop.promises(ticket)[0].state == PromiseState::open);
    CHECK(shop.letters_to("ann@example.com").size() == 1); // That we have it.
    CHECK(shop.findings() == std::vector<std::string>{});

    shop.let_pass(1s);
    REQUIRE(shop.thread(ticket).entries.size() == 1);
    CHECK(shop.thread(ticket).entries[0].text == "A new pair is on its way.");
    CHECK(shop.promises(ticket)[0].state == PromiseState::kept);
    CHECK(shop.promises(ticket)[0].ended_at == shop.clock.now());
    CHECK(shop.thread(ticket).ticket.answered_at == shop.clock.now());
    CHECK(shop.letters_to("ann@example.com").size() == 2);
    CHECK_FALSE(shop.leaving(ticket));
    shop.let_pass(48h);
    CHECK(shop.thread(ticket).entries.size() == 1);
    CHECK(shop.letters_to("ann@example.com").size() == 2);
    CHECK(shop.findings() == std::vector<std::string>{});
}

TEST_CASE("a reply leaves before its waiting would break the promise")
{
    PatientShop shop;
    const auto ticket = shop.customer_says(a_complaint);
    shop.let_pass(24h - 5s);
    REQUIRE(shop.answers(ticket, shop.mary, "Sorry, a new pair is on its way."));
    CHECK(shop.leaving(ticket));
    shop.let_pass(1min);
    CHECK(shop.promises(ticket)[0].state == PromiseState::kept);
    CHECK(shop.letters_to(shop.owner).empty());
}

TEST_CASE("a reply in the last second leaves at once")
{
    PatientShop shop;
    const auto ticket = shop.customer_says(a_complaint);
    shop.let_pass(24h - 500ms);
    REQUIRE(shop.answers(ticket, shop.mary, "Sorry."));
    CHECK(shop.promises(ticket)[0].state == PromiseState::kept);
}

TEST_CASE("a daemon that was down over the due time sends what waited, late, and only once")
{
    PatientShop shop;
    const auto ticket = shop.customer_says(a_complaint);
    shop.let_pass(24h - 30s);
    REQUIRE(shop.answers(ticket, shop.mary, "Sorry."));
    shop.clock.advance(1h);
    shop.climb();
    shop.climb();
    CHECK(shop.thread(ticket).entries.size() == 1);
    CHECK(shop.promises(ticket)[0].state == PromiseState::broken);
    CHECK(shop.letters_to("ann@example.com").size() == 2);
    // It was answered before anybody looked: there is no silence to tell of.
    CHECK(shop.letters_to(shop.owner).empty());
    CHECK(shop.findings() == std::vector<std::string>{});
}

TEST_CASE("what is taken back is a draft with every word, and the promise is still open")
{
    PatientShop shop;
    const auto ticket = shop.customer_says(a_complaint);
    const auto friday = berlin("2026-11-27 17:00");
    REQUIRE(shop.holds(ticket, "We asked the maker.", friday));
    shop.let_pass(10s);
    REQUIRE(shop.takes_back(ticket, shop.mary));
    CHECK(shop.takes_back(ticket, shop.mary)); // A second click.
    shop.let_pass(1h);
    CHECK(shop.thread(ticket).entries.empty());
    CHECK(shop.promises(ticket).size() == 1);
    CHECK(shop.promises(ticket)[0].state == PromiseState::open);
    REQUIRE(shop.drafts(ticket).size() == 1);
    const auto draft = shop.drafts(ticket)[0];
    CHECK(draft.what == core::EntryKind::hold);
    CHECK(draft.staff == shop.mary.id);
    CHECK(draft.text == "We asked the maker.");
    CHECK(draft.until == friday);

    REQUIRE(shop.holds(ticket, "We asked the maker.", friday));
    CHECK(shop.drafts(ticket).empty());
    shop.let_pass(15s);
    CHECK(shop.promises(ticket).size() == 2);
}

TEST_CASE("after it has left it is too late, and says so")
{
    PatientShop shop;
    const auto ticket = shop.customer_says(a_complaint);
    REQUIRE(shop.answers(ticket, shop.mary, "A new pair is on its way."));
    shop.let_pass(15s);
    CHECK(problem_of(shop.takes_back(ticket, shop.mary)).phrase == "problem.reply_has_left");
    CHECK(shop.thread(ticket).entries.size() == 1);
}

TEST_CASE("a colleague may stop a reply, and its words stay its writer's")
{
    PatientShop shop;
    const auto bob = shop.hire("Bob");
    const auto stranger = shop.hire("Stan", core::Role::staff, "danbury");
    const auto ticket = shop.customer_says({.dislikes = "Sour milk.", .branch = "norwalk"});
    REQUIRE(shop.answers(ticket, shop.mary, "Fresh milk is here."));
    CHECK(problem_of(shop.takes_back(ticket, stranger)).kind == core::ProblemKind::not_found);
    REQUIRE(shop.takes_back(ticket, bob));
    CHECK(shop.drafts(ticket)[0].staff == shop.mary.id);
}

TEST_CASE("what its writer has begun meanwhile is not lost when a reply is taken back")
{
    PatientShop shop;
    const auto ticket = shop.customer_says(a_complaint);
    REQUIRE(shop.answers(ticket, shop.mary, "A new pair is on its way."));
    const auto id = shop.thread(ticket).ticket.id;
    shop.in_transaction([&](storage::Transaction& tx) {
        storage::save_draft(tx, {.ticket = id, .staff = shop.mary.id, .text = "And a voucher."});
        return 0;
    });
    REQUIRE(shop.takes_back(ticket, shop.mary));
    CHECK(shop.drafts(ticket)[0].text == "A new pair is on its way.\n\nAnd a voucher.");
}

TEST_CASE("one reply leaves at a time; the very same one is taken as sent")
{
    PatientShop shop;
    const auto bob = shop.hire("Bob");
    const auto ticket = shop.customer_says(a_complaint);
    REQUIRE(shop.answers(ticket, shop.mary, "A new pair is on its way."));
    CHECK(shop.answers(ticket, shop.mary, "A new pair is on its way."));
    const auto other = problem_of(shop.answers(ticket, bob, "A new pair is on its way."));
    CHECK(other.kind == core::ProblemKind::conflict);
    CHECK(other.phrase == "problem.reply_leaves");
    CHECK(other.fillings.at(0).second == "Mary");
    CHECK_FALSE(shop.answers(ticket, shop.mary, "And another thing."));
    shop.let_pass(15s);
    CHECK(shop.thread(ticket).entries.size() == 1);
    CHECK(shop.answers(ticket, shop.mary, "A new pair is on its way.")); // A very slow finger.
    CHECK(shop.thread(ticket).entries.size() == 1);
    CHECK_FALSE(shop.leaving(ticket));
}

TEST_CASE("what a customer adds meanwhile gets a promise of its own")
{
    PatientShop shop;
    const auto ticket = shop.customer_says(a_complaint);
    REQUIRE(shop.answers(ticket, shop.mary, "A new pair is on its way."));
    shop.let_pass(5s);
    shop.customer_adds(ticket, "The left one, I mean.");
    const auto thread = shop.thread(ticket);
    REQUIRE(thread.entries.size() == 2);
    CHECK(thread.entries[0].what == core::EntryKind::answer);
    CHECK(thread.entries[1].text == "The left one, I mean.");
    REQUIRE(thread.promises.size() == 2);
    CHECK(thread.promises[0].state == PromiseState::kept);
    CHECK(thread.promises[1].state == PromiseState::open);
    CHECK_FALSE(shop.leaving(ticket));
    CHECK(shop.findings() == std::vector<std::string>{});
}

TEST_CASE("a verdict lets what was written before it go first")
{
    for (const bool settled : {true, false}) {
        PatientShop shop;
        const auto ticket = shop.customer_says(a_complaint);
        REQUIRE(shop.holds(ticket, "We asked the maker.", berlin("2026-11-27 17:00")));
        shop.customer_settles(ticket, settled);
        CHECK(shop.thread(ticket).entries.size() == 2);
        CHECK((shop.thread(ticket).open_promise() == nullptr) == settled);
        CHECK(shop.findings() == std::vector<std::string>{});
    }
}

TEST_CASE("an erasure takes away what is about to leave, and what was begun")
{
    PatientShop shop;
    const auto bob = shop.hire("Bob");
    const auto ticket = shop.customer_says(a_complaint);
    REQUIRE(shop.answers(ticket, shop.mary, "Dear Ann, a new pair is on its way."));
    const auto id = shop.thread(ticket).ticket.id;
    shop.in_transaction([&](storage::Transaction& tx) {
            storage::save_draft(tx, {.ticket = id, .staff = bob.id, .text = "Ann!"});
            return desk::erase_words(tx, shop.house, ticket.status_token);
        })
        .value();
    CHECK_FALSE(shop.leaving(ticket));
    CHECK(shop.drafts(ticket).empty());
    shop.let_pass(1h);
    CHECK(shop.letters_to("ann@example.com").empty());
    CHECK(shop.thread(ticket).open_promise() == nullptr);
    CHECK(shop.findings() == std::vector<std::string>{});
}

TEST_CASE("a merge lets what is about to leave go first, to the customer it was written for")
{
    PatientShop shop;
    const auto stays = shop.customer_says({.dislikes = "The shoes came apart."});
    shop.let_pass(1min);
    const auto goes = shop.customer_says(a_complaint);
    REQUIRE(shop.answers(goes, shop.mary, "A new pair is on its way."));
    shop.in_transaction([&](storage::Transaction& tx) {
            return desk::merge(tx, shop.house, {shop.mary, goes.reference}, stays.reference);
        })
        .value();
    CHECK_FALSE(shop.leaving(goes));
    CHECK(shop.letters_to("ann@example.com").size() == 2);
    CHECK(shop.findings() == std::vector<std::string>{});
}

TEST_CASE("a message by the link of a merged ticket lets the matter's reply go first")
{
    PatientShop shop;
    const auto stays = shop.customer_says({.dislikes = "The shoes came apart."});
    shop.let_pass(1min);
    const auto goes = shop.customer_says(a_complaint);
    shop.in_transaction([&](storage::Transaction& tx) {
            return desk::merge(tx, shop.house, {shop.mary, goes.reference}, stays.reference);
        })
        .value();
    REQUIRE(shop.answers(stays, shop.mary, "A new pair is on its way.", 99));
    shop.customer_adds(goes, "The left one, I mean.");
    CHECK_FALSE(shop.leaving(stays));
    const auto entries = shop.thread(goes).entries;
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].what == core::EntryKind::answer);
    CHECK(shop.findings() == std::vector<std::string>{});
}

TEST_CASE("a clock that is set back does not hold a reply up")
{
    PatientShop shop;
    const auto ticket = shop.customer_says(a_complaint);
    shop.clock.advance(3h);
    REQUIRE(shop.answers(ticket, shop.mary, "A new pair is on its way."));
    shop.clock.set(shop.clock.now() - 2h);
    shop.climb();
    CHECK(shop.thread(ticket).entries.size() == 1);
}

TEST_CASE("nobody is promised a time that is over: such a reply becomes a draft again")
{
    PatientShop shop;
    const auto ticket = shop.customer_says(a_complaint);
    REQUIRE(shop.holds(ticket, "Back in ten minutes.", shop.clock.now() + 10min));
    shop.clock.advance(1h); // The daemon was down.
    shop.climb();
    CHECK(shop.thread(ticket).entries.empty());
    CHECK(shop.promises(ticket)[0].state == PromiseState::open);
    CHECK(shop.drafts(ticket).at(0).text == "Back in ten minutes.");
    CHECK(shop.findings() == std::vector<std::string>{});
}

TEST_CASE("what is about to be answered is nobody's next ticket")
{
    PatientShop shop;
    const auto bob = shop.hire("Bob");
    const auto stan = shop.hire("Stan", core::Role::staff, "danbury");
    const auto first = shop.customer_says({.dislikes = "Sour milk."});
    shop.let_pass(1min);
    const auto bobs = shop.customer_says({.dislikes = "Late milk.", .branch = "norwalk"});
    shop.staff_claims(bobs, bob);
    shop.let_pass(1min);
    const auto last = shop.customer_says({.dislikes = "No milk.", .branch = "norwalk"});
    CHECK(shop.next(shop.mary) == first.reference);
    REQUIRE(shop.answers(first, shop.mary, "Fresh milk is here."));
    CHECK(shop.due() == std::vector{bobs.reference, last.reference});
    CHECK(shop.next(shop.mary) == last.reference);
    CHECK(shop.next(bob) == bobs.reference);
    CHECK(shop.next(stan) == std::nullopt);
    REQUIRE(shop.takes_back(first, bob));
    CHECK(shop.due().size() == 3);
    CHECK(shop.next(stan) == first.reference);
}

TEST_CASE("the books know of a reply that leaves too late")
{
    PatientShop shop;
    const auto ticket = shop.customer_says(a_complaint);
    REQUIRE(shop.answers(ticket, shop.mary, "Sorry."));
    const auto change = [&](std::string_view sql) {
        shop.in_transaction([&](storage::Transaction& tx) {
            tx.prepare(sql).run();
            return 0;
        });
    };
    change("update sending set release_at = (select due_at from promise)");
    REQUIRE(shop.findings().size() == 1);
    CHECK(shop.findings()[0].ends_with("would come too late for promise 1"));
    change("update sending set release_at = made_at - 1");
    CHECK(shop.findings().size() == 1);
    change("update sending set release_at = made_at");
    CHECK(shop.findings() == std::vector<std::string>{});
}
