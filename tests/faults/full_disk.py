"""A disk of its own that fills up while people write and staff read, and is given space again."""
import os
import re
import time

from loop_disk import LoopDisk
from program import Connection, Shop
from proof import expect, wait_until
from story import PATIENCE_SECONDS

MEGABYTES = 32
# Refused this often while the disk is full: the log must not say it each time.
REFUSED_TIMES = 5
CONTACT = "tomasz@customer.example"


class Ballast:
    """What takes all space there is, and gives it back."""

    def __init__(self, disk):
        self.file = disk.top / "ballast"

    def grow(self):
        with open(self.file, "ab", buffering=0) as file:
            for size in (1 << 20, 1 << 12):
                try:
                    while True:
                        file.write(bytes(size))
                        os.fsync(file.fileno())
                except OSError:
                    pass  # Full for pieces of this size.

    def drop(self):
        self.file.unlink()


class Days:
    """A shop on such a disk: what customers were told, in order."""

    def __init__(self, shop, browser):
        self.shop, self.browser = shop, browser
        self.said = []  # What was acknowledged.
        self.turn = 0

    def customer_says(self):
        """True when it was taken; else the page says so with 503 and gives the words back."""
        self.turn += 1
        words = f"Cold soup, {self.turn}."
        token = self.browser.form_token()
        status, _, page = self.browser.ask("POST", "/submissions", {"form_token": token, "dislikes": words,
                                                                    "contact": CONTACT})
        if status == 303:
            self.said.append(words)
            return True
        expect(status == 503, f"the form gave {status}: {page[:500]}")
        expect(words in page and CONTACT in page, f"the words are not in the page: {page[:2000]}")
        return False

    def fill_up(self, ballast):
        """The log of the database has space of its own for a while."""
        def refused():
            ballast.grow()
            return not self.customer_says()
        wait_until(refused, "the form to refuse", seconds=30, every=0)

    def staff_can_read(self):
        status, _, page = self.browser.ask("GET", "/staff?view=all")
        expect(status == 200 and "Cold soup" in page, f"the queue gave {status}")
        reference = re.search(r"/staff/tickets/(H-\w{6})", page)[1]
        status, _, page = self.browser.ask("GET", f"/staff/tickets/{reference}")
        expect(status == 200 and "Cold soup" in page, f"the ticket gave {status}")

    def is_open_again(self):
        return self.customer_says() and self.shop.get("/readyz")[0] == 200

    def check_nothing_lost(self):
        kept = [words for (words,) in self.shop.rows("select dislikes from submission")]
        expect(sorted(kept) == sorted(self.said), f"acknowledged {len(self.said)}, kept {len(kept)}")
        sound = self.shop.rows("pragma integrity_check") + self.shop.rows("pragma foreign_key_check")
        expect(sound == [("ok",)], sound)


def a_full_disk():
    """A full disk: the form says 503 and gives the words back, staff read on, the log says it once, and the shop is
    open within 5 s of space, with everything that was acknowledged"""
    with LoopDisk("ext4", MEGABYTES) as disk, Shop(disk.top) as shop:
        ballast = Ballast(disk)
        shop.write_settings()
        shop.hire("Anna", "anna@shop.example")
        shop.start()
        with Connection(shop.port) as browser:
            browser.sign_in("Anna", shop.password)
            days = Days(shop, browser)
            expect(days.customer_says(), "refused with all the space there is")
            days.fill_up(ballast)
            for _ in range(REFUSED_TIMES):
                ballast.grow()
                expect(not days.customer_says(), "taken while the disk is full")
            status, issues = shop.get("/readyz")
            expect(status == 503 and "disk_full" in issues, f"/readyz gave {status} {issues}")
            days.staff_can_read()
            expect(shop.log().count("event=disk_full") == 1, shop.log())

            ballast.drop()
            began = time.monotonic()
            wait_until(days.is_open_again, "the shop to be open again", PATIENCE_SECONDS)
            print(f"     {days.turn - len(days.said)} refused, {len(days.said)} taken; "
                  f"open {time.monotonic() - began:.2f} s after there was space", flush=True)
            expect(shop.log().count("event=disk_has_space") == 1, shop.log())
        shop.kill()
        shop.start()
        days.check_nothing_lost()
        expect(shop.stop() == 0, shop.log())
