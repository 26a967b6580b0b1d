#include "desk/deliver.hpp"

#include "core/retry.hpp"
#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

using namespace heard;

namespace {

/// A shop whose outbox holds the confirmation of one ticket.
struct Outbox : Shop
{
    Outbox() { customer_says({.dislikes = "Cold soup.", .contact = "ann@example.com"}); }

    std::vector<storage::WaitingLetter> waiting()
    {
        return in_transaction([](auto& tx) { return storage::letters_to_send(tx, 10); });
    }

    desk::Fate judged(mail::Verdict verdict)
    {
        return in_transaction([&](auto& tx) {
            const auto letter = storage::letters_to_send(tx, 1).at(0);
            return desk::note_delivery(tx, letter, {verdict, "what the server said"});
        });
    }
};

} // namespace

TEST_CASE("a delivered letter is not sent again")
{
    Outbox outbox;
    CHECK(outbox.judged(mail::Verdict::delivered) == desk::Fate::delivered);
    outbox.clock.advance(std::chrono::days{30});
    CHECK(outbox.waiting().empty());
}

TEST_CASE("a letter that was refused for good is not tried again")
{
    Outbox outbox;
    CHECK(outbox.judged(mail::Verdict::never) == desk::Fate::given_up);
    outbox.clock.advance(std::chrono::days{30});
    CHECK(outbox.waiting().empty());
}

TEST_CASE("a letter for later is tried again after a wait that grows")
{
    Outbox outbox;
    CHECK(outbox.judged(mail::Verdict::later) == desk::Fate::later);
    outbox.clock.advance(59s);
    CHECK(outbox.waiting().empty());
    outbox.clock.advance(7s); // The wait is a minute, spread by up to a tenth.
    REQUIRE(outbox.waiting().size() == 1);
    CHECK(outbox.waiting()[0].failures == 1);
    CHECK(outbox.judged(mail::Verdict::later) == desk::Fate::later);
    outbox.clock.advance(1min + 59s);
    CHECK(outbox.waiting().empty());
    outbox.clock.advance(15s);
    CHECK(outbox.waiting().size() == 1);
}

TEST_CASE("a letter that is still refused after a week is given up")
{
    Outbox outbox;
    outbox.clock.advance(core::give_up_after - 1s);
    CHECK(outbox.judged(mail::Verdict::later) == desk::Fate::later);
    outbox.clock.advance(2min);
    CHECK(outbox.judged(mail::Verdict::later) == desk::Fate::given_up);
    CHECK(outbox.waiting().empty());
}
