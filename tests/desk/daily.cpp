#include "desk/daily.hpp"

#include "desk/customer.hpp"
#include "desk/photos.hpp"
#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::desk;

namespace {

/// The daemon's care at each of these moments; gives how many daily letters there are then.
struct Mornings : Shop
{
    Mornings() { house.daily_at = 7h + 30min; }

    std::size_t letters_at(std::string_view moment)
    {
        clock.set(berlin(moment));
        return looked();
    }
    std::size_t looked(const Machine& machine = {})
    {
        in_transaction([&](auto& tx) {
            send_daily_letter(tx, house, machine);
            return Done{};
        });
        return letters_to(owner).size();
    }
};

} // namespace

TEST_CASE("the owner gets the daily letter once a day at its time, also when all is quiet")
{
    Mornings shop;
    CHECK(shop.letters_at("2026-11-23 09:00") == 0); // The day on which the house was made.
    CHECK(shop.letters_at("2026-11-24 07:29") == 0);
    CHECK(shop.letters_at("2026-11-24 07:30") == 1);
    CHECK(shop.letters_at("2026-11-24 07:30") == 1);
    CHECK(shop.letters_at("2026-11-24 23:59") == 1);
    CHECK(shop.letters_at("2026-11-25 00:00") == 1);
    CHECK(shop.letters_at("2026-11-25 07:31") == 2);
    const auto letter = shop.letters_to(shop.owner)[0];
    CHECK(letter.subject() == "Stew's Dairy: 0 open, 0 due today, 0 broken yesterday");
    CHECK(letter.says("This e-mail comes every day at 07:30, also when all is quiet."));
    CHECK(letter.says("stand on Tuesday 24 November 2026."));
    CHECK(letter.header("Auto-Submitted") == "auto-generated");
}

TEST_CASE("a daemon that was down at the time sends the daily letter when it comes up, if it is "
          "still that day")
{
    Mornings shop;
    CHECK(shop.letters_at("2026-11-24 16:00") == 1);
    CHECK(shop.letters_at("2026-11-26 06:00") == 1);
    CHECK(shop.letters_at("2026-11-26 08:00") == 2);
}

TEST_CASE(
    "the daily letter says in one line that the database is damaged, and nothing when it is not")
{
    Mornings shop;
    shop.clock.set(berlin("2026-11-24 08:00"));
    const auto damaged = [&] {
        return shop.letters_to(shop.owner).back().says("heard verify FILE. It says what is wrong");
    };
    shop.looked();
    CHECK_FALSE(damaged());
    shop.clock.set(berlin("2026-11-25 08:00"));
    shop.looked({.disk_left = {}, .damaged = true});
    CHECK(damaged());
}

TEST_CASE("a clock that is set back, or shows an hour twice, sends no daily letter twice; one that "
          "skips the hour skips no letter")
{
    Mornings shop;
    CHECK(shop.letters_at("2026-11-25 08:00") == 1);
    CHECK(shop.letters_at("2026-11-24 08:00") == 2);
    CHECK(shop.letters_at("2026-11-25 08:00") == 2);

    shop.house.daily_at = 2h + 30min; // Skipped on 28 March 2027, shown twice on 31 October.
    CHECK(shop.letters_at("2027-03-28 01:59") == 2);
    CHECK(shop.letters_at("2027-03-28 03:00") == 3);
    CHECK(shop.letters_at("2027-10-31 02:30") == 4);
    shop.clock.advance(1h);
    CHECK(shop.looked() == 4);
    shop.clock.advance(1h);
    CHECK(shop.looked() == 4);
}

TEST_CASE("turned off, it does not come")
{
    Mornings shop;
    shop.house.daily_at = {};
    CHECK(shop.letters_at("2026-11-24 08:00") == 0);
}

TEST_CASE(
    "the daily letter says what is open, due today and was broken yesterday, and what is wrong")
{
    Mornings shop;
    shop.clock.set(berlin("2026-11-23 10:00"));
    const auto late = shop.customer_says({.dislikes = "Sour milk."});
    shop.customer_says({.likes = "The bread."});
    shop.let_pass(24h);
    shop.staff_answers(late, "We are sorry."); // Late, so it stays broken.
    shop.clock.set(berlin("2026-11-24 20:00"));
    shop.customer_says({.wishes = "Longer hours."}); // Due on the 25th.
    shop.let_pass(11h + 30min);
    const auto before = shop.letters_to(shop.owner).size();
    shop.looked({.disk_left = 123'456'789});
    const auto letters = shop.letters_to(shop.owner);
    REQUIRE(letters.size() == before + 1);
    const auto& letter = letters.back();
    CHECK(letter.subject() == "Stew's Dairy: 2 open, 2 due today, 2 broken yesterday");
    CHECK(letter.says("Open: 2\n"));
    CHECK(letter.says("The disk has only 123 MB left."));
    CHECK(letter.says("https://dairy.example/staff"));
    const auto lines = shop.database.prepare("select count(*) from book").value<int>();
    CHECK(letter.says("The book has " + std::to_string(lines) + " lines"));
}

TEST_CASE("the daily letter says when the room for photos is nearly used up, and not before")
{
    Mornings shop;
    shop.house.photos.bytes_together_max = 100;
    const auto take = [&](unsigned char form, std::size_t bytes) {
        shop.in_transaction([&](auto& tx) {
            keep_photo(tx, shop.house, {form},
                       {core::PictureKind::png, 1, 1, std::string(bytes, static_cast<char>(form))});
            return Done{};
        });
        shop.customer_says({.likes = "Bread.", .form_key = {form}});
    };
    take(1, 90);
    CHECK(shop.letters_at("2026-11-24 07:30") == 1);
    CHECK_FALSE(shop.letters_to(shop.owner).back().says("photos"));
    take(2, 5);
    shop.letters_at("2026-11-25 07:30");
    CHECK(shop.letters_to(shop.owner).back().says("use 95 % of the room"));
}

TEST_CASE("the daily letter says in words how much was set aside, and leads there")
{
    Mornings shop;
    CHECK(shop.letters_at("2026-11-24 07:30") == 1);
    CHECK_FALSE(shop.letters_to(shop.owner)[0].says("was set aside because"));

    shop.clock.set(berlin("2026-11-25 07:00"));
    shop.customer_says({.likes = "Cheap watches", .suspicion = core::Suspicion::no_token});
    CHECK(shop.letters_at("2026-11-25 07:30") == 2);
    const auto letter = shop.letters_to(shop.owner)[1];
    CHECK(letter.says("Set aside to check: 1"));
    CHECK(letter.says("1 ticket was set aside because it may come from a machine."));
    CHECK(letter.says("https://dairy.example/staff?view=check"));
}
