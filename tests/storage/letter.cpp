#include "storage/letter.hpp"

#include "storage/rows.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::storage;

namespace {

NewLetter letter(const std::string& key)
{
    return {.key = key,
            .what = "answer",
            .ticket = {},
            .sender = "hello@dairy.example",
            .recipient = "ann@example.com",
            .message_id = "<" + key + "@dairy.example>",
            .mime = std::string{"Subject: hello\r\n\r\nGr\xc3\xbc\xc3\x9f\0"
                                "e",
                                24}};
}

core::LetterId queue(Rows& rows, const std::string& key)
{
    return rows.run([&](Transaction& tx) { return queue_letter(tx, letter(key)); }).value();
}

std::vector<WaitingLetter> waiting(Rows& rows, int count_max = 10)
{
    return rows.run([&](Transaction& tx) { return letters_to_send(tx, count_max); });
}

/// What became of a letter, noted now.
template <class Note, class... More>
void becomes(Rows& rows, Note note, core::LetterId id, const More&... more)
{
    rows.run([&](Transaction& tx) {
        note(tx, id, more...);
        return 0;
    });
}

} // namespace

TEST_CASE("a letter waits in the outbox with its very bytes, and wakes the round")
{
    Rows rows;
    const auto wake = rows.run([](Transaction& tx) {
        queue_letter(tx, letter("reply/1"));
        return tx.wake();
    });
    CHECK(wake.letters);
    REQUIRE(waiting(rows).size() == 1);
    const auto found = waiting(rows)[0];
    CHECK(found.sender == "hello@dairy.example");
    CHECK(found.recipient == "ann@example.com");
    CHECK(found.message_id == "<reply/1@dairy.example>");
    CHECK(found.mime == letter("reply/1").mime);
    CHECK(found.failures == 0);
    CHECK(found.queued_at == rows.now);
}

TEST_CASE("one cause writes one letter")
{
    Rows rows;
    queue(rows, "reply/1");
    const auto again = rows.run([](Transaction& tx) {
        const auto id = queue_letter(tx, letter("reply/1"));
        CHECK_FALSE(tx.wake().letters);
        return id;
    });
    CHECK_FALSE(again);
    queue(rows, "reply/2");
    CHECK(waiting(rows).size() == 2);
}

TEST_CASE("a delivered letter waits no more")
{
    Rows rows;
    const auto id = queue(rows, "reply/1");
    becomes(rows, note_delivered, id);
    CHECK(waiting(rows).empty());
    CHECK_FALSE(rows.run([](Transaction& tx) { return next_letter_at(tx); }));
}

TEST_CASE("a letter for later is tried later, and counts its failures")
{
    Rows rows;
    const auto id = queue(rows, "reply/1");
    becomes(rows, note_later, id, rows.now + 1min, "try again");
    CHECK(waiting(rows).empty());
    CHECK(rows.run([](Transaction& tx) { return next_letter_at(tx); }) == rows.now + 1min);

    rows.now += 1min;
    REQUIRE(waiting(rows).size() == 1);
    CHECK(waiting(rows)[0].failures == 1);
    CHECK(waiting(rows)[0].queued_at == rows.now - 1min);
}

TEST_CASE("one letter that is held up holds up no other, and what has waited longest goes first")
{
    Rows rows;
    const auto first = queue(rows, "reply/1");
    rows.now += 1min;
    queue(rows, "reply/2");
    rows.now += 1min;
    queue(rows, "reply/3");
    becomes(rows, note_later, first, rows.now + 1h, "mailbox full");
    const auto due = waiting(rows);
    REQUIRE(due.size() == 2);
    CHECK(due[0].message_id == "<reply/2@dairy.example>");
    CHECK(due[1].message_id == "<reply/3@dairy.example>");
    CHECK(waiting(rows, 1).size() == 1);
}

TEST_CASE("a letter given up, and one that waits too long, are trouble that somebody must know of")
{
    Rows rows;
    const auto ticket = rows.add_ticket({.likes = "The bread."});
    const auto trouble = [&] {
        return rows.run(
            [&](Transaction& tx) { return outbox_trouble(tx, rows.now - 15min, rows.now - 24h); });
    };
    CHECK(trouble().stuck + trouble().given_up == 0);

    auto on_a_ticket = letter("reply/1");
    on_a_ticket.ticket = ticket;
    const auto id =
        rows.run([&](Transaction& tx) { return queue_letter(tx, on_a_ticket); }).value();
    const auto other = queue(rows, "reply/2");
    rows.now += 14min;
    CHECK(trouble().stuck == 0);
    rows.now += 1min;
    CHECK(trouble().stuck == 2);

    becomes(rows, note_given_up, id, "no such mailbox");
    becomes(rows, note_delivered, other);
    CHECK(trouble().stuck == 0);
    CHECK(trouble().given_up == 1);
    REQUIRE(trouble().newest.size() == 1);
    CHECK(trouble().newest[0].what == "answer");
    CHECK(trouble().newest[0].reference == rows.references.of(ticket));
    CHECK(trouble().newest[0].detail == "no such mailbox");
    CHECK(trouble().newest[0].given_up);
    CHECK(waiting(rows).empty());

    rows.now += 25h;
    CHECK(trouble().given_up == 0);
    CHECK(trouble().newest.empty());
}
