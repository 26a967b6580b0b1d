#include "desk/thread.hpp"

#include "storage/house.hpp"
#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace heard;

namespace {

std::optional<core::Ticket> behind(Shop& shop, std::string_view token)
{
    const auto found = shop.in_transaction([&](storage::Transaction& tx) {
        return desk::find_by_status_token(tx, shop.house, token);
    });
    return found ? std::optional{*found} : std::nullopt;
}

} // namespace

TEST_CASE("a status link opens its own ticket, in any letter case, and no other")
{
    Shop shop;
    const auto mine = shop.customer_says({.likes = "The bread."});
    const auto yours = shop.customer_says({.likes = "The cheese."});
    CHECK(behind(shop, mine.status_token)->reference == mine.reference);

    auto upper = mine.status_token;
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    CHECK(behind(shop, upper)->reference == mine.reference);

    const auto dash = mine.status_token.find('-');
    CHECK_FALSE(behind(shop, yours.status_token.substr(0, dash) + mine.status_token.substr(dash)));
    CHECK_FALSE(behind(shop, mine.reference));
    CHECK_FALSE(behind(shop, ""));
}

TEST_CASE("what was given out after the backup is never given to another customer after a restore")
{
    const core::Submission said{.likes = "The bread.", .contact = "ann@example.com"};
    Shop lost, restored; // The same up to here.
    const auto hers = lost.customer_says(said);
    restored.house.epoch = restored.in_transaction([](storage::Transaction& tx) {
        storage::begin_epoch(tx);
        return storage::find_house(tx)->epoch;
    });
    const auto his = restored.customer_says(said);
    CHECK(his.reference != hers.reference);
    CHECK(his.status_token != hers.status_token);
    CHECK_FALSE(behind(restored, hers.status_token));
    CHECK(behind(restored, his.status_token)->reference == his.reference);
    CHECK(lost.letters().at(0).message_id != restored.letters().at(0).message_id);

    // Even if the numbers were the same once.
    Shop unlucky;
    unlucky.house.epoch = {restored.house.epoch.number, core::TicketId{1}};
    CHECK(unlucky.customer_says(said).reference == hers.reference);
    CHECK_FALSE(behind(unlucky, hers.status_token));
    CHECK(lost.letters().at(0).message_id != unlucky.letters().at(0).message_id);
}

TEST_CASE("an answer that the backup does not have has another Message-ID when it is written again")
{
    std::vector<std::string> ids;
    for (const std::int64_t epoch : {0, 1}) {
        Shop shop;
        const auto ticket =
            shop.customer_says({.likes = "The bread.", .contact = "ann@example.com"});
        shop.house.epoch.number = epoch;
        shop.staff_answers(ticket, "Thank you.");
        ids.push_back(shop.letters().back().message_id);
        CHECK(shop.letters().back().header("References") == shop.letters().front().message_id);
    }
    CHECK(ids[0] != ids[1]);
}

TEST_CASE("a link that leaked dies when the ticket's generation is raised")
{
    Shop shop;
    const auto ticket = shop.customer_says({.likes = "The bread."});
    shop.in_transaction([](storage::Transaction& tx) {
        tx.prepare("update ticket set link_generation = 1").run();
        return 0;
    });
    CHECK_FALSE(behind(shop, ticket.status_token));
}

TEST_CASE("another house's links open nothing here")
{
    Shop shop;
    const auto ticket = shop.customer_says({.likes = "The bread."});
    shop.house.keys.status = auth::Key{1};
    CHECK_FALSE(behind(shop, ticket.status_token));
}

TEST_CASE("a thread has everything in order, and the names of all who appear")
{
    Shop shop;
    const auto bob = shop.hire("Bob");
    const auto ticket = shop.customer_says({.likes = "The bread.", .name = "Ann"});
    shop.staff_claims(ticket, bob);
    shop.staff_holds(ticket, "We ask the baker.", shop.clock.now() + 24h);
    shop.customer_adds(ticket, "No hurry.");

    const auto thread = shop.thread(ticket);
    CHECK(thread.said.name == "Ann");
    REQUIRE(thread.entries.size() == 2);
    CHECK(thread.entries[0].what == core::EntryKind::hold);
    CHECK(thread.entries[1].what == core::EntryKind::message);
    CHECK(thread.name_of(thread.ticket.assignee) == "Bob");
    CHECK(thread.name_of(thread.entries[0].staff) == "Mary");
    CHECK(thread.name_of(thread.entries[1].staff).empty());
    CHECK(thread.name_of(thread.open_promise()->made_by) == "Mary");
}

TEST_CASE("an answered ticket has no open promise")
{
    Shop shop;
    const auto ticket = shop.customer_says({.likes = "The bread."});
    shop.staff_answers(ticket, "Thank you.");
    CHECK_FALSE(shop.thread(ticket).open_promise());
}
