#include "storage/photo.hpp"

#include "storage/book.hpp"
#include "storage/book_audit.hpp"
#include "storage/rows.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::storage;

namespace {

core::FormKey form(unsigned char number)
{
    return {9, number};
}

core::Picture picture(std::string bytes)
{
    return {core::PictureKind::png, 40, 30, std::move(bytes)};
}

struct Album : Rows
{
    void keep(unsigned char of, std::string bytes)
    {
        run([&](Transaction& tx) {
            add_draft(tx, form(of), picture(std::move(bytes)));
            return 0;
        });
    }
    void take(unsigned char of, core::TicketId ticket)
    {
        run([&](Transaction& tx) {
            take_drafts(tx, form(of), ticket);
            return 0;
        });
    }
    std::vector<int> drafts(unsigned char of)
    {
        return numbers(run([&](Transaction& tx) { return drafts_of(tx, form(of)); }));
    }
    std::vector<int> photos(core::TicketId ticket)
    {
        return numbers(run([&](Transaction& tx) { return photos_of(tx, ticket); }));
    }
    std::string bytes(core::TicketId ticket, int number)
    {
        return run([&](Transaction& tx) { return find_photo(tx, ticket, number); })
            .value_or(PhotoFile{})
            .bytes;
    }
    PhotoBytes used()
    {
        return run([](Transaction& tx) { return photo_bytes(tx); });
    }
    std::vector<std::string> findings()
    {
        auto all = run(problems_with_chain);
        for (auto& one : run(problems_against_book))
            all.push_back(std::move(one));
        return all;
    }

private:
    static std::vector<int> numbers(const std::vector<Photo>& photos)
    {
        std::vector<int> all;
        for (const auto& photo : photos)
            all.push_back(photo.number);
        return all;
    }
};

using Numbers = std::vector<int>;

} // namespace

TEST_CASE("drafts belong to their form until its submission takes them along")
{
    Album album;
    album.keep(1, "one");
    album.keep(1, std::string{"two\0bytes", 9});
    album.keep(2, "another's");
    CHECK(album.drafts(1) == Numbers{1, 2});
    CHECK(album.used().all == 21);
    CHECK(album.used().drafts == 21);

    const auto ticket = album.add_ticket({.likes = "The bread."});
    album.take(1, ticket);
    CHECK(album.drafts(1).empty());
    CHECK(album.drafts(2) == Numbers{1});
    CHECK(album.photos(ticket) == Numbers{1, 2});
    CHECK(album.bytes(ticket, 2) == std::string{"two\0bytes", 9});
    CHECK(album.used().drafts == 9);
    CHECK(album.findings().empty());
}

TEST_CASE("a photo that the ticket has already is not kept twice")
{
    Album album;
    const auto ticket = album.add_ticket({.likes = "The bread."});
    album.keep(1, "one");
    album.take(1, ticket);
    album.keep(1, "one");
    album.keep(1, "two");
    album.take(1, ticket);
    CHECK(album.photos(ticket) == Numbers{1, 2});
    CHECK(album.bytes(ticket, 2) == "two");
    CHECK(album.used().all == 6);
    CHECK(album.findings().empty());
}

TEST_CASE("a draft left out goes with its bytes, and the others keep their numbers")
{
    Album album;
    album.keep(1, "one");
    album.keep(1, "two");
    album.run([](Transaction& tx) {
        drop_draft(tx, form(1), 1);
        return 0;
    });
    CHECK(album.drafts(1) == Numbers{2});
    CHECK(album.run([](Transaction& tx) {
        return tx.prepare("select count(*) from photo_bytes").value<int>();
    }) == 1);
}

TEST_CASE("old drafts go, a ticket's photos stay, and room is made by the oldest of others")
{
    Album album;
    const auto ticket = album.add_ticket({.likes = "The bread."});
    album.keep(1, "taken");
    album.take(1, ticket);
    album.keep(2, "old");
    album.now += 1h;
    album.keep(3, "newer");
    const auto drop_oldest = [&](unsigned char but_of) {
        return album.run([&](Transaction& tx) { return drop_oldest_draft(tx, form(but_of)); });
    };
    CHECK(drop_oldest(2));
    CHECK(album.drafts(3).empty());
    CHECK_FALSE(drop_oldest(2));

    const auto drop_before = [&](Instant before) {
        return album.run([&](Transaction& tx) { return drop_drafts_before(tx, before); });
    };
    CHECK(drop_before(album.now - 1h) == 0);
    CHECK(drop_before(album.now) == 1);
    CHECK(album.used().drafts == 0);
    CHECK(album.photos(ticket) == Numbers{1});
}

TEST_CASE("erased photos are gone for good, and the book stays whole")
{
    Album album;
    const auto ticket = album.add_ticket({.likes = "The bread."});
    const auto other = album.add_ticket({.likes = "The eggs."});
    album.keep(1, "one");
    album.take(1, ticket);
    album.keep(2, "one");
    album.take(2, other);
    album.run([&](Transaction& tx) {
        erase_photos(tx, ticket);
        return 0;
    });
    CHECK(album.photos(ticket).empty());
    CHECK(album.bytes(ticket, 1).empty());
    CHECK(album.bytes(other, 1) == "one");
    CHECK(album.used().all == 3);
    CHECK(album.findings().empty());

    album.keep(1, "later");
    album.take(1, ticket);
    CHECK(album.photos(ticket) == Numbers{2});
    CHECK(album.findings().empty());
}

TEST_CASE("the book tells whose photo was changed, removed, slipped in or moved")
{
    Album album;
    const auto ticket = album.add_ticket({.likes = "The bread."});
    const auto other = album.add_ticket({.likes = "The eggs."});
    album.keep(1, "one");
    album.take(1, ticket);
    REQUIRE(album.findings().empty());
    album.execute("pragma foreign_keys = off"); // As it is for whoever opens the file by hand.
    SUBCASE("another picture")
    {
        album.execute("update photo_bytes set bytes = x'00'");
    }
    SUBCASE("another picture with its digest")
    {
        album.run([](Transaction& tx) {
            tx.prepare("update photo_bytes set bytes = x'616263'").run();
            tx.prepare("update photo set digest = ?1").run(core::digest_of("abc"));
            return 0;
        });
    }
    SUBCASE("no bytes")
    {
        album.execute("delete from photo_bytes");
    }
    SUBCASE("no photo")
    {
        album.execute("delete from photo_bytes; delete from photo");
    }
    SUBCASE("another ticket's")
    {
        album.execute("update photo set ticket = " + std::to_string(other.value));
    }
    SUBCASE("one more")
    {
        album.execute("insert into photo (ticket, number, media_type, width, height, size, digest, "
                      "kept_at) values (1, 2, 'image/png', 1, 1, 0, x'', 0)");
    }
    CHECK_FALSE(album.findings().empty());
}
