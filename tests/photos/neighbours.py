"""What a photo of ten megabytes costs the others: how long they wait for the form and for their thank-you while one
after the other is taken in, side by side with a quiet shop.

Times of a busy machine say little: what is asked is far above what is seen on a quiet one.
"""
import contextlib
import threading
import time

from program import Connection, Shop
from proof import expect

PHOTO_BYTES = 10 << 20
ROUNDS = 100
PAUSE_SECONDS = 0.005
FORM_MAX_SECONDS = 0.5
# Words wait for the photo before them: there is one writer.
THANKS_MAX_SECONDS = 2


def padded(small, dice):
    """The same JPEG with ten megabytes: between its last marker and its end a decoder minds nothing without a 0xff."""
    padding = dice.randbytes(1 << 20).replace(b"\xff", b"\xfe") * 11
    return small[:-2] + padding[:PHOTO_BYTES - len(small)] + b"\xff\xd9"


def waits(shop):
    """Seconds for a form and for a submission, as one customer after the other meets them."""
    form, thanks = [], []
    with Connection(shop.port) as browser:
        token = browser.form_token()
        for turn in range(ROUNDS):
            began = time.monotonic()
            browser.ask("GET", "/")
            form.append(time.monotonic() - began)
            began = time.monotonic()
            status, _, page = browser.ask("POST", "/submissions", {"form_token": token, "likes": f"Bread {turn}."})
            thanks.append(time.monotonic() - began)
            expect(status in (303, 422), f"{status}: {page[:500]}")
            time.sleep(PAUSE_SECONDS)
    return form, thanks


def p99(times):
    return sorted(times)[int(len(times) * 0.99) - 1]


class Uploader(threading.Thread):
    """Sends one photo after the other until it is stopped."""

    def __init__(self, shop, photo):
        super().__init__(daemon=True)
        self.shop, self.photo, self.sent, self.over = shop, photo, 0, False

    def run(self):
        while not self.over:
            with Connection(self.shop.port, seconds=60) as browser:
                fields = {"form_token": browser.form_token(), "likes": "Look."}
                status = browser.ask("POST", "/submissions", fields, [("large.jpg", self.photo)])[0]
            self.sent += status == 303


@contextlib.contextmanager
def uploading(shop, photo):
    uploader = Uploader(shop, photo)
    uploader.start()
    try:
        yield uploader
    finally:
        uploader.over = True
        uploader.join(60)


def neighbours(small_jpeg, dice):
    """While photos of ten megabytes come in one after the other, the others wait for neither form nor thank-you"""
    with Shop() as shop:
        shop.write_settings()
        shop.start()
        quiet = waits(shop)
        with uploading(shop, padded(small_jpeg, dice)) as uploader:
            meanwhile = waits(shop)
    expect(uploader.sent > 0, "no photo was taken in")
    for what, alone, beside, at_most in zip(("form", "thanks"), quiet, meanwhile, (FORM_MAX_SECONDS, THANKS_MAX_SECONDS)):
        print(f"     {what}: p99 {p99(alone) * 1000:.1f} ms alone, {p99(beside) * 1000:.1f} ms beside {uploader.sent} photos")
        expect(p99(beside) <= at_most, f"{what}: {p99(beside):.2f} s")
