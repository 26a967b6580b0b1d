#include "support/site_shop.hpp"

#include "desk/erase.hpp"
#include "storage/erasure.hpp"
#include "storage/ticket.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

namespace heard::site {

namespace {

/// A shop whose only customer has second thoughts.
struct Told : SiteShop
{
    Told()
    {
        path = customer_says({{"dislikes", "The milk is zourful."},
                              {"name", "Annabelinda"},
                              {"contact", "annabelinda@example.com"}});
    }

    std::string read(const std::string& where) { return unescaped(get(where).body); }
    bool says(std::string_view phrase) { return read(path).find(phrase) != std::string::npos; }

    http::Response erase() { return post(path + "/erase", {{"sure", "yes"}}); }

    /// In the database's files, as they lie on the disk.
    bool on_disk(std::string_view words)
    {
        for (const auto* name : {"heard.db", "heard.db-wal"}) {
            std::ifstream stream{directory.path() / name, std::ios::binary};
            const std::string bytes{std::istreambuf_iterator<char>{stream}, {}};
            if (bytes.find(words) != bytes.npos)
                return true;
        }
        return false;
    }

    std::string path;
};

} // namespace

TEST_CASE("the page asks before it erases, and says what goes and what stays")
{
    Told shop;
    CHECK(shop.says("Erase what I wrote"));
    for (const auto& asked :
         {shop.get(shop.path + "/erase"), shop.post(shop.path + "/erase", {})}) {
        CHECK(asked.status == 200);
        CHECK(asked.body.find("Erase what you wrote?") != asked.body.npos);
        CHECK(asked.body.find("We still owe you an answer") != asked.body.npos);
    }
    CHECK(shop.says("The milk is zourful."));
}

TEST_CASE("erased words leave the page and the disk, and the page says so kindly")
{
    Told shop;
    REQUIRE(shop.on_disk("zourful"));
    REQUIRE(shop.on_disk("nnabelinda"));
    const auto done = shop.erase();
    CHECK(done.status == 303);
    CHECK(header_in(done, "Location") == shop.path);

    CHECK_FALSE(shop.on_disk("zourful"));
    CHECK_FALSE(shop.on_disk("nnabelinda"));
    CHECK_FALSE(shop.says("zourful"));
    CHECK(shop.says("Your words are erased."));
    CHECK(shop.says("You erased what you had written: today, 13:01"));
    CHECK(shop.says("You erased your words, so nothing is open any more."));
    CHECK_FALSE(shop.says("Erase what I wrote"));
    CHECK_FALSE(shop.says("Is it settled?"));
}

TEST_CASE("erasing again, a reload and Back lead to the page as it is")
{
    Told shop;
    shop.erase();
    CHECK(shop.erase().status == 303);
    CHECK(shop.get(shop.path + "/erase").status == 303);
    CHECK(shop.get(shop.path).status == 200);
}

TEST_CASE("who writes again after erasing has a new promise, and the page as they know it")
{
    Told shop;
    shop.erase();
    shop.clock.advance(std::chrono::hours{1});
    CHECK(shop.post(shop.path + "/messages", {{"text", "Something else"}}).status == 303);
    CHECK(shop.says("Something else"));
    CHECK(shop.says("We promise you an answer by"));
    CHECK(shop.says("You erased what you had written: today, 13:01"));
    CHECK(shop.says("Erase what I wrote"));
    shop.erase();
    CHECK_FALSE(shop.says("Something else"));
    CHECK_FALSE(shop.on_disk("Something else"));
}

TEST_CASE("a wrong link erases nothing")
{
    Told shop;
    auto wrong = shop.path;
    wrong.back() = wrong.back() == '0' ? '1' : '0';
    CHECK(shop.get(wrong + "/erase").status == 404);
    CHECK(shop.post(wrong + "/erase", {{"sure", "yes"}}).status == 404);
    CHECK(shop.says("The milk is zourful."));
}

TEST_CASE("a status link works for a year after the last word, and then says so kindly")
{
    constexpr auto year = std::chrono::days{365};
    Told shop;
    shop.post(shop.path + "/verdict", {{"settled", "yes"}});
    shop.clock.advance(year - std::chrono::hours{1});
    CHECK(shop.get(shop.path).status == 200);
    // Any word counts, from either side.
    shop.post(shop.path + "/verdict", {{"settled", "no"}});
    shop.post(shop.path + "/verdict", {{"settled", "yes"}});
    shop.clock.advance(year - std::chrono::microseconds{1});
    CHECK(shop.get(shop.path).status == 200);

    shop.clock.advance(std::chrono::microseconds{1});
    const auto over = shop.get(shop.path);
    CHECK(over.status == 410);
    CHECK(over.body.find("It is a year since the last word here") != over.body.npos);
    CHECK(shop.get(shop.path + "/erase").status == 410);
    const auto late = shop.post(shop.path + "/messages", {{"text", "Are you still there?"}});
    CHECK(late.status == 410);
    CHECK(late.body.find("That link is no longer valid, but your words are here") !=
          std::string::npos);
    CHECK(textarea_in(late.body, "wishes") == "Are you still there?");
    CHECK(shop.get(shop.path + "/news").status == 204);
}

TEST_CASE("a link does not end while we owe an answer")
{
    Told shop;
    shop.clock.advance(std::chrono::days{400});
    CHECK(shop.get(shop.path).status == 200);
}

} // namespace heard::site
