#include "mail/either_courier.hpp"

#include <doctest/doctest.h>

using namespace heard::mail;

namespace {

/// Says what it is told to say, and counts how often it was asked.
struct Scripted final : Courier
{
    explicit Scripted(Delivery will_say)
        : says{std::move(will_say)}
    {}
    Delivery deliver(const Parcel&) override
    {
        ++asked;
        return says;
    }
    Delivery says;
    int asked = 0;
};

struct Pair
{
    Pair(Delivery one, Delivery two)
        : first{std::make_shared<Scripted>(std::move(one))}
        , other{std::make_shared<Scripted>(std::move(two))}
    {}
    Delivery deliver() { return EitherCourier{first, other}.deliver({}); }

    std::shared_ptr<Scripted> first;
    std::shared_ptr<Scripted> other;
};

const Delivery taken{Verdict::delivered, "250 ok"};
const Delivery refused{Verdict::never, "550 no such user"};
const Delivery down{Verdict::later, "Connection refused", true};
const Delivery busy{Verdict::later, "451 busy"};

} // namespace

TEST_CASE("what the first way takes is not tried on the other; what it refuses, the other may take")
{
    Pair delivered{taken, taken};
    CHECK(delivered.deliver().verdict == Verdict::delivered);
    CHECK(delivered.other->asked == 0);
    Pair never{refused, taken};
    CHECK(never.deliver().verdict == Verdict::delivered);
    CHECK(Pair{refused, refused}.deliver().verdict == Verdict::never);
    CHECK(Pair{refused, busy}.deliver().verdict == Verdict::later);
    CHECK(Pair{refused, down}.deliver().verdict == Verdict::later);
}

TEST_CASE("what the first way cannot take now goes by the other at once")
{
    Pair pair{down, taken};
    CHECK(pair.deliver().verdict == Verdict::delivered);
    CHECK(pair.first->asked == 1);
    CHECK(pair.other->asked == 1);
}

TEST_CASE("only when both are down is there nobody to ask, and nothing is given up that the first "
          "might still take")
{
    CHECK(Pair{down, down}.deliver().relay_down);
    CHECK_FALSE(Pair{down, busy}.deliver().relay_down);
    CHECK_FALSE(Pair{busy, down}.deliver().relay_down);
    CHECK(Pair{busy, refused}.deliver().verdict == Verdict::later);
    CHECK(Pair{busy, refused}.deliver().detail == "451 busy");
}
