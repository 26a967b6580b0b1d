#include "desk/call.hpp"

#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

using namespace heard;

namespace {

struct Till
{
    Shop shop{};
    core::Staff nina = shop.hire("Nina", core::Role::staff, "norwalk");

    auto takes(const core::Staff& staff, core::Submission said)
    {
        if (said.channel == core::Channel::web)
            said.channel = core::Channel::phone;
        said.form_key[0] = 7;
        return shop.in_transaction([&](storage::Transaction& tx) {
            return desk::take_call(tx, shop.house, {staff, said});
        });
    }
};

} // namespace

TEST_CASE("what was said on the phone is a ticket with the same promise, and the book says who "
          "wrote it down")
{
    Till till;
    const auto receipt = till.takes(till.shop.mary, {.dislikes = "The shoes came apart.",
                                                     .name = "Ann",
                                                     .contact = "ann@example.com",
                                                     .invoice = "inv-7"});
    REQUIRE(receipt);
    const auto thread = till.shop.thread(*receipt);
    CHECK(thread.said.channel == core::Channel::phone);
    CHECK(thread.said.invoice == "INV-7");
    CHECK(thread.open_promise()->due_at == till.shop.clock.now() + 24h);
    CHECK(thread.ticket.suspicion.empty());
    const auto book = till.shop.in_transaction(
        [&](storage::Transaction& tx) { return storage::book_of(tx, thread.ticket.id); });
    CHECK(book.back().what == "written down");
    CHECK(book.back().staff_name == "Mary");
    const auto letters = till.shop.letters_to("ann@example.com");
    REQUIRE(letters.size() == 1);
    CHECK(letters[0].says(receipt->status_token));
}

TEST_CASE("a double click is one ticket, and the next customer on the same page is another one")
{
    Till till;
    const auto first = till.takes(till.shop.mary, {.dislikes = "Sour milk."});
    const auto again = till.takes(till.shop.mary, {.dislikes = "Sour milk."});
    const auto next = till.takes(till.shop.mary, {.likes = "The bread."});
    CHECK(first->reference == again->reference);
    CHECK(first->reference != next->reference);
    CHECK(till.shop.thread(*first).entries.empty());
    CHECK(till.shop.book(*first) ==
          std::vector<std::string>{"submitted", "promised", "written down"});
}

TEST_CASE("whoever works for a branch takes calls for that branch only")
{
    Till till;
    CHECK(till.shop.thread(*till.takes(till.nina, {.likes = "Bread."})).ticket.branch == "norwalk");
    const auto refused = till.takes(till.nina, {.likes = "Milk.", .branch = "danbury"});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().phrase == "problem.other_branch");
    const auto any = till.takes(till.shop.mary, {.likes = "Milk.", .branch = "danbury"});
    CHECK(till.shop.thread(*any).ticket.branch == "danbury");
}

TEST_CASE("a branch that left the settings keeps nobody from taking a call")
{
    Till till;
    const auto olga = till.shop.hire("Olga", core::Role::staff, "closed");
    CHECK(till.shop.thread(*till.takes(olga, {.likes = "Bread."})).ticket.branch.empty());
}

TEST_CASE("a call is refused where a customer's form would be, and for what no call can be")
{
    Till till;
    CHECK(till.takes(till.shop.mary, {}).error().phrase == "problem.nothing_said");
    CHECK(till.takes(till.shop.mary, {.likes = "Bread.", .channel = core::Channel::email})
              .error()
              .field == "channel");
    CHECK(till.takes(till.shop.mary, {.likes = "Bread.", .invoice = "a b"}).error().field ==
          "invoice");
    CHECK(till.takes(till.shop.mary, {.likes = "Bread.", .branch = "mars"}).error().phrase ==
          "problem.unknown_branch");
}
