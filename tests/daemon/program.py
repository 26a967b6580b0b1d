"""The real program in a folder of its own, and people who use it over HTTP.

Knows the command line, the settings and the pages of INTERFACE.md, and nothing of the program's inside. Ends only
processes that it has started.
"""
import http.client
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.parse
import zlib

from proof import expect, wait_until

TOP = pathlib.Path(__file__).resolve().parents[2]
HEARD = pathlib.Path(os.environ.get("HEARD", TOP / "build/release/heard"))

# A form that comes back faster than this after it was opened was no person (it is set aside).
PERSON_SECONDS = 2.1


def free_port():
    """Below the ports that the system gives to outgoing connections: none of those can take it while the daemon is
    down between two starts."""
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


def heard(*arguments, timeout=20):
    """One command of the program, to its end."""
    return subprocess.run([HEARD, *map(str, arguments)], capture_output=True, text=True, timeout=timeout)


class Shop:
    """Settings, database and daemon of one shop. With `with`, everything goes when the test goes.

    Database and letters are in `data`, which may be on a disk of its own; without it, beside the settings.
    """

    def __init__(self, data=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="heard-proof-"))
        self.data = pathlib.Path(data or self.folder)
        self.port = free_port()
        self.settings = self.folder / "heard.toml"
        self.database = self.data / "heard.db"
        self.log_file = self.folder / "log"
        self.process = None
        (self.folder / "invoice-key").write_text("a key for tests, long enough to sign invoices\n")
        (self.folder / "password").write_text("correct horse battery\n")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def base_url(self):
        return f"http://127.0.0.1:{self.port}"

    def write_settings(self, respond_within="1h", ladder="", mail="", business="Corner Shop",
                       limits="connections_per_address = 1000", undo_for="0s"):
        """`ladder`, `mail` and `limits` are lines of TOML; without `mail` letters go into a folder. The daily letter is
        off, or proofs at that hour would find one more letter than they expect. A reply leaves at once, so that proofs
        need not wait for it."""
        self.settings.write_text(f"""
[business]
name = "{business}"
[owner]
name = "Olga"
email = "olga@shop.example"
daily_at = ""
[server]
base_url = "{self.base_url}"
listen = ["127.0.0.1:{self.port}"]
[storage]
path = "{self.database}"
[staff]
undo_for = "{undo_for}"
[promise]
respond_within = "{respond_within}"
{ladder}
[[invoice_links.key]]
id = "A"
secret_file = "invoice-key"
[mail]
{mail or 'transport = "folder"'}
{'' if mail else f'folder = "{self.data}/mail"'}
from = "Corner Shop <hello@shop.example>"
[limits]
{limits}
""")

    def command(self, *words, **options):
        return heard(*words, "--config", self.settings, **options)

    def hire(self, name, email, role="staff"):
        done = self.command("staff", "add", name, "--email", email, "--role", role, "--password-file",
                            self.folder / "password")
        expect(done.returncode == 0, done.stderr)

    @property
    def password(self):
        return (self.folder / "password").read_text().strip()

    def start(self, wrapper=()):
        """Starts the daemon, perhaps by a program that starts it, and gives the seconds until it was ready."""
        began = time.monotonic()
        self.launch(*wrapper)
        wait_until(self.is_ready, "the daemon to be ready", every=0.005)
        return time.monotonic() - began

    def launch(self, *under, **environment):
        """Starts the daemon `under` another command, if any, and waits for nothing."""
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen([*under, HEARD, "serve", "--config", self.settings], stdout=log, stderr=log,
                                            env={**os.environ, **environment})

    def is_ready(self):
        expect(self.process.poll() is None, lambda: f"the daemon ended with {self.process.returncode}: {self.log()}")
        try:
            return self.get("/readyz")[0] == 200
        except OSError:
            return False

    def stop(self, seconds=15):
        """Asks it to end, and gives its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def kill(self):
        self.process.kill()
        self.process.wait(20)

    def reload(self):
        self.process.send_signal(signal.SIGHUP)

    def log(self):
        return self.log_file.read_text() if self.log_file.exists() else ""

    def get(self, path):
        """Status and body."""
        with Connection(self.port) as browser:
            status, _, body = browser.ask("GET", path)
            return status, body

    def rows(self, query, *values):
        """From the database itself, past the program."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()


class Connection:
    """One keep-alive connection of a browser with a cookie jar. OSError when the daemon is gone."""

    def __init__(self, port, seconds=20, source="127.0.0.1"):
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds, source_address=(source, 0))
        self.cookie = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.http.close()

    def ask(self, method, path, fields=None, files=()):
        """Status, headers, text. `files` are pairs of a name and bytes."""
        kind, body = None, None
        if files:
            kind, body = form_with(fields or {}, files)
        elif fields is not None:
            kind, body = "application/x-www-form-urlencoded", urllib.parse.urlencode(fields)
        status, headers, answer = self.fetch(method, path, kind, body)
        return status, headers, answer.decode()

    def fetch(self, method, path, kind=None, body=None):
        """Status, headers, bytes."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if kind:
            headers.update({"Content-Type": kind, "Sec-Fetch-Site": "same-origin"})
        try:
            self.http.request(method, path, body, headers)
            answer = self.http.getresponse()
            received = answer.read()
        except http.client.HTTPException as error:
            self.http.close()
            raise ConnectionError(f"cut off in mid-answer: {error}") from error
        except OSError:
            self.http.close()
            raise
        if cookie := answer.getheader("Set-Cookie"):
            self.cookie = cookie.split(";")[0]
        return answer.status, answer.headers, received

    def form_token(self, path="/"):
        status, _, page = self.ask("GET", path)
        expect(status == 200, f"GET {path} gave {status}")
        return hidden_in(page, "form_token")

    def submit(self, token, photos=(), **said):
        """The path of the status page, or None when it was not taken."""
        status, headers, _ = self.ask("POST", "/submissions", {"form_token": token, **said}, photos)
        return headers.get("Location") if status == 303 else None

    def sign_in(self, name, password):
        status, _, page = self.ask("POST", "/staff/sign-in", {"name": name, "password": password})
        expect(status == 303, f"sign-in gave {status}: {page}")

    def answer(self, reference, text, done=""):
        """The status of the POST, having seen all there is, and also what was said to others before."""
        _, _, page = self.ask("GET", f"/staff/tickets/{reference}")
        seen = hidden_in(page, "seen")
        fields = {"text": text, "done": done, "seen": seen, "repeated": "yes"}
        return self.ask("POST", f"/staff/tickets/{reference}/answer", fields)[0]


def form_with(fields, files):
    """A form with photos as browsers write it, the fields first. Its content type and its bytes."""
    boundary = "----FormBoundary7MA4YWxkTrZu0gW"
    body = b""
    for name, value in fields.items():
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for name, data in files:
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="photo"; filename="{name}"\r\n'.encode()
        body += b"Content-Type: application/octet-stream\r\n\r\n" + data + b"\r\n"
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()


def small_photo(words):
    """A PNG that is built as one, with words where its pixels would be: told apart from any other."""
    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
    header = (1).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", words.encode()) + chunk(b"IEND", b"")


def hidden_in(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    expect(found, lambda: f"no field {name} in {page[:2000]}")
    return found[1]
