#include "desk/praise.hpp"

#include "desk/erase.hpp"
#include "storage/praise.hpp"
#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

using namespace heard;

namespace {

struct Counter
{
    Shop shop{};
    desk::Receipt ticket = shop.customer_says({.likes = "Bob found the boots.",
                                               .dislikes = "The till was closed.",
                                               .name = "Ann",
                                               .contact = "ann@example.com",
                                               .branch = "norwalk"});
    core::Staff bob = shop.hire("Bob", core::Role::staff, "danbury");

    auto passes(const core::Staff& staff, std::string_view name)
    {
        return shop.in_transaction([&](storage::Transaction& tx) {
            return desk::pass_praise(tx, shop.house, {staff, ticket.reference}, name);
        });
    }

    std::vector<storage::KindWordRow> kind_words(const core::Staff& staff)
    {
        return shop.in_transaction(
            [&](storage::Transaction& tx) { return storage::kind_words_for(tx, staff.id, 10); });
    }

    void erase()
    {
        shop.in_transaction([&](storage::Transaction& tx) {
                return desk::erase_words(tx, shop.house, ticket.status_token);
            })
            .value();
    }
};

} // namespace

TEST_CASE("praise reaches whom it names, once, without the rest of what was said")
{
    Counter counter;
    REQUIRE(counter.passes(counter.shop.mary, "bob"));
    REQUIRE(counter.passes(counter.shop.mary, "Bob"));
    const auto letters = counter.shop.letters_to("bob@dairy.example");
    REQUIRE(letters.size() == 1);
    CHECK(letters[0].says("Bob found the boots."));
    CHECK(letters[0].says("Mary has passed on to you"));
    CHECK_FALSE(letters[0].says("The till was closed."));
    CHECK_FALSE(letters[0].says("ann@example.com"));
    CHECK(letters[0].header("Auto-Submitted") == "auto-generated");

    const auto rows = counter.kind_words(counter.bob);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].passed_by == "Mary");
    CHECK(desk::praise_in(rows[0].ticket, rows[0].said) == "Bob found the boots.");
    CHECK(counter.kind_words(counter.shop.mary).empty());
    CHECK(counter.shop.book(counter.ticket).back() == "praise passed on");
}

TEST_CASE("praise goes to several, but not to whom it cannot reach")
{
    Counter counter;
    const auto gus = counter.shop.hire("Gus");
    counter.shop.dismiss(gus);
    CHECK(counter.passes(counter.shop.mary, "Gus").error().phrase == "problem.no_such_colleague");
    CHECK(counter.passes(counter.shop.mary, "Zoe").error().phrase == "problem.no_such_colleague");
    CHECK(counter.passes(counter.bob, "Mary").error().kind == core::ProblemKind::not_found);
    REQUIRE(counter.passes(counter.shop.mary, "Mary"));
    REQUIRE(counter.passes(counter.shop.mary, "Bob"));
    const auto id = counter.shop.thread(counter.ticket).ticket.id;
    const auto names = counter.shop.in_transaction(
        [&](storage::Transaction& tx) { return storage::who_had_praise(tx, id); });
    CHECK(names == std::vector<std::string>{"Bob", "Mary"});
}

TEST_CASE("a ticket without praise has none to pass on, until staff call it praise")
{
    Counter counter;
    counter.ticket = counter.shop.customer_says({.wishes = "Please thank Bob."});
    CHECK(counter.passes(counter.shop.mary, "Bob").error().phrase == "problem.no_praise");
    counter.shop
        .in_transaction([&](storage::Transaction& tx) {
            return desk::correct_kind(tx, counter.shop.house,
                                      {counter.shop.mary, counter.ticket.reference}, "praise");
        })
        .value();
    REQUIRE(counter.passes(counter.shop.mary, "Bob"));
    CHECK(counter.shop.letters_to("bob@dairy.example").at(0).says("Please thank Bob."));
}

TEST_CASE("erased praise is gone from the page of kind words, and a letter that waits is withdrawn")
{
    Counter counter;
    REQUIRE(counter.passes(counter.shop.mary, "Bob"));
    counter.erase();
    const auto letters = counter.shop.letters_to("bob@dairy.example");
    REQUIRE(letters.size() == 1);
    CHECK(letters[0].what == "withdrawn");
    CHECK(letters[0].mime.empty());
    const auto rows = counter.kind_words(counter.bob);
    REQUIRE(rows.size() == 1);
    CHECK(desk::praise_in(rows[0].ticket, rows[0].said).empty());
    CHECK(rows[0].said.name.empty());
    CHECK(counter.passes(counter.shop.mary, "Mary").error().phrase == "problem.no_praise");
}
