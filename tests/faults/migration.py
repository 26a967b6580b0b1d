"""A shop of the first version that is taken over by today's program, which is killed at every step of that.

The old books are made from the first migration's own SQL, which never changes.
"""
import contextlib
import sqlite3
import tempfile
import time

import calls
from program import TOP, Shop
from proof import expect

FIRST_SCHEMA = TOP / "lib/storage/migrations/0001_first_house.sql"
TICKETS = 40
KILLED_AT = ("pwrite64", "fdatasync", "ftruncate", "unlink")
MICROS = 1_000_000


def write_old_books(file):
    """Tickets that wait and tickets that were answered, as the first version left them after a polite end."""
    now = int(time.time()) * MICROS
    with sqlite3.connect(file) as books:
        books.execute("pragma page_size = 1024")
        books.executescript(FIRST_SCHEMA.read_text())
        books.execute("insert into house values (1, randomblob(32), 1, '', ?)", (now,))
        books.execute("insert into staff (id, name, email, role, created_at) "
                      "values (1, 'Anna', 'a@example.com', 'staff', ?)", (now,))
        for ticket in range(1, TICKETS + 1):
            write_old_ticket(books, ticket, now)
        books.execute("pragma user_version = 1")
    books.execute("pragma journal_mode = wal")
    books.close()


def write_old_ticket(books, ticket, now):
    answered = now if ticket % 2 else None
    books.execute("insert into ticket (id, reference, kind, opened_at, newest_entry, answered_at) values "
                  "(?1, printf('H-%06d', ?1), 'complaint', ?2, iif(?3 is null, 0, 1), ?3)", (ticket, now, answered))
    books.execute("insert into submission values (?1, randomblob(16), ?2, 'web', '', 0, 'en', '', "
                  "printf('Cold soup, %d.', ?1), '', '', '')", (ticket, now))
    books.execute("insert into promise (ticket, made_at, due_at, state, ended_at, climbed_until, look_again_at) values "
                  "(?1, ?2, ?2 + ?3, iif(?4 is null, 'open', 'kept'), ?4, ?2, iif(?4 is null, ?2 + ?3, null))",
                  (ticket, now, 86400 * MICROS, answered))
    books.execute("insert into book (at, what, ticket, promise, due_at) values (?, 'submitted', ?, ?, ?)",
                  (now, ticket, ticket, now + 86400 * MICROS))
    if answered:
        books.execute("insert into entry (ticket, number, at, what, staff, text) "
                      "values (?, 1, ?, 'answer', 1, 'Sorry.')", (ticket, now))
        books.execute("insert into book (at, what, ticket, promise, staff) values (?, 'answered', ?, ?, 1)",
                      (now, ticket, ticket))


WORDS = "select ticket, dislikes, reference, answered_at, text from submission join ticket on ticket.id = ticket " \
        "left join entry using (ticket) order by 1"
PROMISES = "select ticket, made_at, due_at, state from promise order by 1, 2"


def steps(old):
    """Every (call, n) at which it can be killed before the shop is open."""
    with tempfile.NamedTemporaryFile() as trace, old_shop(old) as shop:
        counting = calls.Counting(KILLED_AT, trace.name)
        counting.launch(shop)
        expect(not dies_before_ready(shop), shop.log())
        most = counting.most()
    return [(call, n) for call in KILLED_AT for n in range(1, most[call] + 1)]


@contextlib.contextmanager
def old_shop(old):
    with Shop() as shop:
        shop.write_settings()
        shop.database.write_bytes(old.read_bytes())
        yield shop


def kill_at(call, n, old):
    """Killed there, then started plainly: all is there. False when it was ready before its n-th call."""
    with old_shop(old) as shop:
        before = shop.rows(WORDS), shop.rows(PROMISES)
        expect(len(before[0]) == TICKETS, before)
        shop.launch(*calls.TRACED, "-o", shop.folder / "trace", "-e", f"trace={call}",
                    "-e", f"inject={call}:signal=KILL:when={n}")
        killed = dies_before_ready(shop)
        if not killed:
            shop.kill()
        seconds = shop.start()
        expect(seconds < 5, f"the plain start after {call} {n} took {seconds:.1f} s")
        expect((shop.rows(WORDS), shop.rows(PROMISES)) == before, f"killed at {call} {n}, and something is missing")
        [(version,)] = shop.rows("pragma user_version")
        expect(version > 1, f"killed at {call} {n}, it stays at version {version}")
        expect(shop.stop() == 0, shop.log())
        sound = shop.rows("pragma integrity_check") + shop.rows("pragma foreign_key_check")
        expect(sound == [("ok",)], f"killed at {call} {n}: {sound}")
        return killed


def dies_before_ready(shop, seconds=10):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if shop.process.poll() is not None:
            return True
        if "event=ready" in shop.log():
            return False
        time.sleep(0.005)
    expect(False, f"neither ready nor dead after {seconds} s")
