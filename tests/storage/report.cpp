#include "storage/report.hpp"

#include "storage/book.hpp"
#include "storage/escalation.hpp"
#include "storage/letter.hpp"
#include "storage/merge.hpp"
#include "storage/rows.hpp"
#include "storage/sending.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

using namespace heard;
using namespace heard::storage;

namespace {

/// The words of the rows, to compare at a glance.
std::string words_of(const std::vector<QueueRow>& rows)
{
    std::string words;
    for (const auto& row : rows)
        words += row.words + " ";
    return words;
}

/// A shop where things wait for different hours.
struct Waiting
{
    Rows rows{};
    core::StaffId mary = rows.hire("Mary");

    core::TicketId add(core::Submission said, std::chrono::hours due_in)
    {
        const auto id = rows.add_ticket(std::move(said));
        rows.promise(id, rows.now + due_in);
        return id;
    }

    void answer(core::TicketId ticket, core::PromiseState state = core::PromiseState::kept)
    {
        rows.end(ticket, state);
    }

    /// A reply to it waits for its writer to think better of it.
    void leaves(core::TicketId ticket)
    {
        rows.run([&](Transaction& tx) {
            add_sending(tx, {.ticket = ticket,
                             .staff = mary,
                             .text = "Sorry.",
                             .done = {},
                             .until = {},
                             .release_at = tx.now() + 15s});
            return 0;
        });
    }

    std::vector<QueueRow> ask(View view, const std::string& branch = "", int rows_max = 50)
    {
        return rows.run([&](Transaction& tx) { return queue(tx, {view, mary, branch, rows_max}); });
    }
    std::string words(View view) { return words_of(ask(view)); }
};

} // namespace

TEST_CASE("the queue is ordered by due time alone, whoever was first or loudest")
{
    Waiting shop;
    shop.add({.dislikes = "third"}, 30h);
    shop.add({.likes = "first"}, 1h);
    shop.add({.dislikes = "SECOND!!!"}, 20h);
    CHECK(shop.words(View::due) == "first SECOND!!! third ");
}

TEST_CASE("what is answered leaves the queue, and what is late stays on top")
{
    Waiting shop;
    const auto late = shop.add({.dislikes = "late"}, 1h);
    const auto answered = shop.add({.dislikes = "answered"}, 2h);
    shop.add({.dislikes = "open"}, 20h);
    shop.answer(answered);
    shop.rows.now += 5h;
    CHECK(shop.words(View::due) == "late open ");
    CHECK(shop.ask(View::due)[0].ticket == late);
}

TEST_CASE("each view shows its own")
{
    Waiting shop;
    const auto mine = shop.add({.dislikes = "mine"}, 1h);
    shop.add({.likes = "praise"}, 2h);
    shop.add({.dislikes = "check", .suspicion = core::Suspicion::no_token}, 3h);
    const auto held = shop.rows.add_ticket({.dislikes = "held"});
    shop.rows.promise(held, shop.rows.now + 4h, shop.mary);
    shop.rows.run([&](Transaction& tx) {
        set_assignee(tx, mine, shop.mary);
        return 0;
    });
    CHECK(shop.words(View::due) == "mine praise held ");
    CHECK(shop.words(View::mine) == "mine ");
    CHECK(shop.words(View::promised) == "held ");
    CHECK(shop.words(View::praise) == "praise ");
    CHECK(shop.words(View::check) == "check ");
    CHECK(shop.words(View::all) == "mine praise check held ");
}

TEST_CASE("all means all: the open ones by due time, then the others, newest first")
{
    Waiting shop;
    const auto old = shop.add({.dislikes = "old"}, 1h);
    shop.add({.dislikes = "overdue"}, 2h);
    const auto recent = shop.add({.dislikes = "recent"}, 3h);
    shop.add({.dislikes = "today"}, 20h);
    shop.answer(old);
    shop.answer(recent);
    CHECK(shop.words(View::all) == "overdue today recent old ");
}

TEST_CASE("however many there are, what is overdue longest stays on the page")
{
    Waiting shop;
    shop.add({.dislikes = "overdue"}, 1h);
    for (int i = 0; i < 10; ++i)
        shop.answer(shop.add({.dislikes = "answered"}, 20h));
    CHECK(words_of(shop.ask(View::all, "", 2)) == "overdue answered ");
    CHECK(words_of(shop.ask(View::all, "", 1)) == "overdue ");
}

TEST_CASE("a branch sees its own tickets and those of none")
{
    Waiting shop;
    shop.add({.dislikes = "norwalk", .branch = "norwalk"}, 1h);
    shop.add({.dislikes = "danbury", .branch = "danbury"}, 2h);
    shop.answer(shop.add({.dislikes = "answered", .branch = "danbury"}, 2h));
    shop.add({.dislikes = "none"}, 3h);
    CHECK(words_of(shop.ask(View::due, "norwalk")) == "norwalk none ");
    CHECK(words_of(shop.ask(View::all, "norwalk")) == "norwalk none ");
    CHECK(words_of(shop.ask(View::all, "danbury")) == "danbury none answered ");
}

