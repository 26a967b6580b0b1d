#include "auth/throttle.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::auth;
using namespace std::chrono_literals;

namespace {

const auto noon = time::from_number(1'795'262'400'000'000);

/// How many of `attempts` at one instant pass.
int passed(Throttle& throttle, std::string_view key, time::Instant now, int attempts)
{
    int count = 0;
    for (int i = 0; i < attempts; ++i)
        count += throttle.allow(key, now) ? 1 : 0;
    return count;
}

} // namespace

TEST_CASE("so many attempts pass at once, then one more at a time")
{
    Throttle throttle{5, 10min, 100};
    CHECK(passed(throttle, "jane", noon, 20) == 5);
    CHECK(throttle.wait("jane", noon) == 2min);
    CHECK_FALSE(throttle.allow("jane", noon + 2min - 1us));
    CHECK(throttle.allow("jane", noon + 2min));
    CHECK_FALSE(throttle.allow("jane", noon + 2min));
    CHECK(passed(throttle, "jane", noon + 1h, 20) == 5);
}

TEST_CASE("refused attempts do not lengthen the wait")
{
    Throttle throttle{1, 1min, 100};
    CHECK(throttle.allow("jane", noon));
    CHECK(passed(throttle, "jane", noon + 30s, 1000) == 0);
    CHECK(throttle.wait("jane", noon + 30s) == 30s);
    CHECK(throttle.allow("jane", noon + 1min));
}

TEST_CASE("keys do not pay for one another")
{
    Throttle throttle{1, 1min, 100};
    CHECK(throttle.allow("jane", noon));
    CHECK(throttle.allow("john", noon));
    CHECK(throttle.wait("mary", noon) == 0us);
    CHECK(throttle.keys() == 2);
}

TEST_CASE("memory is bounded: the key not seen for longest is forgotten first")
{
    Throttle throttle{1, 1h, 2};
    CHECK(throttle.allow("jane", noon));
    CHECK(throttle.allow("john", noon));
    CHECK_FALSE(throttle.allow("jane", noon));
    CHECK(throttle.allow("mary", noon));
    CHECK(throttle.keys() == 2);
    CHECK_FALSE(throttle.allow("jane", noon));
    CHECK(throttle.allow("john", noon));
}

TEST_CASE("a flood of long keys stays within the bound")
{
    Throttle throttle{1, 1h, 1000};
    for (int i = 0; i < 20'000; ++i)
        (void)throttle.allow(std::to_string(i) + std::string(10'000, 'x'), noon);
    CHECK(throttle.keys() == 1000);
}

TEST_CASE("after a clock was set back, the wait is no longer than from a full count")
{
    Throttle throttle{5, 10min, 100};
    CHECK(passed(throttle, "jane", noon, 5) == 5);
    const auto yesterday = noon - 24h;
    CHECK_FALSE(throttle.allow("jane", yesterday));
    CHECK(throttle.wait("jane", yesterday) == 2min);
    CHECK(throttle.allow("jane", yesterday + 2min));
}

TEST_CASE("senseless settings still throttle")
{
    Throttle throttle{0, 1min, 0};
    CHECK(passed(throttle, "jane", noon, 5) == 1);
    Throttle fast{1'000'000, 1ms, 1};
    CHECK(passed(fast, "jane", noon, 10) == 10);
}

TEST_CASE("an IPv6 address counts with its whole /64, IPv4 by itself")
{
    CHECK(address_group("203.0.113.7") == "203.0.113.7");
    CHECK(address_group("::ffff:203.0.113.7") == "203.0.113.7");
    CHECK(address_group("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
    CHECK(address_group("2001:0DB8:0001:0002::1") == "2001:db8:1:2::/64");
    CHECK(address_group("fe80::1%eth0") == "fe80::/64");
    CHECK(address_group("::1") == "::/64");
    CHECK(address_group("not an address") == "not an address");
    CHECK(address_group("") == "");
}
