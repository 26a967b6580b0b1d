#include "storage/ticket.hpp"

#include "storage/rows.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::storage;

namespace {

core::Ticket ticket_of(Rows& rows, core::TicketId id)
{
    return rows.run([&](Transaction& tx) { return find_ticket(tx, id).value(); });
}

} // namespace

TEST_CASE("a submission is kept word for word, with all that came along")
{
    Rows rows;
    const core::Submission said{.likes = "The bread.\n  And the \"cheese\".",
                                .dislikes = "Gr\xc3\xb6\xc3\x9f"
                                            "e 43 fehlt",
                                .wishes = "\xf0\x9f\x98\x80",
                                .name = "Ann O'Hara",
                                .contact = "ann@example.com",
                                .branch = "norwalk",
                                .invoice = "INV-7",
                                .retired_key = true,
                                .language = "de",
                                .channel = core::Channel::invoice,
                                .suspicion = core::Suspicion::none,
                                .form_key = {1, 2, 3}};
    const auto id =
        rows.run([&](Transaction& tx) { return add_ticket(tx, {rows.references}, said).id; });
    const auto kept = rows.run([&](Transaction& tx) { return get_submission(tx, id); });
    CHECK(kept.likes == said.likes);
    CHECK(kept.dislikes == said.dislikes);
    CHECK(kept.wishes == said.wishes);
    CHECK(kept.name == said.name);
    CHECK(kept.contact == said.contact);
    CHECK(kept.branch == said.branch);
    CHECK(kept.invoice == said.invoice);
    CHECK(kept.retired_key);
    CHECK(kept.language == said.language);
    CHECK(kept.channel == said.channel);
    CHECK(kept.form_key == said.form_key);
}

TEST_CASE("a new ticket is what its submission makes it")
{
    Rows rows;
    const auto id = rows.add_ticket(
        {.likes = "The bread.", .branch = "norwalk", .suspicion = core::Suspicion::too_fast});
    const auto ticket = ticket_of(rows, id);
    CHECK(ticket.reference == rows.references.of(id));
    CHECK(ticket.kind == core::Kind::praise);
    CHECK(ticket.branch == "norwalk");
    CHECK(ticket.opened_at == rows.now);
    CHECK(ticket.suspicion == "too_fast");
    CHECK(ticket.newest_entry == 0);
    CHECK_FALSE(ticket.assignee);
    CHECK_FALSE(ticket.answered_at);
    CHECK_FALSE(ticket.settled_at);
}

TEST_CASE("tickets are numbered one after the other")
{
    Rows rows;
    CHECK(rows.add_ticket({.likes = "The bread."}) == core::TicketId{1});
    CHECK(rows.add_ticket({.likes = "The bread."}) == core::TicketId{2});
}

TEST_CASE("a form that was sent finds its ticket, another one none")
{
    Rows rows;
    const auto find = [&](core::FormKey key) {
        return rows.run([&](Transaction& tx) { return find_ticket_by_form(tx, key); });
    };
    CHECK_FALSE(find({1}));
    const auto id = rows.add_ticket({.likes = "The bread."});
    CHECK(find({1})->id == id);
    CHECK_FALSE(find({2}));
}

TEST_CASE("one form never makes two tickets, whatever happens above")
{
    Rows rows;
    const core::Submission said{.likes = "The bread.", .form_key = {9}};
    const auto add = [&](Transaction& tx) { return add_ticket(tx, {rows.references}, said).id; };
    rows.run(add);
    CHECK_THROWS_AS(rows.run(add), Error);
    CHECK(rows.database.prepare("select count(*) from ticket").value<int>() == 1);
}

TEST_CASE("entries are numbered on their own ticket, and come back oldest first")
{
    Rows rows;
    const auto mary = rows.hire("Mary");
    const auto first = rows.add_ticket({.likes = "The bread."});
    const auto second = rows.add_ticket({.likes = "The cheese."});
    const auto add = [&](const NewEntry& entry) {
        return rows.run([&](Transaction& tx) { return add_entry(tx, entry); });
    };
    CHECK(add({first, core::EntryKind::message, {}, "More of it."}) == 1);
    CHECK(add({second, core::EntryKind::message}) == 1);
    rows.now += 1h;
    CHECK(add({first, core::EntryKind::answer, mary, "Gladly.", "We bake twice."}) == 2);

    CHECK(ticket_of(rows, first).newest_entry == 2);
    const auto entries = rows.run([&](Transaction& tx) { return entries_of(tx, first); });
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].number == 1);
    CHECK(entries[0].text == "More of it.");
    CHECK_FALSE(entries[0].staff);
    CHECK(entries[1].what == core::EntryKind::answer);
    CHECK(entries[1].at == rows.now);
    CHECK(entries[1].staff == mary);
    CHECK(entries[1].done == "We bake twice.");
}

TEST_CASE("a ticket is assigned, corrected, answered, settled, opened again and taken back")
{
    Rows rows;
    const auto mary = rows.hire("Mary");
    const auto id =
        rows.add_ticket({.likes = "The bread.", .suspicion = core::Suspicion::no_token});
    rows.now += 1h;
    rows.run([&](Transaction& tx) {
        set_assignee(tx, id, mary);
        set_kind(tx, id, core::Kind::mixed);
        set_answered(tx, id);
        set_settled(tx, id, true);
        set_suspicion(tx, id, "");
        return 0;
    });
    auto ticket = ticket_of(rows, id);
    CHECK(ticket.assignee == mary);
    CHECK(ticket.kind == core::Kind::mixed);
    CHECK(ticket.answered_at == rows.now);
    CHECK(ticket.settled_at == rows.now);
    CHECK(ticket.suspicion.empty());

    rows.run([&](Transaction& tx) {
        set_assignee(tx, id, {});
        set_settled(tx, id, false);
        return 0;
    });
    ticket = ticket_of(rows, id);
    CHECK_FALSE(ticket.assignee);
    CHECK_FALSE(ticket.settled_at);
}

TEST_CASE("a ticket that is not there is not found")
{
    Rows rows;
    CHECK_FALSE(rows.run([](Transaction& tx) { return find_ticket(tx, {7}); }));
}
