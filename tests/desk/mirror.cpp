#include "desk/mirror.hpp"

#include "desk/erase.hpp"
#include "desk/reply.hpp"
#include "storage/sentence.hpp"
#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

using namespace heard;

namespace {

const std::string polite = "Thank you for writing to us about it.";
const std::string own = "The left sole was glued badly.";

struct MirrorShop : Shop
{
    auto answers(const desk::Receipt& ticket, const std::string& text, bool all_the_same = false)
    {
        const desk::Reply reply{.writer = mary,
                                .reference = ticket.reference,
                                .text = text,
                                .done = {},
                                .seen = thread(ticket).ticket.newest_entry,
                                .until = {},
                                .repeated = all_the_same};
        return in_transaction(
            [&](storage::Transaction& tx) { return desk::answer(tx, house, reply); });
    }
    std::vector<desk::Repeated> mirror(const desk::Receipt& ticket, const std::string& text,
                                       const core::Staff& reader)
    {
        const auto id = thread(ticket).ticket.id;
        return in_transaction(
            [&](storage::Transaction& tx) { return desk::repeated_in(tx, reader, id, text); });
    }
    storage::OwnWords own_words()
    {
        return in_transaction([&](storage::Transaction& tx) {
            return storage::own_words(tx, "", clock.now() - 720h);
        });
    }
};

} // namespace

TEST_CASE("a reply that repeats earlier ones is shown to its writer first, and goes all the same")
{
    MirrorShop shop;
    const auto first = shop.customer_says({.dislikes = "The shoes came apart."});
    const auto second = shop.customer_says({.dislikes = "The bread was hard."});
    REQUIRE(shop.answers(first, "Dear Ann, " + polite + " " + own));

    const auto refused = shop.answers(second, "Dear Bob,\n" + polite + " It baked too long.");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().phrase == "problem.repeated");
    CHECK(refused.error().kind == core::ProblemKind::conflict);
    CHECK(shop.thread(second).entries.empty());

    const auto text = "Dear Bob,\n" + polite + " It baked too long.";
    const auto marked = shop.mirror(second, text, shop.mary);
    REQUIRE(marked.size() == 1);
    CHECK(text.substr(marked[0].begin, marked[0].size) == polite);
    CHECK(marked[0].tickets == 1);
    CHECK(marked[0].newest == first.reference);

    CHECK(shop.answers(second, text, true));
    CHECK(shop.thread(second).entries.size() == 1);
}

TEST_CASE("what is said again to the same customer is no repetition")
{
    MirrorShop shop;
    const auto ticket = shop.customer_says({.dislikes = "The shoes came apart."});
    REQUIRE(shop.answers(ticket, polite));
    shop.customer_adds(ticket, "And the laces.");
    CHECK(shop.answers(ticket, polite));
}

TEST_CASE("nobody is led to a ticket of a branch that they may not see, and the number is the same")
{
    MirrorShop shop;
    const auto nora = shop.hire("Nora", core::Role::staff, "norwalk");
    const auto danbury = shop.customer_says({.dislikes = "Cold tea.", .branch = "danbury"});
    const auto norwalk = shop.customer_says({.dislikes = "Cold soup.", .branch = "norwalk"});
    const auto newest = shop.customer_says({.dislikes = "Cold fish.", .branch = "danbury"});
    REQUIRE(shop.answers(danbury, polite));
    const auto here = shop.customer_says({.dislikes = "Cold beans.", .branch = "norwalk"});
    CHECK(shop.mirror(here, polite, nora).at(0).newest.empty());
    shop.clock.advance(1h);
    REQUIRE(shop.answers(norwalk, polite, true));
    shop.clock.advance(1h);
    REQUIRE(shop.answers(newest, polite, true));
    CHECK(shop.mirror(here, polite, nora).at(0).newest == norwalk.reference);
    CHECK(shop.mirror(here, polite, nora).at(0).tickets == 3);
    CHECK(shop.mirror(here, polite, shop.mary).at(0).newest == newest.reference);
}

TEST_CASE("after 90 days it may be said again")
{
    MirrorShop shop;
    const auto first = shop.customer_says({.dislikes = "Cold tea."});
    REQUIRE(shop.answers(first, polite));
    const auto second = shop.customer_says({.dislikes = "Cold soup."});
    shop.clock.advance(90 * 24h);
    CHECK(shop.mirror(second, polite, shop.mary).size() == 1);
    shop.clock.advance(1s);
    CHECK(shop.answers(second, polite));
}

TEST_CASE("an erased ticket leaves nothing of its replies in the mirror")
{
    MirrorShop shop;
    const auto first = shop.customer_says({.dislikes = "Cold tea."});
    REQUIRE(shop.answers(first, polite));
    shop.in_transaction([&](storage::Transaction& tx) {
            return desk::erase_words(tx, shop.house, first.status_token);
        })
        .value();
    const auto second = shop.customer_says({.dislikes = "Cold soup."});
    CHECK(shop.answers(second, polite));
}

TEST_CASE("the owner learns how many replies said something of their own")
{
    MirrorShop shop;
    const auto say = [&](const std::string& text) {
        const auto ticket = shop.customer_says({.dislikes = "Cold tea."});
        REQUIRE(shop.answers(ticket, text, true));
    };
    say(polite);
    say(polite + " " + own);
    say(polite);
    say("Sorry!"); // Too short to tell.
    CHECK(shop.own_words().replies == 3);
    CHECK(shop.own_words().own == 2);
    shop.clock.advance(721h);
    CHECK(shop.own_words().replies == 0);
}
