#include "storage/audit.hpp"

#include "desk/merge.hpp"
#include "storage/migrations.hpp"
#include "support/shop.hpp"

#include <doctest/doctest.h>

using namespace heard;

namespace {

std::string all(const std::vector<std::string>& findings)
{
    std::string text;
    for (const auto& finding : findings)
        text += finding + "\n";
    return text;
}

/// A shop in which everything has happened once: answered, held, settled, come back to, escalated,
/// answered late, noted, claimed.
struct BusyShop : Shop
{
    BusyShop()
    {
        answered = customer_says({.likes = "The eggnog.", .contact = "ann@example.com"});
        held = customer_says({.dislikes = "The queue.", .contact = "bob@example.com"});
        late = customer_says({.dislikes = "The milk was sour.", .name = "Cid"});
        settled = customer_says({.wishes = "Longer hours."});
        reopened = customer_says({.dislikes = "The parking."});
        clock.advance(1h);
        staff_answers(answered, "Thank you, Ann.");
        staff_holds(held, "We count the tills.", clock.now() + 48h);
        customer_settles(settled);
        staff_answers(reopened, "More room from May.");
        clock.advance(1h);
        customer_adds(reopened, "And the lamps?");
        customer_settles(answered, false);
        staff_claims(held, mary);
        let_pass(30h);
        staff_answers(late, "We are sorry, Cid. It is replaced.");
        customer_says({.dislikes = "Still waiting."});
    }

    /// What the audit says after somebody has cooked the books with that statement.
    std::string after(const std::string& statement)
    {
        database.execute("pragma foreign_keys = off"); // Only outside of a transaction.
        database.execute("savepoint cooked");
        for (const auto* trigger : {"book_is_not_changed", "book_is_not_shortened"})
            database.execute(std::string{"drop trigger "} + trigger);
        database.execute("drop index promise_open");
        database.execute(statement);
        CHECK(database.changes() > changes_);
        changes_ = database.changes();
        const auto found = all(storage::audit(database));
        database.execute("rollback to cooked; release cooked");
        return found;
    }

    /// The same, of what the start looks at.
    std::string at_start_after(const std::string& statement)
    {
        database.execute("savepoint cooked");
        database.execute(statement);
        storage::Transaction tx{database, clock.now()};
        const auto found = all(storage::quick_audit(tx));
        database.execute("rollback to cooked; release cooked");
        return found;
    }

    std::string tickets(const desk::Receipt& ticket) const { return "'" + ticket.reference + "'"; }
    /// A condition for rows of that ticket.
    std::string of(const desk::Receipt& ticket) const
    {
        return " where ticket = (select id from ticket where reference = '" + ticket.reference +
               "') ";
    }

    desk::Receipt answered;
    desk::Receipt held;
    desk::Receipt late;
    desk::Receipt settled;
    desk::Receipt reopened;

private:
    std::int64_t changes_ = 0;
};

bool has(const std::string& text, const std::string& words)
{
    if (text.find(words) != std::string::npos)
        return true;
    MESSAGE(text);
    return false;
}

} // namespace

TEST_CASE("whatever the desk does leaves a sound database")
{
    BusyShop shop;
    CHECK(all(storage::audit(shop.database)) == "");
    CHECK(shop.at_start_after("select 1") == "");
}

TEST_CASE("a ticket that waits without a promise is found, now and at the start")
{
    BusyShop shop;
    const auto forget = "delete from promise" + shop.of(shop.held) + "and state = 'open'";
    CHECK(has(shop.after(forget),
              shop.held.reference + ": waits for an answer, and no promise is open"));
    const auto end =
        "update promise set state = 'kept', ended_at = due_at - 1, look_again_at = null" +
        shop.of(shop.held) + "and state = 'open'";
    CHECK(has(shop.after(end),
              shop.held.reference + ": waits for an answer, and no promise is open"));
    CHECK(has(shop.at_start_after(end), shop.held.reference + ": waits for an answer"));
}

TEST_CASE("a promise that is open though nothing is left to do is found")
{
    BusyShop shop;
    const auto second =
        "insert into promise (ticket, made_at, due_at, climbed_until) "
        "select id, opened_at, opened_at + 1, opened_at from ticket where reference = ";
    CHECK(has(shop.after(second + shop.tickets(shop.settled)),
              shop.settled.reference + ": nothing is left to do, and promise"));
    CHECK(has(shop.after(second + shop.tickets(shop.late)),
              shop.late.reference + ": nothing is left to do, and promise"));
    const auto looked_at =
        "insert into promise (ticket, made_at, due_at, climbed_until, look_again_at) "
        "select id, opened_at, opened_at + 1, opened_at, 1 from ticket where reference = ";
    CHECK(has(shop.at_start_after(looked_at + shop.tickets(shop.settled)),
              "is open on a ticket that is settled"));
}

TEST_CASE("a second open promise is found, and that the index against it is gone")
{
    BusyShop shop;
    const auto found =
        shop.after("insert into promise (ticket, made_at, due_at, climbed_until) select "
                   "ticket, made_at, due_at, made_at from promise" +
                   shop.of(shop.held) + "and state = 'open'");
    CHECK(has(found, shop.held.reference + ": 2 promises are open at once"));
    CHECK(has(found, "index promise_open is missing"));
    CHECK(has(found, "trigger book_is_not_changed is missing"));
}

