#include "storage/book_audit.hpp"

#include "storage/book.hpp"
#include "storage/damage.hpp"
#include "storage/erasure.hpp"
#include "storage/real_file.hpp"
#include "storage/rows.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace heard;
using namespace heard::storage;

namespace {

/// A small house with one of everything: a kept promise, a broken one, one that is open.
class House : public Rows
{
public:
    House()
    {
        mary = hire("Mary");
        kept = add_ticket({.dislikes = "The shoes came apart."});
        make_promise(kept);
        now += 1h;
        answer(kept, "kept", core::PromiseState::kept);
        late = add_ticket({.dislikes = "Nobody answers."});
        make_promise(late);
        now += 30h;
        answer(late, "answered late", core::PromiseState::broken);
        open = add_ticket({.likes = "The bread."});
        make_promise(open);
        execute("pragma foreign_keys = off"); // As it is for whoever opens the file by hand.
    }

    void make_promise(core::TicketId ticket)
    {
        const auto id = promise(ticket, now + 24h);
        run([&](Transaction& tx) {
            write_book(tx, {"promised", ticket, id, {}, now + 24h});
            return 0;
        });
    }

    void answer(core::TicketId ticket, std::string_view what, core::PromiseState state)
    {
        const auto promise =
            run([&](Transaction& tx) { return find_open_promise(tx, ticket).value(); });
        run([&](Transaction& tx) {
            add_entry(tx, {ticket, core::EntryKind::answer, mary, "We are sorry.", "New shoes."});
            set_answered(tx, ticket);
            end_promise(tx, promise, state);
            write_book(tx, {what, ticket, promise.id, mary, promise.due_at});
            return 0;
        });
    }

    std::vector<std::string> chain() { return run(problems_with_chain); }
    std::vector<std::string> rows() { return run(problems_against_book); }

    /// What somebody could do who has the file: the schema's guards are theirs to remove.
    void unguard()
    {
        execute("drop trigger book_is_not_changed; drop trigger book_is_not_shortened");
    }

    core::StaffId mary;
    core::TicketId kept, late, open;
};

} // namespace

TEST_CASE("nothing is wrong with a book that was only written")
{
    House house;
    CHECK(house.chain().empty());
    CHECK(house.rows().empty());
    CHECK(house.run([](Transaction& tx) { return problems_with_chain_end(tx, 3); }).empty());
    CHECK(house.run([](Transaction& tx) { return problems_with_chain_end(tx, 300); }).empty());
}

TEST_CASE("whoever changes a ticket, an entry or a promise behind the book's back is found out")
{
    House house;
    const std::vector<std::string> deeds = {
        "update promise set due_at = due_at + 1 where id = 3",
        "update promise set made_at = made_at - 1 where id = 3",
        "update promise set made_by = 1 where id = 3",
        "update promise set state = 'kept', broken_at = null where id = 2",
        "update promise set broken_at = null, state = 'open', ended_at = null where id = 2",
        "update promise set ended_at = ended_at - 1 where id = 1",
        "update promise set broken_at = due_at where id = 3",
        "delete from promise where id = 3",
        "update entry set at = at - 1 where id = 1",
        "update entry set staff = null where id = 1",
        "update entry set what = 'note' where id = 1",
        "update entry set text = 'We are very sorry.' where id = 1",
        "update entry set done = '' where id = 1",
        "update entry set salt = null where id = 1",
        "delete from entry where id = 2",
        "update submission set dislikes = 'The shoes are fine.' where ticket = 1",
        "update submission set likes = dislikes, dislikes = '' where ticket = 1",
        "update submission set received_at = received_at + 1 where ticket = 3",
        "update ticket set opened_at = opened_at + 1 where id = 3",
        "update ticket set answered_at = answered_at - 1 where id = 1",
        "update ticket set answered_at = null where id = 1",
        "update ticket set settled_at = 1 where id = 3",
        "insert into promise (ticket, made_at, due_at, climbed_until, state, ended_at) "
        "values (1, 1, 2, 1, 'kept', 2)",
        "insert into entry (ticket, number, at, what, text) values (3, 1, 1, 'answer', 'Thanks!')",
    };
    for (const auto& deed : deeds) {
        CAPTURE(deed);
        house.execute("begin");
        house.execute(deed);
        CHECK_FALSE(house.run_inside(problems_against_book).empty());
        house.execute("rollback");
    }
    CHECK(house.rows().empty());
}

TEST_CASE("words that were erased with their salt leave the chain and the audit whole")
{
    House house;
    house.run([&](Transaction& tx) {
        erase_words(tx, house.kept);
        return 0;
    });
    CHECK(house.chain().empty());
    CHECK(house.rows().empty());
}

