#include "core/ticket.hpp"

#include <doctest/doctest.h>

using namespace heard::core;

TEST_CASE("entries and roles keep their names")
{
    for (const auto* what : {"message", "answer", "hold", "note", "settled", "not_settled"})
        CHECK(to_text(entry_kind_from(what).value()) == what);
    for (const auto* role : {"staff", "manager", "owner"})
        CHECK(to_text(role_from(role).value()) == role);
    CHECK_FALSE(entry_kind_from("snooze"));
    CHECK_FALSE(role_from("root"));
}

TEST_CASE("staff see the tickets of their branch, and those of none")
{
    Staff mary;
    mary.branch = "norwalk";
    CHECK(may_see(mary, "norwalk"));
    CHECK(may_see(mary, ""));
    CHECK_FALSE(may_see(mary, "danbury"));
}

TEST_CASE("staff without a branch see all")
{
    const Staff everywhere;
    CHECK(may_see(everywhere, "norwalk"));
    CHECK(may_see(everywhere, ""));
}
