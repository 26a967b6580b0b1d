#include "desk/draft.hpp"

#include "desk/merge.hpp"
#include "desk/reply.hpp"
#include "tests/support/shop.hpp"

#include <doctest/doctest.h>

using namespace heard;
using core::EntryKind;

namespace {

/// One person with a ticket open on several pages.
struct Pages : Shop
{
    Pages() { house.undo_for = 15s; }

    desk::Receipt ticket = customer_says({.dislikes = "The shoes came apart."});

    /// What that page saves; gives what is kept instead, if it does not know that.
    std::optional<storage::Draft> keep(const std::string& page, const std::string& text,
                                       std::int64_t draft = 0)
    {
        return keep(reply_on(page, text, draft)).value();
    }
    std::expected<std::optional<storage::Draft>, core::Problem> keep(const desk::Reply& reply)
    {
        const auto what = reply.until ? EntryKind::hold : EntryKind::answer;
        return in_transaction(
            [&](storage::Transaction& tx) { return desk::keep_draft(tx, house, reply, what); });
    }

    desk::Reply reply_on(const std::string& page, const std::string& text, std::int64_t draft = 0)
    {
        return {.writer = mary,
                .reference = ticket.reference,
                .text = text,
                .done = {},
                .seen = thread(ticket).ticket.newest_entry,
                .until = {},
                .page = page,
                .draft = draft};
    }

    void send(const desk::Reply& reply)
    {
        in_transaction([&](storage::Transaction& tx) {
            return desk::answer(tx, house, reply);
        }).value();
    }
    void undo()
    {
        in_transaction([&](storage::Transaction& tx) {
            return desk::undo(tx, house, mary, ticket.reference);
        }).value();
    }

    /// Hers, the newest first.
    std::vector<storage::Draft> kept()
    {
        return in_transaction(
            [&](storage::Transaction& tx) { return storage::drafts_of(tx, ticket.ticket); });
    }
};

} // namespace

TEST_CASE("a page goes on with its own draft, and another one that has shown it does too")
{
    Pages pages;
    CHECK_FALSE(pages.keep("one", "We are sorry."));
    CHECK_FALSE(pages.keep("one", "Sorry!"));
    const auto number = pages.kept().at(0).number;
    CHECK_FALSE(pages.keep("two", "Quite another thing.", number));
    CHECK_FALSE(pages.keep("two", ""));
    CHECK(pages.kept().empty());
}

TEST_CASE("an old page overwrites nothing that it has not shown, and gets it to show")
{
    Pages pages;
    CHECK_FALSE(pages.keep("one", "We are sorry."));
    const auto shown = pages.kept().at(0).number;
    CHECK_FALSE(pages.keep("one", "A new pair is on its way."));
    for (const auto* const words : {"We are very sorry.", ""}) {
        const auto instead = pages.keep("two", words, shown);
        REQUIRE(instead);
        CHECK(instead->text == "A new pair is on its way.");
        CHECK(pages.kept().at(0).text == "A new pair is on its way.");
        CHECK(pages.kept().at(0).page == "one");
    }
    // Its writer has read both, and keeps what they like of them.
    CHECK_FALSE(pages.keep("two", "Both.", pages.kept().at(0).number));
    CHECK(pages.keep("one", "A new pair and a voucher.", shown)->text == "Both.");
}

TEST_CASE("the last words of a page that goes away stand before those that it does not know")
{
    Pages pages;
    CHECK_FALSE(pages.keep("one", "A new pair is on its way."));
    auto last = pages.reply_on("two", "We are sorry.");
    last.last = true;
    CHECK_FALSE(pages.keep(last).value());
    const auto both = "We are sorry.\n\nA new pair is on its way.";
    CHECK(pages.kept().at(0).text == both);
    // To each page, if it comes back, that is something new; and going once more adds nothing.
    CHECK_FALSE(pages.keep(last).value());
    CHECK(pages.kept().at(0).text == both);
    for (const auto* const page : {"one", "two"})
        CHECK(pages.keep(page, "We are very sorry.").value().text == both);

    last.text.clear(); // Nothing was written there.
    CHECK_FALSE(pages.keep(last).value());
    CHECK(pages.kept().at(0).text == both);
}

