"""Mail servers to send to: postfix's smtp-sink, which takes everything and keeps it, one that refuses by name, and one
that fails as it is told."""
import email
import email.policy
import os
import pathlib
import pwd
import shutil
import socket
import socketserver
import subprocess
import tempfile
import threading

from program import free_port
from proof import wait_until


class Letter:
    """One letter as it reached a server: envelope recipient, message, and when its last byte was written."""

    def __init__(self, recipient, text, arrived_at):
        self.recipient = recipient
        self.arrived_at = arrived_at
        self.message = email.message_from_string(text, policy=email.policy.default)

    def __getitem__(self, header):
        return self.message[header]

    def words(self):
        return unflowed(self.message.get_body(("plain",)).get_content())


def unflowed(text):
    """As a mail program shows format=flowed (RFC 3676): a line that ends in a space goes on."""
    return text.replace(" \n", " ")


class Sink:
    """smtp-sink in a folder that goes when the test goes. `start` may come later: until then nobody listens."""

    def __init__(self):
        self.port = free_port()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="heard-sink-"))
        self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        program = shutil.which("smtp-sink") or "/usr/sbin/smtp-sink"
        command = [program, "-d", "%s.", f"127.0.0.1:{self.port}", "64"]
        if os.geteuid() == 0:  # It will not run as root, and must be able to write here.
            os.chown(self.folder, pwd.getpwnam("nobody").pw_uid, -1)
            command[1:1] = ["-u", "nobody"]
        self.process = subprocess.Popen(command, cwd=self.folder, stderr=subprocess.DEVNULL)

    def letters(self, recipient=None):
        """Oldest first."""
        found = []
        for file in self.folder.iterdir():
            text = file.read_text()
            # Every letter of ours ends with the end of its last part: before that it is still being written.
            if not text.rstrip().endswith("--"):
                continue
            letter = Letter(rcpt_of(text), text, file.stat().st_mtime)
            if recipient in (None, letter.recipient):
                found.append(letter)
        return sorted(found, key=lambda letter: letter.arrived_at)

    def wait_for(self, recipient, count=1, seconds=10):
        def enough():
            letters = self.letters(recipient)
            return letters if len(letters) >= count else None
        return wait_until(enough, f"letter {count} to {recipient}; there are "
                          f"{[(letter.recipient, letter['Subject']) for letter in self.letters()]}", seconds)


def rcpt_of(text):
    line = next(line for line in text.splitlines() if line.startswith("X-Rcpt-Args: "))
    return line.split("<")[1].split(">")[0]


class FussyRelay:
    """Speaks just enough SMTP (RFC 5321) to take letters, but says 550 for one recipient."""

    def __init__(self, refused):
        self.refused = refused
        self.taken = []
        self.asked = []
        relay = self

        class Session(socketserver.StreamRequestHandler):
            def handle(self):
                relay.talk(self.rfile, lambda line: self.wfile.write(line.encode() + b"\r\n"))

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Session)
        self.port = self.server.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def talk(self, lines, say):
        say("220 relay.test")
        recipient = None
        for line in lines:
            verb = line.decode().strip().upper()
            if verb.startswith("RCPT"):
                recipient = line.decode().split("<")[1].split(">")[0]
                self.asked.append(recipient)
                say("550 5.1.1 no such user" if recipient == self.refused else "250 ok")
            elif verb == "DATA":
                say("354 go on")
                while next(lines).strip() != b".":
                    pass
                self.taken.append(recipient)
                say("250 ok")
            elif verb == "QUIT":
                return say("221 bye")
            else:
                say("250 relay.test")


class ScriptedRelay:
    """Takes letters, unless `fault` says how it fails: `refuse`, `black hole`, `drip`, `greeting after 300 s`,
    `thousand-line banner`, `one endless line`, `lost last word`, or WHAT at STAGE with WHAT of `4xx`, `5xx`, `hang up`,
    `hang` and STAGE of `greeting`, `EHLO`, `MAIL`, `RCPT`, `DATA`, `content`."""

    def __init__(self):
        self.taken = []
        self.letters = []
        self.connections = 0
        self.over = threading.Event()
        self.port = free_port()
        self.server = None
        self.how = None

    def __enter__(self):
        self.listen()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.close()

    @property
    def fault(self):
        return self.how

    @fault.setter
    def fault(self, how):
        self.how = how
        if how == "refuse":
            self.close()
        elif not self.server:
            self.listen()

    def listen(self):
        self.server = socket.create_server(("127.0.0.1", self.port), backlog=64)
        threading.Thread(target=self.accept, args=(self.server,), daemon=True).start()

    def close(self):
        if self.server:
            self.server.shutdown(socket.SHUT_RDWR)  # Or the thread that accepts would keep it open.
            self.server.close()
            self.server = None

    def accept(self, server):
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=(connection, self.how), daemon=True).start()

    def serve(self, connection, fault):
        with connection:
            try:
                Session(self, connection, fault or "").talk()
            except (OSError, EOFError):
                pass


class Session:
    """One connection to a ScriptedRelay, with the fault that held when it began."""

    def __init__(self, relay, connection, fault):
        self.relay, self.connection, self.fault = relay, connection, fault
        self.lines = connection.makefile("rb")

    def say(self, text):
        self.connection.sendall(text.encode() + b"\r\n")

    def wait_for_the_end(self):
        """Says nothing until the other side hangs up."""
        while not self.relay.over.is_set() and self.connection.recv(4096):
            pass
        raise EOFError

    def fails(self, stage):
        """Fails here if the fault says so; True when it has answered."""
        if self.fault == f"hang up at {stage}":
            raise EOFError
        if self.fault == f"hang at {stage}":
            self.wait_for_the_end()
        early = stage in ("greeting", "EHLO")
        if self.fault == f"4xx at {stage}":
            self.say("421 closed for now" if early else "451 not now")
            return True
        if self.fault == f"5xx at {stage}":
            self.say("554 no")
            return True
        return False

    def greet(self):
        if self.fault in ("black hole", "greeting after 300 s"):
            self.wait_for_the_end()
        if self.fault == "drip":
            for byte in b"220 relay.test " * 100:
                self.connection.sendall(bytes([byte]))
                self.relay.over.wait(0.5)
        if self.fault == "thousand-line banner":
            while not self.relay.over.is_set():
                self.connection.sendall(b"220-welcome to a relay that likes to talk\r\n" * 1000)
        if self.fault == "one endless line":
            while not self.relay.over.is_set():
                self.connection.sendall(b"220 welcome" + b"." * 64_000)
        if not self.fails("greeting"):
            self.say("220 relay.test")

    def talk(self):
        self.greet()
        recipient = None
        for line in self.lines:
            verb = line.decode().strip().upper()[:4]
            if verb == "QUIT":
                return self.say("221 bye")
            if verb == "RCPT":
                recipient = line.decode().split("<")[1].split(">")[0]
            if self.fails("EHLO" if verb in ("EHLO", "HELO") else verb):
                continue
            if verb != "DATA":
                self.say("250 relay.test")
                continue
            self.say("354 go on")
            self.take(recipient)

    def take(self, recipient):
        letter = []
        for line in self.lines:
            if line == b".\r\n":
                break
            letter.append(line.decode())
        if self.fails("content"):
            return
        self.relay.letters.append(text_of("".join(letter)))
        self.relay.taken.append(recipient)
        if self.fault == "lost last word":
            raise EOFError
        self.say("250 taken")


def text_of(letter):
    """The plain words of a letter, however it is put together."""
    message = email.message_from_string(letter, policy=email.policy.default)
    body = message.get_body(("plain",))
    return unflowed(body.get_content()) if body else ""
