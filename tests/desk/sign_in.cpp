#include "desk/sign_in.hpp"

#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

using namespace heard;

namespace {

// Hashing is auth's; here any text is as good.
const std::string hash = "hash of a good password";

/// A shop where Mary has a password.
struct Till
{
    Shop shop{};

    Till() { set_hash(hash); }

    void set_hash(const std::string& value)
    {
        shop.in_transaction([&](storage::Transaction& tx) {
            storage::set_password_hash(tx, shop.mary.id, value);
            return 0;
        });
    }

    std::optional<desk::Account> account(std::string_view name = "Mary")
    {
        return shop.in_transaction(
            [&](storage::Transaction& tx) { return desk::find_account(tx, name); });
    }

    auto try_to_open(const desk::Account& found, std::string_view renewed = {})
    {
        return shop.in_transaction([&](storage::Transaction& tx) {
            return desk::open_session(tx, found, shop.entropy, renewed);
        });
    }

    std::string sign_in() { return try_to_open(account().value()).value(); }

    std::string whose(std::string_view token)
    {
        const auto staff = shop.in_transaction(
            [&](storage::Transaction& tx) { return desk::whose_session(tx, token); });
        return staff ? staff->name : "";
    }

    std::string make_link()
    {
        return shop.in_transaction([&](storage::Transaction& tx) {
            return desk::make_set_up_link(tx, shop.mary.id, shop.entropy);
        });
    }

    auto use_link(const std::string& link, const std::string& new_hash)
    {
        return shop.in_transaction(
            [&](storage::Transaction& tx) { return desk::set_up(tx, link, new_hash); });
    }
};

} // namespace

TEST_CASE("whoever signed in is known by the session's token, and by no other")
{
    Till till;
    const auto token = till.sign_in();
    CHECK(till.whose(token) == "Mary");
    CHECK(till.whose("").empty());
    CHECK(till.whose(std::string(43, 'A')).empty());
    CHECK(till.sign_in() != token);
}

TEST_CASE("the database keeps no token, only its digest")
{
    Till till;
    const auto token = till.sign_in();
    const auto found = till.shop.in_transaction([&](storage::Transaction& tx) {
        return tx.prepare("select count(*) from session where instr(digest, cast(?1 as blob)) > 0")
            .value<int>(token);
    });
    CHECK(found == 0);
}

TEST_CASE("signing out ends that session and leaves the others")
{
    Till till;
    const auto at_the_till = till.sign_in();
    const auto at_home = till.sign_in();
    till.shop.in_transaction(
        [&](storage::Transaction& tx) { return desk::close_session(tx, at_the_till); });
    CHECK(till.whose(at_the_till).empty());
    CHECK(till.whose(at_home) == "Mary");
}

TEST_CASE("a new password ends every session")
{
    Till till;
    const auto token = till.sign_in();
    till.set_hash("hash of another password");
    CHECK(till.whose(token).empty());
}

TEST_CASE("the same password hashed anew ends none")
{
    Till till;
    const auto token = till.sign_in();
    REQUIRE(till.try_to_open(till.account().value(), "stronger hash"));
    CHECK(till.account()->password_hash == "stronger hash");
    CHECK(till.whose(token) == "Mary");
}

TEST_CASE("who is disabled is signed out, and cannot sign in")
{
    Till till;
    const auto token = till.sign_in();
    const auto before = till.account().value();
    till.shop.dismiss(till.shop.mary);
    CHECK(till.whose(token).empty());
    CHECK_FALSE(till.account());
    CHECK(till.try_to_open(before).error().kind == core::ProblemKind::forbidden);
}

TEST_CASE("a password changed while the old one was checked opens no session")
{
    Till till;
    const auto before = till.account().value();
    till.set_hash("hash of another password");
    CHECK(till.try_to_open(before).error().phrase == "problem.account_changed");
}

TEST_CASE("a session lives thirty days")
{
    Till till;
    const auto token = till.sign_in();
    till.shop.clock.advance(30 * 24h - 1us);
    CHECK(till.whose(token) == "Mary");
    till.shop.clock.advance(1us);
    CHECK(till.whose(token).empty());
}

TEST_CASE("sessions whose time is over are swept out when somebody signs in")
{
    Till till;
    till.sign_in();
    till.shop.clock.advance(31 * 24h);
    till.sign_in();
    CHECK(till.shop.in_transaction([](storage::Transaction& tx) {
        return tx.prepare("select count(*) from session").value<int>();
    }) == 1);
}

TEST_CASE("there is an account for a name in any letter case, and none for nobody")
{
    Till till;
    CHECK(till.account("mary")->staff.id == till.shop.mary.id);
    CHECK_FALSE(till.account("nobody"));
    till.shop.hire("Bob");
    CHECK_FALSE(till.account("Bob"));
}

TEST_CASE("a set-up link works once")
{
    Till till;
    const auto link = till.make_link();
    CHECK(till.use_link(link, "hash of her own")->name == "Mary");
    CHECK(till.account()->password_hash == "hash of her own");
    CHECK(till.use_link(link, "hash of a thief").error().phrase == "problem.link_used");
    CHECK(till.account()->password_hash == "hash of her own");
}

TEST_CASE("a set-up link works for three days")
{
    Till till;
    const auto link = till.make_link();
    till.shop.clock.advance(3 * 24h - 1us);
    const auto whose = [&] {
        return till.shop.in_transaction(
            [&](storage::Transaction& tx) { return desk::whose_set_up_link(tx, link); });
    };
    CHECK(whose()->name == "Mary");
    till.shop.clock.advance(1us);
    CHECK_FALSE(whose());
    CHECK_FALSE(till.use_link(link, "hash"));
}

TEST_CASE("a new set-up link ends the one before, and disabling ends both")
{
    Till till;
    const auto first = till.make_link();
    const auto second = till.make_link();
    CHECK_FALSE(till.use_link(first, "hash"));
    till.shop.dismiss(till.shop.mary);
    CHECK_FALSE(till.use_link(second, "hash"));
}

TEST_CASE("a set-up link ends the sessions of before")
{
    Till till;
    const auto token = till.sign_in();
    const auto link = till.make_link();
    CHECK(till.whose(token) == "Mary");
    REQUIRE(till.use_link(link, "hash of her own"));
    CHECK(till.whose(token).empty());
}

TEST_CASE("a session's token is no set-up link, and the other way round")
{
    Till till;
    const auto token = till.sign_in();
    const auto link = till.make_link();
    CHECK_FALSE(till.use_link(token, "hash"));
    CHECK(till.whose(link).empty());
}

TEST_CASE("a new account needs a name of its own, an address and a branch that exists")
{
    Till till;
    const auto add = [&](const storage::NewStaff& staff) {
        return till.shop.in_transaction(
            [&](storage::Transaction& tx) { return desk::add_staff(tx, till.shop.house, staff); });
    };
    using core::Role;
    CHECK(add({"Bob", "bob@dairy.example", Role::staff, "norwalk"}));
    CHECK(add({" ", "bob@dairy.example", Role::staff, ""}).error().field == "name");
    CHECK(add({"Tim", "tim", Role::staff, ""}).error().phrase == "problem.bad_address");
    CHECK(add({"Tim", "tim@dairy.example", Role::staff, "mars"}).error().phrase ==
          "problem.unknown_branch");
    const auto taken = add({"MARY", "other@dairy.example", Role::staff, ""});
    CHECK(taken.error().kind == core::ProblemKind::conflict);
    CHECK(taken.error().phrase == "problem.name_taken");
}
