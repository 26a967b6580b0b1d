#include "site/staff_search.hpp"

#include "tests/site/staff_shop.hpp"

#include <doctest/doctest.h>

#include "storage/erasure.hpp"

#include <algorithm>
#include <array>
#include <cctype>

using namespace heard;
using namespace heard::site;
using namespace std::chrono_literals;

namespace {

std::string search_for(const std::string& words, const std::string& more = "")
{
    return "/staff?" + urlencoded({{"q", words}}) + more;
}

} // namespace

TEST_CASE("what is found is shown where it was said, with its words marked, and as text")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    core::Submission said;
    said.likes = "The bread.";
    said.dislikes = "<b>Soup</b> & soups";
    said.name = "<img src=x>";
    const auto reference = shop.writes(said);
    shop.tend_search();
    const auto page = shop.look(search_for("SOUP"), anna);
    CHECK(page.status == 200);
    CHECK(says(page, "1 ticket with “SOUP”"));
    CHECK(says(page, "&lt;b&gt;<mark>Soup</mark>&lt;/b&gt; &amp; <mark>soups</mark>"));
    CHECK(says(page, reference));
    CHECK_FALSE(says(page, "<img"));
    CHECK(says(shop.look(search_for("bread"), anna), "The <mark>bread</mark>."));
    CHECK(says(shop.look(search_for("cheese"), anna), "Nothing was found."));
    CHECK_FALSE(says(page, "http-equiv")); // Nothing moves under somebody who searches.
}

TEST_CASE("a reference or an invoice leads to its ticket at once, in any spelling")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    core::Submission said;
    said.dislikes = "The soup was cold.";
    said.invoice = "INV-77";
    const auto reference = shop.writes(said);
    shop.tend_search();
    auto sloppy = reference;
    std::ranges::transform(sloppy, sloppy.begin(), [](char c) {
        return c == '0' ? 'o' : c == '1' ? 'l' : static_cast<char>(std::tolower(c));
    });
    for (const auto& typed : {reference, sloppy, " " + sloppy + " ", std::string{"inv-77"}}) {
        const auto answer = shop.look(search_for(typed), anna);
        CHECK_MESSAGE(answer.status == 303, typed);
        CHECK(header_in(answer, "Location") == ticket(reference));
    }
    shop.writes(said); // Two about one invoice: both are shown.
    shop.tend_search();
    CHECK(says(shop.look(search_for("inv-77"), anna), "2 tickets"));
    CHECK(shop.look(search_for("H-ZZZZZZ"), anna).status == 200);
}

TEST_CASE("staff of a branch find its tickets and everybody's, by no way another branch's")
{
    StaffShop shop;
    const auto norbert = shop.hires("Norbert", core::Role::staff, "norwalk");
    core::Submission said;
    said.dislikes = "It was cold.";
    said.branch = "danbury";
    said.invoice = "INV-77";
    const auto theirs = shop.writes(said);
    const auto ours = shop.customer_writes("It was hot.", "norwalk");
    const auto open = shop.customer_writes("It was loud.");
    shop.tend_search();
    for (const auto* const by : {"", "&by=due"}) {
        const auto page = shop.look(search_for("it was", by), norbert);
        CHECK(says(page, ours));
        CHECK(says(page, open));
        CHECK_FALSE(says(page, theirs));
    }
    CHECK(shop.look(search_for(theirs), norbert).status == 200);
    CHECK(says(shop.look(search_for("inv-77"), norbert), "Nothing was found."));
}

TEST_CASE("whatever is typed, the search answers")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    shop.customer_writes("The \"soup\" OR the bread: NEAR it, 100%.");
    shop.tend_search();
    constexpr std::array typed = {"\"",        "' OR 1=1 --", "soup*", "(soup",  "soup AND",
                                  "NOT bread", "NEAR(a b)",   "^soup", "words:", "-soup",
                                  "{a b}:c",   "%",           "\\",    "+",      "\xFF\xFE",
                                  "a\"b\"c",   "»",           "\0x",   "😀"};
    for (const auto* const words : typed)
        for (const auto* const by : {"", "&by=due", "&by=nonsense"})
            CHECK_MESSAGE(shop.look(search_for(words, by), anna).status == 200, words);
    CHECK(says(shop.look(search_for("\"soup\" OR \"bread\""), anna), "<mark>soup</mark>"));
    CHECK(shop.look(search_for(std::string(100'000, 'a')), anna).status == 200);
}

TEST_CASE("no more than fifty are shown, and the page says that there are more")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    for (int i = 0; i < 51; ++i)
        shop.customer_writes("soup " + std::to_string(i));
    shop.tend_search();
    const auto page = shop.look(search_for("soup"), anna);
    CHECK(says(page, "Only the first 50 are shown."));
    CHECK_FALSE(says(page, "<mark>soup</mark> 0<"));
    CHECK(says(page, "<mark>soup</mark> 50<"));
}

TEST_CASE("what was erased is not found by what it said, and still by its reference")
{
    StaffShop shop;
    const auto anna = shop.hires("Anna");
    const auto reference = shop.customer_writes("The soup was cold.");
    shop.tend_search();
    shop.in_database([&](storage::Transaction& tx) {
        const auto ticket = desk::find_for_staff(tx, shop.house, anna.staff, reference);
        storage::erase_words(tx, ticket->id);
        return 0;
    });
    CHECK(says(shop.look(search_for("soup"), anna), "Nothing was found."));
    shop.tend_search();
    CHECK(says(shop.look(search_for("soup"), anna), "Nothing was found."));
    CHECK(shop.look(search_for(reference), anna).status == 303);
}
