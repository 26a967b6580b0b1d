"""A mail server with TLS on a free port of loopback: `tls_server.py CERTIFICATE KEY starttls|tls`.

Prints its port, serves until standard input ends, and then prints what it was told, one command a line.
A command that came through TLS has `tls ` before it.
"""
import socket
import ssl
import sys
import threading

certificate, key, how = sys.argv[1:4]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
told = []


def talk(connection):
    secure = how == "tls"
    if secure:
        connection = context.wrap_socket(connection, server_side=True)
    lines = connection.makefile("rwb")

    def say(text):
        lines.write(text.encode() + b"\r\n")
        lines.flush()

    say("220 ready")
    while line := lines.readline():
        command = line.decode().strip()
        told.append(("tls " if secure else "") + command)
        verb = command.split(" ")[0].upper()
        if verb == "EHLO":
            say("250-ready" + ("" if secure else "\r\n250-STARTTLS") + "\r\n250 AUTH PLAIN")
        elif verb == "STARTTLS":
            say("220 go on")
            lines.close()
            connection = context.wrap_socket(connection, server_side=True)
            lines = connection.makefile("rwb")
            secure = True
        elif verb == "AUTH":
            say("334 ")
            told.append(("tls " if secure else "") + "secret " + lines.readline().decode().strip())
            say("235 welcome")
        elif verb == "DATA":
            say("354 go on")
            while lines.readline() not in (b".\r\n", b""):
                pass
            say("250 2.0.0 queued")
        elif verb == "QUIT":
            say("221 bye")
            return
        else:
            say("250 ok")


def serve():
    while True:
        connection, _ = listener.accept()
        try:
            with connection:
                talk(connection)
        except (OSError, ValueError) as problem:
            told.append("lost: " + type(problem).__name__)


listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
threading.Thread(target=serve, daemon=True).start()
sys.stdin.read()
print("\n".join(told))