TEST_CASE("a row says all that the page shows")
{
    Waiting shop;
    const auto id = shop.add({.likes = "The bread.",
                              .dislikes = std::string(300, 'a'),
                              .name = "Ann",
                              .branch = "norwalk",
                              .suspicion = core::Suspicion::no_token},
                             5h);
    shop.rows.run([&](Transaction& tx) {
        set_assignee(tx, id, shop.mary);
        return 0;
    });
    const auto row = shop.ask(View::all).at(0);
    CHECK(row.ticket == id);
    CHECK(row.reference == shop.rows.references.of(id));
    CHECK(row.kind == core::Kind::mixed);
    CHECK(row.branch == "norwalk");
    CHECK(row.customer == "Ann");
    CHECK(row.words == std::string(200, 'a'));
    CHECK(row.assignee == "Mary");
    CHECK(row.opened_at == shop.rows.now);
    CHECK(row.due_at == shop.rows.now + 5h);
    CHECK_FALSE(row.promised_by_staff);
    CHECK_FALSE(row.settled);
    CHECK(row.set_aside);
}

TEST_CASE("the counts say how much is open, late and to check, for one's own branch")
{
    Waiting shop;
    shop.add({.dislikes = "late"}, 1h);
    shop.add({.dislikes = "open", .branch = "norwalk"}, 20h);
    shop.add({.dislikes = "check", .suspicion = core::Suspicion::no_token}, 1h);
    const auto counts = [&](const std::string& branch) {
        return shop.rows.run([&](Transaction& tx) { return queue_counts(tx, branch); });
    };
    shop.rows.now += 1h - 1us;
    CHECK(counts("").late == 0);
    shop.rows.now += 1us;
    CHECK(counts("").open == 2);
    CHECK(counts("").late == 1);
    CHECK(counts("").to_check == 1);
    CHECK(counts("danbury").open == 1);
}

TEST_CASE("the counts are those of the lists, for everybody and in each branch")
{
    Waiting shop;
    for (int i = 0; i < 60; ++i) {
        core::Submission said{.dislikes = "words"};
        said.branch = std::array{"", "norwalk", "danbury"}[static_cast<std::size_t>(i % 4) % 3];
        if (i % 3 == 0)
            said.suspicion = core::Suspicion::hidden_field;
        const auto ticket = shop.add(said, std::chrono::hours{i - 20});
        if (i % 5 == 0)
            shop.answer(ticket);
        else if (i % 7 == 0)
            shop.leaves(ticket);
    }
    for (const auto* const branch : {"", "norwalk", "danbury", "of no ticket"}) {
        const auto counts =
            shop.rows.run([&](Transaction& tx) { return queue_counts(tx, branch); });
        const auto due = shop.ask(View::due, branch, 100);
        const auto late = std::ranges::count_if(
            due, [&](const QueueRow& row) { return *row.due_at <= shop.rows.now; });
        CHECK(counts.open == std::ssize(due));
        CHECK(counts.late == late);
        CHECK(counts.to_check == std::ssize(shop.ask(View::check, branch, 100)));
        CHECK(counts.open > 0);
        CHECK(counts.late > 0);
        CHECK(counts.to_check > 0);
    }
    CHECK(shop.ask(View::all, "", 100).size() == 60);
}

TEST_CASE("the news name each ticket whose book has grown once, unless there are too many to name")
{
    Waiting shop;
    const auto sour = shop.rows.add_ticket({.dislikes = "Sour"});
    const auto hard = shop.rows.add_ticket({.dislikes = "Hard", .branch = "norwalk"});
    const auto write = [&](core::TicketId ticket, int lines) {
        shop.rows.run([&](Transaction& tx) {
            for (int i = 0; i < lines; ++i)
                write_book(tx, {"claimed", ticket, {}, shop.mary});
            return 0;
        });
    };
    const auto ask = [&](std::int64_t line, const std::string& branch) {
        return shop.rows.run([&](Transaction& tx) { return news_since(tx, line, branch); });
    };
    const auto before = ask(0, "").newest;
    write(sour, 2);
    write(hard, 1);
    CHECK(ask(before, "").references.size() == 2);
    CHECK(ask(before, "norwalk").references.size() == 2);
    CHECK(ask(before, "danbury").references.size() == 1);
    CHECK(ask(before + 2, "danbury").references.empty());
    CHECK(ask(before, "").newest == before + 3);
    CHECK(ask(before + 4, "").many);
    write(sour, 500);
    CHECK(ask(before, "").many);
}

