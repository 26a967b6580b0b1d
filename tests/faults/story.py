"""A small story told against the real program while something in it fails, and what must hold afterwards.

Knows people and their pages, and what they were promised; knows nothing of what fails or how it is made to.
"""
import dataclasses
import pathlib
import re
import shutil
import signal
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "daemon"))
sys.dont_write_bytecode = True
from program import Connection, Shop  # noqa: E402
from proof import NotSo, expect, wait_until  # noqa: E402

# Nobody waits longer than this for an answer, for the daemon to be back, or for a plain start.
PATIENCE_SECONDS = 5
# While a fault lasts the daemon may be neither up nor down for so long; then the fault is lifted.
LASTING_FAULT_SECONDS = 1
# The promise that the books come with is due this long after it was made: before any story begins.
RESPOND_WITHIN = "2s"
LADDER = '[[ladder]]\nat = "0s"\nto = ["owner"]'
WAITING = "Nobody came."
# What the program says, or the system's loader before it, or the C++ library without it.
SENTENCE = re.compile(r"^(heard: .+|.* level=error event=.+|.*error while loading shared libraries: .+|"
                      r".*heard\.toml(:\d+:\d+)?: .+|  what\(\): .+|"
                      r"Fatal glibc error: .+|cannot allocate TLS data structures for initial thread)$", re.M)
# The C library ends a program by a signal when it has no memory for itself, and the C++ library does so with one that
# has not begun yet; both say why.
BY_LIBRARY = re.compile(r"\Aterminate called after throwing an instance of .*\n  what\(\): .*\n\Z|"
                        r"^Fatal glibc error: .+\n\Z", re.M)


class Books:
    """The databases that stories begin with; each holds a promise that has become due meanwhile."""

    KINDS = ("first start", "story", "recovery")

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        with Shop() as shop:
            settle_in(shop)
            shop.hire("Anna", "anna@shop.example")
            shop.start()
            with Connection(shop.port) as browser:
                for words in (WAITING, *(f"Said before, {number}." for number in range(20))):
                    expect(browser.submit(browser.form_token(), dislikes=words), f"{words} was refused")
            shop.kill()
            self.keep(shop, "recovery")  # All of it is still in the log, for the next start to find.
            shop.start()
            expect(shop.stop() == 0, shop.log())
            self.keep(shop, "story")
            [(self.due_at,)] = shop.rows("select max(due_at) / 1e6 from promise")
        wait_until(lambda: time.time() > self.due_at, "the promises to be due")

    def keep(self, shop, kind):
        (self.folder / kind).mkdir()
        for file in shop.data.glob("heard.db*"):
            shutil.copy(file, self.folder / kind)

    def lay_out(self, kind, shop):
        if kind != "first start":
            for file in (self.folder / kind).iterdir():
                shutil.copy(file, shop.data)


def settle_in(shop):
    shop.write_settings(RESPOND_WITHIN, LADDER)


@dataclasses.dataclass
class Outcome:
    """What came of one story. `wrong` is what must never be."""
    acknowledged: int = 0
    refused: int = 0     # By a page that says so.
    cut_off: int = 0     # No answer at all.
    was_open: bool = False
    ended_itself: bool = False
    false_acknowledgements: int = 0
    wrong: list = dataclasses.field(default_factory=list)


class Told:
    """One telling of the story: each step is acknowledged, refused in words, or cut off."""

    def __init__(self, shop, kind, words_come_back=True):
        self.shop, self.kind, self.words_come_back = shop, kind, words_come_back
        self.outcome = Outcome()
        self.said, self.answered = [], []
        self.tries = 0
        self.browser = Connection(shop.port, PATIENCE_SECONDS)

    def steps(self):
        yield lambda: self.submit(dislikes="The shoes came apart.")
        if self.kind != "story":
            return
        yield lambda: self.submit(likes="Fresh bread.", contact="tomasz@customer.example")
        yield self.sign_in
        yield self.answer
        yield self.reload
        yield self.see_queue

    def tell(self):
        for step in self.steps():
            if self.shop.process.poll() is not None:
                return
            try:
                good = step()
            except (OSError, UnicodeDecodeError):
                self.outcome.cut_off += 1
                continue
            if good:
                self.outcome.acknowledged += 1
            else:
                self.outcome.refused += 1

    def submit(self, **said):
        status, _, page = self.browser.ask("GET", "/")
        token = re.search(r'name="form_token" value="([^"]*)"', page)
        if status != 200 or not token:
            return False
        words = next(iter(said.values()))
        status, headers, page = self.browser.ask("POST", "/submissions", {"form_token": token[1], **said})
        if status == 303 and headers.get("Location", "").startswith("/t/"):
            self.said.append(words)
            return True
        if self.words_come_back and words not in page:
            self.outcome.wrong.append(f"a page of {status} without the customer's words: {page[:300]}")
        return False

    def sign_in(self):
        return self.browser.ask("POST", "/staff/sign-in", {"name": "Anna", "password": self.shop.password})[0] == 303

    def answer(self):
        """The ticket that waits since before; its reference is on the queue page beside its words."""
        _, _, page = self.browser.ask("GET", "/staff?view=all")
        found = re.search(r"/staff/tickets/(H-\w{6})", page)
        if not found:
            return False
        _, _, page = self.browser.ask("GET", f"/staff/tickets/{found[1]}")
        seen = re.search(r'name="seen" value="([^"]*)"', page)
        if not seen:
            return False
        fields = {"text": "We are coming.", "done": "", "seen": seen[1]}
        status = self.browser.ask("POST", f"/staff/tickets/{found[1]}/answer", fields)[0]
        if status == 303:
            self.answered.append(found[1])
        return status == 303

    def reload(self):
        self.shop.reload()
        return self.see_queue()

    def see_queue(self):
        return self.browser.ask("GET", "/staff")[0] == 200


