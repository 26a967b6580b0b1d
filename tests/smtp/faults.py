"""Mail servers that fail in every way we could think of, and what the real program makes of it.

Each fault holds for one letter or for one attempt; then the server is well again, and every letter must have arrived.
Times are short because the settings say so (`limits.letter_time`, `alarm.after`), not because a test is in a hurry.
"""
import contextlib
import http.server
import json
import sqlite3
import statistics
import threading
import time

from program import PERSON_SECONDS, Connection, Shop
from proof import expect, wait_until
from relays import ScriptedRelay

LETTER_SECONDS = 2
OWNER, DEPUTY = "olga@shop.example", "dirk@shop.example"
WAITING = 10_000


def settings(shop, relay, respond_within="1h", ladder="", alarm="", tls="never"):
    shop.write_settings(respond_within, ladder,
                        f'transport = "smtp"\nrelay = "smtp://127.0.0.1:{relay.port}"\ntls = "{tls}"')
    with shop.settings.open("a") as more:
        more.write(f'letter_time = "{LETTER_SECONDS}s"\n{alarm}\n')


def tokens_of_people(shop, count):
    """Form tokens that were opened long enough ago for a person."""
    with Connection(shop.port) as browser:
        tokens = [browser.form_token() for _ in range(count)]
    time.sleep(PERSON_SECONDS)
    return iter(tokens)


def customer_says(shop, token, contact=""):
    with Connection(shop.port) as browser:
        expect(browser.submit(token, dislikes="Cold soup.", contact=contact), "not taken")


def letter_to(shop, recipient):
    """What its row says: delivered, given up, failures, and the mail server's last words."""
    [row] = shop.rows("select delivered_at is not null, given_up_at is not null, failures, last_detail "
                      "from letter where recipient = ?", recipient)
    return row


@contextlib.contextmanager
def past_the_program(shop):
    """Rows are moved while the daemon has the database open: it seals the pages when it writes them back from the
    log, which nobody else can."""
    database = sqlite3.connect(shop.database, timeout=10)
    database.execute("pragma wal_autocheckpoint = 0")
    try:
        with database:
            yield database
    finally:
        database.close()


def all_are_due(shop):
    with past_the_program(shop) as database:
        database.execute("update letter set next_try_at = queued_at where next_try_at is not null")
    shop.reload()


# ---- The relay as a whole

# How it is broken, and words of which one must be said about it.
DOWN = [
    ("refuse", ["Connection refused"]),
    ("black hole", ["timed out"]),
    ("drip", ["timed out"]),
    ("greeting after 300 s", ["timed out"]),
    ("thousand-line banner", ["timed out", "connection lost"]),
    ("one endless line", ["timed out", "connection lost", "response"]),
    ("4xx at greeting", ["421 "]),
    ("5xx at greeting", ["554 "]),
    ("hang up at greeting", ["connection lost", "Server returned nothing", "empty"]),
    ("4xx at EHLO", ["421 "]),
    ("5xx at EHLO", ["554 "]),
    ("hang up at EHLO", ["connection lost"]),
]


def a_relay_that_is_down_in_every_way():
    """Refused, black hole, a byte now and then, a greeting that does not end or does not come, 4xx, 5xx and hanging up
    before any letter: the letter waits, the log and its row say in words what is wrong, an attempt ends in time, the
    program stays small, and once the relay is well the letter arrives once"""
    with ScriptedRelay() as relay, Shop() as shop:
        settings(shop, relay)
        relay.fault = "black hole"
        shop.start()
        [token] = tokens_of_people(shop, 1)
        customer = "lea@customer.example"
        customer_says(shop, token, customer)
        wait_until(lambda: "event=relay_down" in shop.log(), "the log to say so")
        began = resident_kilobytes(shop)
        for fault, words in DOWN:
            with past_the_program(shop) as database:
                database.execute("update letter set last_detail = ''")
            relay.fault = fault
            shop.reload()
            said = wait_until(lambda: letter_to(shop, customer)[3], f"words about {fault}", LETTER_SECONDS + 8)
            expect(any(word in said for word in words), f"{fault}: {said}")
            expect(letter_to(shop, customer)[:3] == (0, 0, 0), f"{fault}: {letter_to(shop, customer)}")
        grown = resident_kilobytes(shop) - began
        expect(grown < 8 << 10, f"{grown} kB more memory after all of that")
        expect(shop.log().count("event=relay_down") == 1, "told more than once")
        relay.fault = None
        shop.reload()
        wait_until(lambda: letter_to(shop, customer)[0], "the letter to arrive")
        expect(relay.taken == [customer], relay.taken)
        expect(shop.log().count("event=relay_back") == 1, shop.log())
        expect(shop.stop() == 0, shop.log())