TEST_CASE("what happens on one ticket of a matter is news of all of them")
{
    Waiting shop;
    const auto stays = shop.rows.add_ticket({.dislikes = "Sour", .branch = "norwalk"});
    const auto goes = shop.rows.add_ticket({.dislikes = "Very sour"});
    shop.rows.add_ticket({.dislikes = "Hard"});
    shop.rows.run([&](Transaction& tx) {
        merge_ticket(tx, goes, stays);
        return 0;
    });
    const std::vector both{shop.rows.references.of(stays), shop.rows.references.of(goes)};
    for (const auto written : {stays, goes}) {
        const auto line = shop.rows.run([&](Transaction& tx) {
            write_book(tx, {"claimed", written, {}, shop.mary});
            return book_head(tx).number - 1;
        });
        const auto ask = [&](const std::string& branch) {
            return shop.rows.run(
                [&](Transaction& tx) { return news_since(tx, line, branch).references; });
        };
        CHECK(ask("") == both);
        CHECK(ask("norwalk") == both);
        CHECK(ask("danbury").empty());
    }
}

TEST_CASE("the numbers count every promise once, and broken ones whether answered or not")
{
    Waiting shop;
    using core::PromiseState;
    shop.answer(shop.add({.dislikes = "kept"}, 20h), PromiseState::kept);
    shop.answer(shop.add({.dislikes = "released"}, 20h), PromiseState::released);
    const auto late = shop.add({.dislikes = "answered late"}, 1h);
    shop.add({.dislikes = "late and open"}, 1h);
    shop.add({.dislikes = "open"}, 20h);
    shop.rows.now += 1h;
    shop.rows.run([&](Transaction& tx) {
        return add_entry(tx, {late, core::EntryKind::answer, {}, "Sorry."});
    });
    shop.answer(late, PromiseState::broken);

    const auto numbers = shop.rows.run(promise_numbers);
    CHECK(numbers.open == 2);
    CHECK(numbers.open_late == 1);
    CHECK(numbers.kept == 1);
    CHECK(numbers.released == 1);
    CHECK(numbers.broken == 2);
    CHECK(numbers.answered_late == 1);
}

TEST_CASE(
    "the day's numbers: what is open, what of it is due by the end, and what was broken before")
{
    Waiting shop;
    const auto start = shop.rows.now;
    shop.add({.dislikes = "late, and nobody has looked"}, 1h);
    const auto late = shop.add({.dislikes = "answered late"}, 2h);
    shop.answer(shop.add({.dislikes = "kept"}, 2h));
    shop.add({.dislikes = "due in the night, which is not over"}, 4h);
    shop.add({.dislikes = "due today"}, 20h);
    shop.add({.dislikes = "due tomorrow"}, 40h);
    shop.rows.now += 3h;
    shop.answer(late, core::PromiseState::broken);
    const Day day{start - 19h, start + 5h, start + 29h};
    const auto numbers = shop.rows.run([&](Transaction& tx) { return day_numbers(tx, day); });
    CHECK(numbers.open == 4);
    CHECK(numbers.due_today == 3);
    CHECK(numbers.broken_yesterday == 2);
}

TEST_CASE("how late escalations were: planned against written against delivered")
{
    Waiting shop;
    auto& rows = shop.rows;
    shop.add({.dislikes = "Cold."}, 1h);
    const auto start = rows.now;
    const auto escalate = [&](int turn, std::chrono::seconds late) {
        return rows.run([&](Transaction& tx) {
            const auto letter =
                queue_letter(tx, {.key = std::to_string(turn), .what = "escalation", .mime = "x"});
            add_escalation(
                tx, {{{1}, 0s, turn, "stew@example.com"}, tx.now() - late, *letter, tx.now()});
            return *letter;
        });
    };
    const auto lateness = [&](Instant since) {
        return rows.run([&](Transaction& tx) { return escalation_lateness(tx, since); });
    };
    CHECK(lateness(start).count == 0);
    CHECK(lateness(start).written_worst == 0s);

    escalate(0, 1s);
    const auto second = escalate(1, 2s);
    escalate(2, 9s);
    rows.now += 10s;
    rows.run([&](Transaction& tx) {
        note_delivered(tx, second);
        return 0;
    });
    const auto late = lateness(start);
    CHECK(late.count == 3);
    CHECK(late.undelivered == 2);
    CHECK(late.written_median == 2s);
    CHECK(late.written_worst == 9s);
    CHECK(late.delivered_median == 12s);
    CHECK(late.delivered_worst == 12s);
    CHECK(lateness(start + 1s).count == 0);
}

TEST_CASE("views keep their names")
{
    for (const auto* view : {"due", "mine", "promised", "praise", "check", "all"})
        CHECK(to_text(view_from(view).value()) == view);
    CHECK_FALSE(view_from("snoozed"));
}
