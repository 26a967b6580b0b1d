#include "desk/photos.hpp"

#include "desk/customer.hpp"
#include "storage/photo.hpp"
#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::desk;

namespace {

struct Studio : Shop
{
    KeptPhoto keeps(const core::FormKey& form, std::string bytes)
    {
        const core::Picture picture{core::PictureKind::jpeg, 4, 3, std::move(bytes)};
        return in_transaction([&](auto& tx) { return keep_photo(tx, house, form, picture); });
    }
    std::size_t drafts(const core::FormKey& form)
    {
        return in_transaction([&](auto& tx) { return storage::drafts_of(tx, form).size(); });
    }
    std::string photo(const Receipt& ticket, int number)
    {
        return in_transaction(
                   [&](auto& tx) { return storage::find_photo(tx, ticket.ticket, number); })
            .value_or(storage::PhotoFile{})
            .bytes;
    }
};

core::FormKey form(unsigned char number)
{
    return {7, number};
}

} // namespace

TEST_CASE("a submission takes along the photos of its form, and no others")
{
    Studio shop;
    shop.keeps(form(1), "shoe");
    shop.keeps(form(1), "sole");
    shop.keeps(form(2), "another's");
    const auto ticket = shop.customer_says({.dislikes = "They came apart.", .form_key = form(1)});
    CHECK(shop.thread(ticket).photos.size() == 2);
    CHECK(shop.photo(ticket, 2) == "sole");
    CHECK(shop.drafts(form(2)) == 1);
    const auto book = shop.book(ticket);
    CHECK(std::count(book.begin(), book.end(), "photo") == 2);
}

TEST_CASE("the same form once more brings the same photo once, and a new one too")
{
    Studio shop;
    const core::Submission said{.dislikes = "They came apart.", .form_key = form(1)};
    shop.keeps(form(1), "shoe");
    const auto first = shop.customer_says(said);
    shop.keeps(form(1), "shoe");
    shop.keeps(form(1), "box");
    const auto again = shop.customer_says(said);
    CHECK(again.reference == first.reference);
    CHECK(shop.thread(first).photos.size() == 2);
    CHECK(shop.drafts(form(1)) == 0);
}

TEST_CASE("at a shared tablet the next person's photo goes to the next person's ticket")
{
    Studio shop;
    shop.keeps(form(1), "shoe");
    const auto ann = shop.customer_says({.dislikes = "Apart.", .name = "Ann", .form_key = form(1)});
    shop.keeps(form(1), "cake");
    const auto ben = shop.customer_says({.likes = "Cake.", .name = "Ben", .form_key = form(1)});
    REQUIRE(ann.reference != ben.reference);
    CHECK(shop.photo(ann, 1) == "shoe");
    CHECK(shop.thread(ann).photos.size() == 1);
    CHECK(shop.photo(ben, 1) == "cake");
}

TEST_CASE("a form has three photos at most, and the same one twice is one")
{
    Studio shop;
    for (const auto* const bytes : {"a", "b", "b", "c", "a"})
        CHECK(shop.keeps(form(1), bytes) == KeptPhoto::kept);
    CHECK(shop.drafts(form(1)) == 3);
    CHECK(shop.keeps(form(1), "d") == KeptPhoto::too_many);
    CHECK(shop.keeps(form(2), "d") == KeptPhoto::kept);
}

TEST_CASE("drafts have a share of the room, and the oldest of them make room")
{
    Studio shop;
    shop.house.photos = {.bytes_max = 10, .bytes_together_max = 400};
    const auto one = [](char letter) { return std::string(10, letter); };
    for (unsigned char number = 1; number <= 5; ++number) { // An eighth: 50 bytes.
        CHECK(shop.keeps(form(number), one('a')) == KeptPhoto::kept);
        shop.clock.advance(1min);
    }
    CHECK(shop.keeps(form(6), one('a')) == KeptPhoto::kept);
    CHECK(shop.drafts(form(1)) == 0);
    CHECK(shop.drafts(form(2)) == 1);
    CHECK(shop.drafts(form(6)) == 1);
}

TEST_CASE("when the room is used up, drafts go first, then no photo is kept and the words are")
{
    Studio shop;
    shop.house.photos = {.bytes_max = 10, .bytes_together_max = 40};
    const auto one = [](char letter) { return std::string(10, letter); };
    for (const char letter : {'a', 'b', 'c'})
        shop.keeps(form(1), one(letter));
    shop.customer_says({.likes = "Bread.", .form_key = form(1)});
    CHECK(shop.in_transaction([&](auto& tx) { return photo_room_used(tx, shop.house); }) == 75);

    shop.keeps(form(2), one('d'));
    CHECK(shop.keeps(form(3), one('e')) == KeptPhoto::kept);
    CHECK(shop.drafts(form(2)) == 0);
    CHECK(shop.keeps(form(3), one('f')) == KeptPhoto::no_room); // Its own do not make room.
    const auto ticket = shop.customer_says({.likes = "Eggs.", .form_key = form(3)});
    CHECK(shop.thread(ticket).photos.size() == 1);
}