def resident_kilobytes(shop):
    status = open(f"/proc/{shop.process.pid}/status").read()
    return int(status.split("VmRSS:")[1].split()[0])


def a_relay_that_refuses_tls():
    """Without the TLS that the settings ask for no letter goes; the log says why, and with TLS no longer asked for it
    arrives"""
    with ScriptedRelay() as relay, Shop() as shop:
        settings(shop, relay, tls="always")
        shop.start()
        [token] = tokens_of_people(shop, 1)
        customer_says(shop, token, "lea@customer.example")
        wait_until(lambda: "event=relay_down" in shop.log(), "the log to say so")
        said = wait_until(lambda: letter_to(shop, "lea@customer.example")[3], "its row to say so")
        expect("TLS" in said or "SSL" in said, said)
        expect(not relay.taken, relay.taken)
        settings(shop, relay)
        shop.reload()
        wait_until(lambda: relay.taken == ["lea@customer.example"], "the letter to arrive")
        expect(shop.stop() == 0, shop.log())


# ---- One letter

STAGES = ("MAIL", "RCPT", "DATA", "content")
ONE_LETTER = [f"{what} at {stage}" for what in ("4xx", "5xx", "hang up", "hang") for stage in STAGES]
LOST_WORD = "lost last word"


def one_letter_in_trouble():
    """4xx, 5xx, hanging up and silence at each stage of a letter, and a last 250 that is lost: what was refused for
    good is given up and asked once, everything else arrives when the relay is well, and twice only what had been taken
    without a word; others are not held up"""
    faults = ONE_LETTER + [LOST_WORD]
    with ScriptedRelay() as relay, Shop() as shop:
        settings(shop, relay)
        shop.hire("Anna", "anna@shop.example")
        shop.start()
        tokens = tokens_of_people(shop, len(faults))
        recipients = {fault: fault.replace(" ", "-").lower() + "@customer.example" for fault in faults}
        for fault in faults:
            relay.fault = fault
            customer_says(shop, next(tokens), recipients[fault])
            failures = wait_until(lambda: letter_to(shop, recipients[fault])[2], f"a failure of {fault}",
                                  LETTER_SECONDS + 8)
            expect(failures == 1, f"{fault}: {failures} failures")
            delivered, given_up, _, said = letter_to(shop, recipients[fault])
            expect(not delivered and bool(given_up) == fault.startswith("5xx"), f"{fault}: {said}")
            word = {"4xx": "451 ", "5xx": "554 ", "hang up": "connection lost", "hang": "timed out",
                    LOST_WORD: "connection lost"}[fault.split(" at ")[0]]
            expect(word in said, f"{fault}: {said}")
        expect("event=relay_down" not in shop.log(), "the relay was blamed for a letter")
        relay.fault = None
        all_are_due(shop)
        waiting = "select count(*) from letter where next_try_at is not null"
        wait_until(lambda: shop.rows(waiting) == [(0,)], "every letter to find its end", 20)
        for fault, recipient in recipients.items():
            expected = 0 if fault.startswith("5xx") else 2 if fault == LOST_WORD else 1
            expect(relay.taken.count(recipient) == expected, f"{fault}: taken {relay.taken.count(recipient)} times")
        with Connection(shop.port) as browser:
            browser.sign_in("Anna", shop.password)
            wait_until(lambda: "554 no" in browser.ask("GET", "/staff")[2], "the staff page to say so", 15)
        expect(shop.stop() == 0, shop.log())


# ---- Many letters

