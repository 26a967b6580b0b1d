"""Ten thousand characters in each box, of the kind that programs break: joined emoji, combining marks, marks for right
to left, line ends, quotes, and the end of the box itself. Refused in every way, they come back byte for byte; then
corrected and sent, the database holds exactly what was typed.

Knows the form's fields and statuses of INTERFACE.md. What a browser does with a page is told in tests/browser.
"""
import contextlib
import html
import os
import re
import sqlite3
import time

from program import PERSON_SECONDS, Connection, Shop, form_with, hidden_in, small_photo
from proof import expect

CHARACTERS = 10_000
HARD = ["</textarea>", '"quoted"', "'", "&amp;", "&#13;", "<b>", "👩🏽‍🍳", "🏳️‍🌈", "e\u0301", "\u200f", "\u202e", "\u2066", "\u00ad", "\ufeff",
        "\r\n", "\r\n\r\n", "\t", "ﷺ", "𝔘", "\U0010fffd", "%00", "+", "{{likes}}", "ά", "ά", "\u2028", "  ", "--FormBoundary", "Brot", "خبز"]
BOXES = ("likes", "dislikes", "wishes")


def hard_words(dice, characters=CHARACTERS):
    """Of exactly so many characters as the house counts them: line ends are one, and none stand at the ends."""
    words = "“"
    while len(words) < characters:
        words += dice.choice(HARD).replace("\r\n", "\n")
    words = words[:characters - 1].rstrip("\n") + "”"
    return (words + "x" * (characters - len(words))).replace("\n", "\r\n")


def as_kept(words):
    """Line ends as they are kept; nothing else may differ."""
    return words.replace("\r\n", "\n")


