#include "core/acquaintance.hpp"

#include <doctest/doctest.h>

using namespace heard::core;

TEST_CASE("an address is one in any letter case, whatever stands around it")
{
    CHECK(contact_key("Tom@Example.com") == "mail:tom@example.com");
    CHECK(contact_key("Tom Weber <tom@example.com>, evenings") == "mail:tom@example.com");
    CHECK(contact_key("mailto:tom@example.com") == "mail:tom@example.com");
    CHECK(contact_key("tom@example.com 0151 2345678") == "mail:tom@example.com");
}

TEST_CASE("a number is one however it is dialled")
{
    CHECK(contact_key("+49 151 2345678") == "phone:512345678");
    CHECK(contact_key("0151/234-56-78") == "phone:512345678");
    CHECK(contact_key("(0049) 151 2345678, after six") == "phone:512345678");
    CHECK(contact_key("call 345678") == "phone:345678");
}

TEST_CASE("what names nobody makes nobody known")
{
    CHECK(contact_key("") == std::nullopt);
    CHECK(contact_key("at the counter") == std::nullopt);
    CHECK(contact_key("@ or 12 34") == std::nullopt);
    CHECK(invoice_key("") == std::nullopt);
    CHECK(acquaintance_keys("", "").empty());
    CHECK(acquaintance_keys("a@b", "2026-a1") ==
          std::vector<std::string>{"mail:a@b", "invoice:2026-A1"});
}