TEST_CASE("words that went or came back without the customer's erasure are told")
{
    House house;
    const auto names_it = [&](const std::string& deed) {
        house.execute("begin");
        house.execute(deed);
        const auto problems = house.run_inside(problems_against_book);
        house.execute("rollback");
        return !problems.empty();
    };
    constexpr auto* blanked = "update submission set likes = '', dislikes = '', wishes = '', salt "
                              "= null where ticket = 1";
    CHECK(names_it(blanked));
    CHECK(names_it(std::string{blanked} + "; update ticket set erased_at = 7 where id = 1"));
    house.run([&](Transaction& tx) {
        add_entry(tx, {house.kept, core::EntryKind::message, {}, "The zip broke."});
        set_settled(tx, house.kept, false);
        erase_words(tx, house.kept);
        return 0;
    });
    REQUIRE(house.rows().empty());
    CHECK(names_it("update ticket set erased_at = null where id = 1"));
    CHECK(names_it("update submission set dislikes = 'We love it.' where ticket = 1"));
    CHECK(names_it("update entry set text = 'We love it.' where ticket = 1 and what = 'message'"));
}

TEST_CASE("a line that was changed, removed or slipped in is named")
{
    House house;
    house.unguard();
    const auto one_problem = [&](const std::string& deed) {
        house.execute("begin");
        house.execute(deed);
        const auto problems = house.run_inside(problems_with_chain);
        house.execute("rollback");
        return problems.size() == 1 ? problems.front() : std::to_string(problems.size());
    };
    CHECK(one_problem("update book set due_at = due_at + 1 where id = 2") ==
          "line 2 of the book or the one before it was changed after it was written");
    CHECK(one_problem("update book set link = zeroblob(32) where id = 10") ==
          "line 10 of the book or the one before it was changed after it was written");
    CHECK(one_problem("update book set at = 5 where id = 1") ==
          "line 1 of the book or the one before it was changed after it was written");
    CHECK(one_problem("delete from book where id = 2") ==
          "before line 3 of the book lines are missing");
    CHECK(one_problem("delete from book where id = 1") ==
          "before line 2 of the book lines are missing");
    CHECK(one_problem("insert into book (id, at, what, link) values (11, 1, 'kept', "
                      "randomblob(32))") ==
          "line 11 of the book or the one before it was changed after it was written");
}

TEST_CASE("a book whose end was cut off is whole in itself; a head kept elsewhere tells")
{
    House house;
    const auto head = house.run([](Transaction& tx) { return book_head(tx); });
    house.unguard();
    house.execute("delete from book where id = " + std::to_string(head.number));
    CHECK(house.chain().empty());
    CHECK_FALSE(house.run([&](Transaction& tx) { return link_of(tx, head.number); }));
}

TEST_CASE("a line that is appended, rightly linked, makes no moved time good")
{
    House house;
    const auto problems_after = [&](const std::string& deed, const NewLine& line, Instant at) {
        house.execute("begin");
        house.execute(deed);
        Transaction tx{house.database, at};
        write_book(tx, line);
        CHECK(problems_with_chain(tx).empty());
        const auto problems = problems_against_book(tx);
        house.execute("rollback");
        return problems.size();
    };
    const auto open =
        house.run([&](Transaction& tx) { return find_open_promise(tx, house.open).value(); });
    CHECK(problems_after("update promise set due_at = due_at + 1 where id = 3",
                         {"promised", house.open, open.id, {}, open.due_at + time::Micros{1}},
                         open.made_at) > 0);
    const auto answer = house.run([&](Transaction& tx) { return entries_of(tx, house.kept)[0]; });
    const auto earlier = answer.at - 30min;
    CHECK(problems_after("update entry set at = " + std::to_string(time::to_number(earlier)) +
                             " where id = 1; update ticket set answered_at = " +
                             std::to_string(time::to_number(earlier)) + " where id = 1",
                         {.what = "answer", .ticket = house.kept, .staff = house.mary, .entry = 1},
                         earlier) > 0);
}

TEST_CASE("a book whose numbers lead round in a circle is told, and not walked for ever")
{
    const RealFile file;
    Database{file.path(), Access::write}.execute(
        "with recursive n (i) as (values (1) union all select i + 1 from n where i < 90) "
        "insert into book (at, what, link) select 1, 'seen', zeroblob(32) from n");
    DamagedFile{file.path()}.number_in_first_leaf_of("book", 5, 2);
    Database database{file.path(), Access::inspect_as_is};
    Transaction tx{database, {}};
    CHECK(problems_with_chain(tx).back() ==
          "after line 5 of the book the numbers go back; the rest cannot be followed");
}