def given_back(page):
    """What a browser would send with the form of this page: the text of each box, and the values of the others."""
    fields = {}
    for name, text in re.findall(r'<textarea [^>]*name="(\w+)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        fields[name] = html.unescape(text.removeprefix("\n"))  # HTML, 13.1.2.5: the first line end is not part of it.
    for name in ("name", "contact", "branch", "link", "form_token"):
        fields[name] = html.unescape(hidden_in(page, name))
    return fields


def expect_same(said, page, how):
    back = given_back(page)
    for name, words in said.items():
        at = len(os.path.commonprefix([back[name], words]))
        expect(back[name] == words, lambda: f"{how}: of {len(words)} characters, {name} has {len(back[name])}; from {at} on "
                                            f"{back[name][at:at + 20]!r} instead of {words[at:at + 20]!r}")


def ask(browser, fields, files, coding):
    """A form as a browser sends it, in either coding. Status, headers, page."""
    if coding == "multipart" and not files:
        kind, body = form_with(fields, [])
        status, headers, page = browser.fetch("POST", "/submissions", kind, body)
        return status, headers, page.decode()
    return browser.ask("POST", "/submissions", fields, files)


@contextlib.contextmanager
def held(shop):
    """Another program holds the database."""
    holder = sqlite3.connect(shop.database, isolation_level=None)
    holder.execute("begin immediate")
    try:
        yield
    finally:
        holder.close()


def refusals(shop, browser, said, coding):
    """Ways to be refused: the status, and what was answered. With photos, those that were sent are kept with the form."""
    photos = [("a.png", small_photo("a")), ("b.png", small_photo("b"))] if coding == "multipart" else []
    token = browser.form_token()
    too_long = {**said, "form_token": token, "likes": said["likes"] + "x"}
    yield 422, too_long, ask(browser, too_long, photos, coding)
    elsewhere = {**said, "form_token": token, "branch": "nowhere"}
    yield 422, {**elsewhere, "branch": ""}, ask(browser, elsewhere, (), coding)
    if coding == "multipart":
        kind, body = form_with({"form_token": token, **said}, [("", b"")])
        status, headers, page = browser.fetch("POST", "/submissions", kind, body[:-8])  # Its end is missing.
        yield 400, said, (status, headers, page.decode())
        heap = [("heap.jpg", bytes(33 << 20))]  # After the words, as browsers send them.
        yield 413, said, browser.ask("POST", "/submissions", {**said, "form_token": token}, heap)
        browser.http.close()
    with held(shop):
        yield 503, said, ask(browser, {**said, "form_token": token}, (), coding)


def expect_sent(shop, browser, page, said, coding):
    """What is in the page goes off as it is; the database has every word."""
    fields = {**given_back(page), **said}
    time.sleep(PERSON_SECONDS)
    status, headers, answer = ask(browser, fields, (), coding)
    expect(status == 303, lambda: f"{coding}: corrected, it gave {status}: {answer[:2000]}")
    kept = shop.rows("select likes, dislikes, wishes, name from submission order by rowid desc limit 1")[0]
    for name, words in zip((*BOXES, "name"), kept):
        expect(words == as_kept(said[name]), lambda: f"{coding}: {name} was kept as {words[:200]!r}")
    return headers["Location"]


def every_refusal(dice):
    """Ten thousand hard characters in each box come back byte for byte after 400, 413, 422 and 503, and corrected and sent, the database holds what was typed"""
    with Shop() as shop:
        shop.write_settings()
        shop.start()
        for coding in ("urlencoded", "multipart"):
            said = {box: hard_words(dice) for box in BOXES} | {"name": "Zoë \"Z\" <O'Neill> & 👩🏽‍🍳"}
            with Connection(shop.port, seconds=60) as browser:
                seen = []
                for asked, sent, (status, headers, page) in refusals(shop, browser, said, coding):
                    expect(status == asked, lambda: f"{coding}: {status} instead of {asked}: {page[:1000]}")
                    expect(status != 503 or headers["Retry-After"], "503 without Retry-After")
                    expect_same({name: sent[name] for name in said}, page, f"{coding}, {status}")
                    seen.append(str(status))
                    if coding == "multipart":
                        expect(page.count("/photos/") == 2, f"{status}: the photos are gone from the page")
                path = expect_sent(shop, browser, page, said, coding)
                if coding == "multipart":
                    expect(browser.fetch("GET", path + "/photos/2")[0] == 200, "the photos did not arrive")
            print(f"     {coding}: {' '.join(seen)}")


@contextlib.contextmanager
def shop_with(limits):
    """A shop that is open, with limits of its own, and a browser in front of it."""
    with Shop() as shop:
        shop.write_settings(limits=limits)
        shop.start()
        with Connection(shop.port) as browser:
            yield browser


def too_often(dice):
    """Whoever writes too often gets 429 with every word, and when to come back"""
    with shop_with("submissions_per_hour_per_address = 2") as browser:
        for coding in ("urlencoded", "multipart"):
            expect(browser.submit(browser.form_token(), likes="Bread."), "the first was not taken")
        for coding in ("urlencoded", "multipart"):
            said = {box: hard_words(dice) for box in BOXES} | {"name": "Zoë"}
            photos = [("a.png", small_photo("a"))] if coding == "multipart" else []
            status, headers, page = ask(browser, {**said, "form_token": browser.form_token()}, photos, coding)
            expect(status == 429 and int(headers["Retry-After"]) > 0, f"{status}")
            expect_same(said, page, f"{coding}, 429")
            expect(page.count("/photos/") == len(photos), "the photo is gone from the page")


def beyond_measure(dice):
    """Of words that are more than a form may hold, the page holds the beginning, and says so"""
    with shop_with("body_bytes = 32768") as browser:
        for coding in ("urlencoded", "multipart"):
            said = {box: hard_words(dice) for box in BOXES}
            status, _, page = ask(browser, {"form_token": browser.form_token(), **said}, (), coding)
            expect(status == 413, f"{status}")
            back = given_back(page)
            whole = "".join(said.values())
            kept = "".join(back[box] for box in BOXES).rstrip("\ufffd")
            expect(whole.startswith(kept) and len(kept) > 5_000, f"{coding}: {len(kept)} characters of {len(whole)}")
            browser.http.close()
