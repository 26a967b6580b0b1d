#include "storage/staff.hpp"

#include "storage/rows.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::storage;

namespace {

const Digest one_digest{1};
const Digest other_digest{2};

/// A job that gives nothing.
template <class Job>
void does(Rows& rows, Job job)
{
    rows.run([&](Transaction& tx) {
        job(tx);
        return 0;
    });
}

std::optional<core::Staff> by_session(Rows& rows, const Digest& digest)
{
    return rows.run([&](Transaction& tx) { return find_staff_by_session(tx, digest); });
}

} // namespace

TEST_CASE("staff are found by id, and by name in any letter case")
{
    Rows rows;
    const auto id = rows.run([](Transaction& tx) {
        return add_staff(tx, {"Mary", "mary@example.com", core::Role::manager, "norwalk"});
    });
    const auto mary = rows.run([](Transaction& tx) { return find_staff(tx, "mARY"); });
    REQUIRE(mary);
    CHECK(mary->id == id);
    CHECK(mary->name == "Mary");
    CHECK(mary->email == "mary@example.com");
    CHECK(mary->role == core::Role::manager);
    CHECK(mary->branch == "norwalk");
    CHECK_FALSE(mary->disabled);
    CHECK_FALSE(mary->has_password);
    CHECK(rows.run([&](Transaction& tx) { return find_staff(tx, id); })->name == "Mary");
    CHECK_FALSE(rows.run([](Transaction& tx) { return find_staff(tx, "Bob"); }));
}

TEST_CASE("two people do not share a name")
{
    Rows rows;
    rows.hire("Mary");
    CHECK_THROWS_AS(rows.hire("mary"), Error);
}

TEST_CASE("those who may be told are not disabled, and of that branch or of none")
{
    Rows rows;
    rows.hire("Mary");
    rows.hire("Nina", "norwalk");
    rows.hire("Dora", "danbury");
    const auto gus = rows.hire("Gus");
    does(rows, [&](Transaction& tx) { disable_staff(tx, gus); });
    const auto told = [&](std::string_view branch) {
        std::string names;
        for (const auto& staff : rows.run([&](Transaction& tx) { return staff_for(tx, branch); }))
            names += staff.name + " ";
        return names;
    };
    CHECK(told("norwalk") == "Mary Nina ");
    CHECK(told("") == "Mary Nina Dora ");
    CHECK(rows.run(all_staff).size() == 4);
}

TEST_CASE("a password ends the set-up link and every session")
{
    Rows rows;
    const auto mary = rows.hire("Mary");
    does(rows, [&](Transaction& tx) {
        set_set_up_link(tx, mary, one_digest, rows.now + 1h);
        add_session(tx, other_digest, mary, rows.now + 1h);
        set_password_hash(tx, mary, "hash");
    });
    CHECK_FALSE(by_session(rows, other_digest));
    CHECK_FALSE(
        rows.run([](Transaction& tx) { return find_staff_by_set_up_link(tx, one_digest); }));
    CHECK(rows.run([&](Transaction& tx) { return password_hash_of(tx, mary); }) == "hash");
    CHECK(rows.run([&](Transaction& tx) { return find_staff(tx, mary); })->has_password);
}

TEST_CASE("a hash renewed leaves sessions alone")
{
    Rows rows;
    const auto mary = rows.hire("Mary");
    does(rows, [&](Transaction& tx) {
        add_session(tx, one_digest, mary, rows.now + 1h);
        renew_password_hash(tx, mary, "stronger");
    });
    CHECK(by_session(rows, one_digest)->id == mary);
}

TEST_CASE("a session and a set-up link live until their time, not at it")
{
    Rows rows;
    const auto mary = rows.hire("Mary");
    const auto until = rows.now + 1h;
    does(rows, [&](Transaction& tx) {
        add_session(tx, one_digest, mary, until);
        set_set_up_link(tx, mary, other_digest, until);
    });
    const auto by_link = [&] {
        return rows.run(
            [](Transaction& tx) { return find_staff_by_set_up_link(tx, other_digest); });
    };
    rows.now = until - 1us;
    CHECK(by_session(rows, one_digest));
    CHECK(by_link());
    rows.now = until;
    CHECK_FALSE(by_session(rows, one_digest));
    CHECK_FALSE(by_link());
}

TEST_CASE("the sweep takes sessions whose time is over and no others")
{
    Rows rows;
    const auto mary = rows.hire("Mary");
    does(rows, [&](Transaction& tx) {
        add_session(tx, one_digest, mary, rows.now);
        add_session(tx, other_digest, mary, rows.now + 1us);
        drop_expired_sessions(tx);
    });
    CHECK(rows.database.prepare("select count(*) from session").value<int>() == 1);
    CHECK(by_session(rows, other_digest));
    does(rows, [](Transaction& tx) { end_session(tx, other_digest); });
    CHECK_FALSE(by_session(rows, other_digest));
}

TEST_CASE("who is disabled has no session, no link and no ticket any more, and stays in the books")
{
    Rows rows;
    const auto mary = rows.hire("Mary");
    const auto bob = rows.hire("Bob");
    const auto hers = rows.add_ticket({.likes = "The bread."});
    const auto his = rows.add_ticket({.likes = "The cheese."});
    does(rows, [&](Transaction& tx) {
        set_assignee(tx, hers, mary);
        set_assignee(tx, his, bob);
        add_session(tx, one_digest, mary, rows.now + 1h);
        set_set_up_link(tx, mary, other_digest, rows.now + 1h);
        disable_staff(tx, mary);
    });
    CHECK_FALSE(by_session(rows, one_digest));
    CHECK_FALSE(
        rows.run([](Transaction& tx) { return find_staff_by_set_up_link(tx, other_digest); }));
    CHECK_FALSE(rows.run([&](Transaction& tx) { return find_ticket(tx, hers); })->assignee);
    CHECK(rows.run([&](Transaction& tx) { return find_ticket(tx, his); })->assignee == bob);
    CHECK(rows.run([](Transaction& tx) { return find_staff(tx, "Mary"); })->disabled);
}
