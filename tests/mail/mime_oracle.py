"""Reads a letter from standard input and prints what another mail program makes of it, one fact a line."""
import sys
from email import message_from_bytes, policy
from email.header import decode_header

raw = sys.stdin.buffer.read()


def names(defects):
    return [type(defect).__name__ for defect in defects]


def shown(value):
    """A header as people see it. By the older of Python's two parsers: the newer one puts spaces between the
    encoded-words of a name."""
    parts = decode_header(value.replace("\r\n", ""))
    return "".join(part if isinstance(part, str) else part.decode(charset or "ascii", "replace")
                   for part, charset in parts)


out = [f"{name}={shown(value)}" for name, value in message_from_bytes(raw).items()]
letter = message_from_bytes(raw, policy=policy.default)
for part in letter.walk():
    if not part.is_multipart():
        out.append(f"part {part.get_content_type()} {names(part.defects)} {part.get_content()!r}")
lines = raw.split(b"\r\n")
out.append("bare=" + str(any(b"\r" in line or b"\n" in line for line in lines)))
out.append("seven_bit=" + str(raw.isascii()))
out.append("longest=" + str(max(map(len, lines))))
out.append("defects=" + str(names(letter.defects)))
sys.stdout.buffer.write("\n".join(out).encode(errors="replace") + b"\n")