class Trouble:
    """What goes wrong in a story: by itself, nothing."""
    lasting = False       # It stays until it is lifted.
    takes_memory = False  # A page may come without the words that there was no memory to keep.

    def launch(self, shop):
        shop.launch()

    def when_ready(self, shop):
        pass

    def lift(self, shop):
        pass


def go_through(kind, books, trouble):
    """Tells the story of `kind` under `trouble`, lifts that, and gives what came of it."""
    with Shop() as shop:
        settle_in(shop)
        books.lay_out(kind, shop)
        told = Told(shop, kind, not trouble.takes_memory)
        try:
            trouble.launch(shop)
            if came_up(shop, trouble.lasting):
                told.outcome.was_open = True
                trouble.when_ready(shop)
                told.tell()
            trouble.lift(shop)
            if comes_back(shop, told):
                shop.kill()
            else:
                told.outcome.ended_itself = True
                ended_well(shop)
            look_through(shop, told)
        except NotSo as wrong:
            told.outcome.wrong.append(str(wrong))
        if told.outcome.wrong:
            told.outcome.wrong.append(shop.log()[-1500:])
        return told.outcome


def came_up(shop, lasting):
    """The log says so a moment before /readyz does, and without a connection that would count among the calls."""
    deadline = time.monotonic() + (LASTING_FAULT_SECONDS if lasting else PATIENCE_SECONDS)
    asked = time.monotonic() + LASTING_FAULT_SECONDS
    while time.monotonic() < deadline and shop.process.poll() is None:
        if "event=ready" in shop.log():
            return True
        if time.monotonic() > asked and shop.is_ready():
            return True
        time.sleep(0.01)
    return False


def comes_back(shop, told):
    """False when it has ended. A submission is taken in time, as in any shop that is open."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if shop.process.poll() is not None:
            return False
        try:
            told.tries += 1
            if told.submit(wishes=f"Are you there again? {told.tries}."):
                return shop.process.poll() is None
        except OSError:
            told.browser.http.close()
        time.sleep(0.05)
    if shop.process.poll() is not None:
        return False
    raise NotSo(f"neither back nor ended after {PATIENCE_SECONDS} s")


def ended_well(shop):
    code = shop.process.returncode
    expect(code != 0, "ended with 0, as if all were well")
    expect(code > 0 or BY_LIBRARY.search(shop.log()), lambda: f"ended by {signal.Signals(-code).name}")
    expect(SENTENCE.search(shop.log()), "ended without a sentence")


def look_through(shop, told):
    """After a plain start without any fault: what was acknowledged is there once, and the old promise has climbed."""
    seconds = shop.start()
    expect(seconds < PATIENCE_SECONDS, f"the plain start took {seconds:.1f} s")
    kept = [words for row in shop.rows("select likes, dislikes, wishes from submission") for words in row if words]
    expected = told.said + ([] if told.kind == "first start" else [WAITING])
    told.outcome.false_acknowledgements += sum(words not in kept for words in expected)
    told.outcome.false_acknowledgements += sum(
        not shop.rows("select 1 from entry join ticket on ticket.id = entry.ticket "
                      "where what = 'answer' and reference = ?", reference) for reference in told.answered)
    expect(not told.outcome.false_acknowledgements, f"acknowledged, and not there: {expected} {told.answered} {kept}")
    expect(len(set(told.said)) == len(told.said) and all(kept.count(words) == 1 for words in expected), kept)
    if told.kind != "first start":
        wait_until(lambda: climbed(shop), "the waiting promise to climb, once", PATIENCE_SECONDS)
    shop.kill()
    sound = shop.rows("pragma integrity_check") + shop.rows("pragma foreign_key_check")
    expect(sound == [("ok",)], sound)


def climbed(shop):
    """Answered in time for its escalation, or escalated."""
    [(waiting, escalations)] = shop.rows(
        "select (select answered_at is null from submission join ticket on ticket.id = ticket where dislikes = ?1), "
        "       (select count(*) from submission join promise using (ticket) "
        "          join escalation on promise = promise.id where dislikes = ?1)", WAITING)
    expect(escalations <= 1, f"{escalations} escalations of one rung")
    return escalations == 1 or not waiting