TEST_CASE("a due time or an answer's time that was moved is found")
{
    BusyShop shop;
    CHECK(has(shop.after("update promise set due_at = due_at + 3600000000" + shop.of(shop.held) +
                         "and state = 'open'"),
              shop.held.reference + ": the book has promise"));
    CHECK(has(shop.after("update entry set at = at - 86400000000" + shop.of(shop.late)),
              shop.late.reference + ": the book has entry "));
    CHECK(has(shop.after("update ticket set answered_at = answered_at - 1 where reference = " +
                         shop.tickets(shop.late)),
              shop.late.reference + ": the book has its answer at another time"));
    CHECK(has(shop.after("update book set at = at + 1 where id = 5"), "line 5 of the book"));
}

TEST_CASE("a ticket that the queue has at a wrong time, or not at all, is found")
{
    BusyShop shop;
    const auto in_queue = [&](const std::string& due_at, const desk::Receipt& ticket) {
        return "update ticket set due_at = " + due_at +
               " where reference = " + shop.tickets(ticket);
    };
    const std::string sentence = ": the queue has it at another time than its promise is due";
    CHECK(has(shop.after(in_queue("due_at + 1", shop.held)), shop.held.reference + sentence));
    CHECK(has(shop.after(in_queue("null", shop.held)), shop.held.reference + sentence));
    CHECK(has(shop.at_start_after(in_queue("1", shop.settled)), shop.settled.reference + sentence));
}

TEST_CASE("a broken promise that is called kept is found, and one broken before its time")
{
    BusyShop shop;
    CHECK(
        has(shop.after("update promise set state = 'kept', broken_at = null" + shop.of(shop.late)),
            "ended after its due time and is not called broken"));
    CHECK(has(shop.after("update promise set broken_at = due_at - 1" + shop.of(shop.late)),
              "was broken at another time than it was due"));
    CHECK(has(shop.after("update promise set due_at = made_at - 1" + shop.of(shop.held)),
              "was due, or climbed, before it was made"));
    CHECK(has(shop.after("update promise set look_again_at = 1" + shop.of(shop.late)),
              "has ended and still climbs"));
}

TEST_CASE("an escalation that was removed, or came too early, is found")
{
    BusyShop shop;
    CHECK(has(shop.after("delete from escalation" + std::string{" where id = 1"}),
              "tells of an escalation that is missing"));
    CHECK(has(shop.after("update escalation set written_at = planned_at - 1 where id = 1"),
              "escalation 1 came before its time"));
    CHECK(has(shop.after("update escalation set planned_at = planned_at - 1 where id = 1"),
              "escalation 1 came before its time"));
    CHECK(has(shop.after("delete from letter where id in (select letter from escalation)"),
              "its promise or its letter"));
}

TEST_CASE("entries, submissions, tickets and letters that are missing are found")
{
    BusyShop shop;
    CHECK(has(shop.after("delete from entry" + shop.of(shop.reopened) + "and number = 1"),
              shop.reopened.reference + ": its entries are not those from 1 to 2"));
    CHECK(has(shop.after("update ticket set newest_entry = 7 where reference = " +
                         shop.tickets(shop.held)),
              shop.held.reference + ": its entries are not those from 1 to 7"));
    CHECK(has(shop.after("delete from submission" + shop.of(shop.held)),
              shop.held.reference + ": what the customer sent in is missing"));
    CHECK(has(shop.after("delete from ticket where reference = " + shop.tickets(shop.held)),
              "tickets: 1 of them are missing"));
    CHECK(has(
        shop.after(
            "update letter set delivered_at = 1, given_up_at = 1, next_try_at = null where id = 1"),
        "letter 1: is both delivered and given up"));
}

TEST_CASE("a reference that the house did not give, and a house that is gone, are found")
{
    BusyShop shop;
    CHECK(has(shop.after("update ticket set reference = 'H-000000' where id = 1"),
              "H-000000: ticket 1 is called " + shop.answered.reference));
    CHECK(has(shop.after("delete from house"), "the house: there are 0 rows"));
}

TEST_CASE("of a thousand findings alike a few are told, and how many more there are")
{
    Shop shop;
    for (int i = 0; i < 50; ++i)
        shop.customer_says({.dislikes = "Number " + std::to_string(i)});
    shop.database.execute("pragma foreign_keys = off; delete from promise");
    const auto findings = storage::audit(shop.database);
    CHECK(has(all(findings), "... and 30 more of that kind"));
}

TEST_CASE("tickets that go along with another one are vouched for together")
{
    BusyShop shop;
    const auto stays = shop.customer_says({.dislikes = "The door sticks."});
    shop.clock.advance(1h);
    const auto goes = shop.customer_says({.dislikes = "The door is stuck."});
    shop.in_transaction([&](storage::Transaction& tx) {
            return desk::merge(tx, shop.house, {shop.mary, goes.reference}, stays.reference);
        })
        .value();
    CHECK(all(storage::audit(shop.database)) == "");

    CHECK(has(shop.after("delete from promise" + shop.of(stays) + "and state = 'open'"),
              goes.reference + ": waits for an answer, and no promise is open"));
    CHECK(has(
        shop.after("update ticket set merged_into = null where reference = " + shop.tickets(goes)),
        goes.reference + ": the book does not agree with which other ticket it goes along"));
    CHECK(has(
        shop.after("update ticket set merged_into = id where reference = " + shop.tickets(goes)),
        "which stays nowhere"));
    CHECK(has(shop.after("insert into promise (ticket, made_at, due_at, climbed_until) select id, "
                         "opened_at, opened_at + 1, opened_at from ticket where reference = " +
                         shop.tickets(goes)),
              goes.reference + ": it goes along with another ticket, and has promise"));
}
