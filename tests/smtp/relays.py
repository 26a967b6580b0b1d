"""Mail servers to send to: postfix's smtp-sink, which takes everything and keeps it, and one that refuses by name."""
import email
import email.policy
import os
import pathlib
import pwd
import shutil
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
        return self.message.get_body(("plain",)).get_content()


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