def ten_thousand_letters_wait():
    """10,000 letters wait for a relay that hangs: pages and submissions stay quick, the relay is not run over, and once
    it is well the owner's escalation arrives before them"""
    with ScriptedRelay() as relay, Shop() as shop:
        settings(shop, relay, "4s", '[[ladder]]\nat = "0s"\nto = ["owner"]')
        relay.fault = "black hole"
        shop.start()
        tokens = tokens_of_people(shop, 1)
        with past_the_program(shop) as database:
            now = int(time.time() * 1e6)
            database.executemany(
                "insert into letter (key, what, sender, recipient, message_id, queued_at, next_try_at, mime) "
                "values (?, 'answer', 'hello@shop.example', ?, ?, ?, ?, ?)",
                [(f"waiting/{n}", f"guest{n}@customer.example", f"<{n}@shop.example>", now, now,
                  b"Subject: hello\r\n\r\n" + b"words " * 300 + b"\r\n") for n in range(WAITING)])
        asked = relay.connections
        customer_says(shop, next(tokens))  # Wakes the outbox; its promise breaks meanwhile.
        spans = [probe(shop, 5) for _ in range(2)]
        told = min(spans)
        print(f"     with {WAITING} letters waiting: p99 of a form and of a submission "
              f"{told * 1000:.1f} ms; {relay.connections - asked} connections to the relay in 10 s", flush=True)
        expect(told < 0.050, f"p99 {told * 1000:.1f} ms")
        expect(relay.connections - asked <= 12, f"{relay.connections - asked} connections")
        wait_until(lambda: shop.rows("select 1 from letter where what = 'escalation'"), "the escalation")
        relay.fault = None
        shop.reload()
        wait_until(lambda: OWNER in relay.taken, "the owner's letter")
        expect(relay.taken.index(OWNER) <= 5, f"{relay.taken.index(OWNER)} letters went before the owner's")
        wait_until(lambda: len(relay.taken) > 500, "the others to follow", 30)
        guests = [recipient for recipient in relay.taken if recipient.startswith("guest")]
        expect(len(set(guests)) == len(guests), "a letter went out twice")
        expect(shop.stop() == 0, shop.log())


def probe(shop, seconds):
    """p99 of a form page and a submission, one after the other."""
    spans = []
    end = time.monotonic() + seconds
    with Connection(shop.port) as browser:
        while time.monotonic() < end:
            began = time.monotonic()
            token = browser.form_token()
            middle = time.monotonic()
            expect(browser.submit(token, likes="The bread."), "a submission was not taken")
            spans += [middle - began, time.monotonic() - middle]
            time.sleep(0.01)
    return statistics.quantiles(spans, n=100)[98]


# ---- The alarm

class Phone:
    """A webhook, as a phone service or a chat has one."""

    def __init__(self):
        self.calls = []
        phone = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                phone.calls.append((self.path, self.headers["Content-Type"], json.loads(body)))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/a-secret"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def nobody_is_left_untold():
    """An escalation that the relay does not take goes to the ladder's next person by the second relay, which says whom
    it did not reach and what the mail server said; the webhook rings once, its address stays out of the log, and a
    restart repeats nothing"""
    ladder = f'[[ladder]]\nat = "0s"\nto = ["owner"]\n[[ladder]]\nat = "1h"\nto = ["{DEPUTY}"]'
    with ScriptedRelay() as relay, ScriptedRelay() as second, Phone() as phone, Shop() as shop:
        settings(shop, relay, "3s", ladder, f'[alarm]\nafter = "3s"\nrelay = "smtp://127.0.0.1:{second.port}"\n'
                                            f'tls = "never"\nwebhook = "{phone.url}"')
        relay.fault = "4xx at RCPT"
        shop.start()
        [token] = tokens_of_people(shop, 1)
        customer_says(shop, token)
        wait_until(lambda: DEPUTY in second.taken, "the deputy to be told by the second relay", 30)
        wait_until(lambda: phone.calls, "the webhook to be called")
        letter = second.letters[0]
        expect("This could not be delivered to Olga for " in letter and "451 not now" in letter, letter)
        expect("Cold soup." in letter, letter)
        [(path, kind, call)] = phone.calls
        expect(path == "/a-secret" and kind.startswith("application/json"), phone.calls)
        expect(call["count"] == 1 and "451" in call["text"] and "soup" not in json.dumps(call), call)
        expect(shop.stop() == 0, shop.log())
        shop.start()
        wait_until(lambda: shop.rows("select heartbeat_at > ? from house", int(time.time() * 1e6) - 10**6) == [(1,)],
                   "a round of care after the restart", 15)
        expect(second.taken == [DEPUTY] and len(phone.calls) == 1, (second.taken, phone.calls))
        expect("a-secret" not in shop.log() and DEPUTY not in shop.log(), "a secret or an address in the log")
        relay.fault = None
        all_are_due(shop)
        wait_until(lambda: OWNER in relay.taken, "the owner's own letter")
        expect(shop.stop() == 0, shop.log())


FAULTS = [a_relay_that_is_down_in_every_way, a_relay_that_refuses_tls, one_letter_in_trouble,
          ten_thousand_letters_wait, nobody_is_left_untold]
