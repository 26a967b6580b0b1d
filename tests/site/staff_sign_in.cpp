#include "site/staff_sign_in.hpp"

#include "auth/password.hpp"
#include "tests/site/staff_shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::site;
using namespace std::chrono_literals;

namespace {

const std::string password = "three cows in a row";

/// Hashed once: it is slow on purpose.
const std::string& hash()
{
    static const std::string made = auth::hash_password(password);
    return made;
}

core::StaffId add_anna(StaffShop& shop)
{
    auto add = [](storage::Transaction& tx) {
        const auto id = storage::add_staff(tx, {"Anna", "anna@example.com", core::Role::staff, ""});
        storage::set_password_hash(tx, id, hash());
        return id;
    };
    return shop.in_database(add);
}

http::Response sign_in(StaffShop& shop, const std::string& name, const std::string& with,
                       const std::string& next = "")
{
    return shop.send("/staff/sign-in", {{"name", name}, {"password", with}, {"next", next}},
                     nobody);
}

Person person_of(const http::Response& response)
{
    const auto cookie = header_in(response, "Set-Cookie");
    return {{}, cookie.substr(0, cookie.find(';'))};
}

} // namespace

TEST_CASE("the right password opens the door to where one wanted to go")
{
    StaffShop shop;
    add_anna(shop);
    const auto response = sign_in(shop, " anna ", password, "/staff/tickets/H-7K3M9Q");
    REQUIRE(response.status == 303);
    CHECK(header_in(response, "Location") == "/staff/tickets/H-7K3M9Q");
    CHECK(shop.look("/staff", person_of(response)).status == 200);

    SUBCASE("and the session ends with signing out, on the server too")
    {
        const auto anna = person_of(response);
        const auto out = shop.send("/staff/sign-out", {}, anna);
        CHECK(out.status == 303);
        CHECK(header_in(out, "Set-Cookie").find("Max-Age=0") != std::string::npos);
        CHECK(shop.look("/staff", anna).status == 303);
    }
    SUBCASE("and with a new password")
    {
        auto change = [](storage::Transaction& tx) {
            const auto anna = storage::find_staff(tx, "Anna").value();
            storage::set_password_hash(tx, anna.id, "another");
            return 0;
        };
        shop.in_database(change);
        CHECK(shop.look("/staff", person_of(response)).status == 303);
    }
    SUBCASE("and with being disabled; then the password is no good any more either")
    {
        auto disable = [](storage::Transaction& tx) {
            storage::disable_staff(tx, storage::find_staff(tx, "Anna").value().id);
            return 0;
        };
        shop.in_database(disable);
        CHECK(shop.look("/staff", person_of(response)).status == 303);
        CHECK(sign_in(shop, "Anna", password).status == 422);
    }
    SUBCASE("and after thirty days")
    {
        shop.clock.advance(30 * 24h + 1s);
        CHECK(shop.look("/staff", person_of(response)).status == 303);
    }
}

TEST_CASE("a wrong password and a name that nobody has look the same")
{
    StaffShop shop;
    add_anna(shop);
    const auto wrong = sign_in(shop, "Anna", "four cows in a row");
    const auto nobody_there = sign_in(shop, "Bert", "four cows in a row");
    CHECK(wrong.status == 422);
    CHECK(nobody_there.status == 422);
    CHECK(header_in(wrong, "Set-Cookie").empty());
    CHECK(says(wrong, "<title>Error: "));
    CHECK(says(wrong, "role=\"alert\""));
    CHECK(value_in(wrong.body, "name") == "Anna");
    CHECK_FALSE(says(wrong, "four cows"));
    auto same = nobody_there.body;
    same.replace(same.find("Bert"), 4, "Anna");
    CHECK(same == wrong.body);
    for (const auto& line : shop.log)
        CHECK(line.find("Anna") == std::string::npos);
}

TEST_CASE("after too many failures a name must wait, whether somebody has it or not")
{
    StaffShop shop;
    add_anna(shop);
    // Counted as the page counts, without a slow hash for each.
    for (int i = 0; i < shop.site.parts.sign_ins_per_quarter_hour; ++i) {
        shop.site.sign_ins_by_name.allow("anna", shop.clock.now());
        shop.site.sign_ins_by_name.allow("bert", shop.clock.now());
    }
    for (const auto* const name : {"Anna", "ANNA", "Bert"}) {
        const auto response = sign_in(shop, name, password);
        CHECK(response.status == 429);
        CHECK(header_in(response, "Retry-After") == "45");
        CHECK(says(response, "Try again in 1 minute"));
    }
    shop.clock.advance(45s);
    CHECK(sign_in(shop, "Anna", password).status == 303);
}

TEST_CASE("wrong tries from elsewhere do not keep out who has signed in from here before")
{
    StaffShop shop;
    add_anna(shop);
    CHECK(sign_in(shop, "Anna", password).status == 303);
    for (int i = 0; i < 23; ++i) {
        shop.site.sign_ins_by_name.allow("anna", shop.clock.now());
        shop.site.sign_ins_by_name.allow("bert", shop.clock.now());
    }
    CHECK(sign_in(shop, "Bert", password).status == 429);
    CHECK(sign_in(shop, "Anna", password).status == 303);
}

TEST_CASE("the sign-in page keeps a way back into our house only")
{
    StaffShop shop;
    const auto good = shop.look("/staff/sign-in?next=/staff/tickets/H-7K3M9Q", nobody);
    CHECK(value_in(good.body, "next") == "/staff/tickets/H-7K3M9Q");
    const auto bad = shop.look("/staff/sign-in?next=//evil.example", nobody);
    CHECK(value_in(bad.body, "next") == "/staff");
    const auto anna = shop.hires("Anna");
    CHECK(header_in(shop.look("/staff/sign-in", anna), "Location") == "/staff");
}