TEST_CASE("the other form of the same page, and a colleague's page, have drafts of their own")
{
    Pages pages;
    CHECK_FALSE(pages.keep("one", "We are sorry."));
    auto hold = pages.reply_on("two", "We ask the maker.");
    hold.until = pages.clock.now() + 24h;
    CHECK_FALSE(pages.keep(hold).value());
    auto bobs = pages.reply_on("three", "Dear Ann,");
    bobs.writer = pages.hire("Bob");
    CHECK_FALSE(pages.keep(bobs).value());
    CHECK(pages.kept().size() == 3);
}

TEST_CASE("what comes back by an undo is new to every page that was open before")
{
    Pages pages;
    CHECK_FALSE(pages.keep("one", "A new pair is on its way."));
    const auto shown = pages.kept().at(0).number;
    pages.send(pages.reply_on("one", "A new pair is on its way. Sorry!", shown));
    CHECK(pages.kept().empty());
    pages.undo();
    for (const auto* const page : {"one", "two"}) {
        const auto instead = pages.keep(page, "A new pair", shown);
        REQUIRE(instead);
        CHECK(instead->text == "A new pair is on its way. Sorry!");
    }
}

TEST_CASE("a reply from an old page leaves the draft that it does not know")
{
    Pages pages;
    CHECK_FALSE(pages.keep("one", "A long letter."));
    pages.send(pages.reply_on("two", "Short."));
    REQUIRE(pages.kept().size() == 1);
    CHECK(pages.kept()[0].text == "A long letter.");
    pages.undo(); // Both are there, the sent words first.
    CHECK(pages.kept().at(0).text == "Short.\n\nA long letter.");
}

TEST_CASE("of two holding replies that become one draft the date stays, whichever has it")
{
    for (const bool goes_has_it : {true, false}) {
        Pages pages;
        pages.clock.advance(1h);
        const auto goes = pages.customer_says({.dislikes = "The sole came off."});
        const auto until = pages.clock.now() + 24h;
        const auto begin = [&](const desk::Receipt& ticket, bool has_it) {
            pages.in_transaction([&](storage::Transaction& tx) {
                storage::save_draft(tx, {.ticket = ticket.ticket,
                                         .staff = pages.mary.id,
                                         .what = EntryKind::hold,
                                         .text = "We ask.",
                                         .until = has_it ? std::optional{until} : std::nullopt});
                return desk::Done{};
            });
        };
        begin(goes, goes_has_it);
        begin(pages.ticket, !goes_has_it);
        pages
            .in_transaction([&](storage::Transaction& tx) {
                return desk::merge(tx, pages.house, {pages.mary, goes.reference},
                                   pages.ticket.reference);
            })
            .value();
        REQUIRE(pages.kept().size() == 1);
        CHECK(pages.kept()[0].until == until);
        CHECK(pages.kept()[0].text == "We ask."); // Said twice, it is kept once.
    }
}

TEST_CASE("the page of a ticket that went along does not overwrite what stands on the matter")
{
    Pages pages;
    pages.clock.advance(1h);
    const auto other = pages.customer_says({.dislikes = "The sole came off."});
    auto on_other = pages.reply_on("other", "To the other.");
    on_other.reference = other.reference;
    on_other.done = "Asked the maker.";
    auto on_first = pages.reply_on("first", "To the first.");
    on_first.done = "Sent a voucher.";
    REQUIRE_FALSE(pages.keep(on_first).value());
    REQUIRE_FALSE(pages.keep(on_other).value());
    pages
        .in_transaction([&](storage::Transaction& tx) {
            return desk::merge(tx, pages.house, {pages.mary, other.reference},
                               pages.ticket.reference);
        })
        .value();
    on_other.text = "To the other, once more.";
    on_other.seen = 7;
    const auto instead = pages.keep(on_other).value();
    REQUIRE(instead);
    CHECK(instead->text == "To the other.\n\nTo the first.");
    CHECK(instead->done == "Asked the maker. Sent a voucher.");
    CHECK(pages.kept().at(0).text == instead->text);
    CHECK(pages.keep(on_first).value());

    on_other.draft = instead->number;
    CHECK_FALSE(pages.keep(on_other).value());
    CHECK(pages.kept().at(0).seen == 0); // Its numbers were those of another page.
}
