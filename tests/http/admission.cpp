#include "http/admission.hpp"

#include <doctest/doctest.h>

using namespace heard::http;

namespace {

AddressBytes address(const char* text)
{
    return *parse_address(text);
}

bool comes_in(Admission& admission, const AddressBytes& peer, bool exempt)
{
    return admission.enter(peer, exempt) == Admission::Answer::welcome;
}

} // namespace

TEST_CASE("one address has its places, and gets them back")
{
    Admission admission({.overall = 10, .per_address = 2});
    const auto one = address("192.0.2.1");
    CHECK(comes_in(admission, one, false));
    CHECK(comes_in(admission, one, false));
    CHECK_FALSE(comes_in(admission, one, false));
    CHECK(comes_in(admission, address("192.0.2.2"), false));
    admission.leave(one);
    CHECK(comes_in(admission, one, false));
}

TEST_CASE("an IPv6 network counts as one address")
{
    Admission admission({.overall = 10, .per_address = 1});
    CHECK(comes_in(admission, address("2001:db8::1"), false));
    CHECK_FALSE(comes_in(admission, address("2001:db8::ffff:1"), false));
    CHECK(comes_in(admission, address("2001:db8:0:1::1"), false));
}

TEST_CASE("a trusted proxy is free of the cap for each address, not of the cap for all")
{
    Admission admission({.overall = 2, .per_address = 1});
    const auto proxy = address("127.0.0.1");
    CHECK(comes_in(admission, proxy, true));
    CHECK(comes_in(admission, proxy, true));
    CHECK_FALSE(comes_in(admission, proxy, true));
}

TEST_CASE("who has his share is told so, also when the house is full: nobody need leave for him")
{
    Admission admission({.overall = 2, .per_address = 1});
    const auto one = address("192.0.2.1");
    CHECK(comes_in(admission, one, false));
    CHECK(comes_in(admission, address("192.0.2.2"), false));
    CHECK(admission.enter(one, false) == Admission::Answer::too_many_from_there);
    CHECK(admission.enter(address("192.0.2.3"), false) == Admission::Answer::full);
}
