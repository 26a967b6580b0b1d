"""Makes the n-th call of one kind fail, by strace: once, or from then on until the fault is lifted.

strace counts per thread, so that one story has its fault in each thread that comes so far. Knows nothing of the story.
"""
import collections
import os
import re
import shutil
import signal
import subprocess

from proof import Skipped
from story import Trouble

# What each call can plausibly meet. The program's own way to accept is `accept`, to read `recvfrom`; the relatives of
# both are here so that a change of library does not go unnoticed: the table says which are never made. Locks (fcntl)
# are left out: SQLite 3.40 does not look whether one could be given back, and then nobody gets it until the next start.
ERRORS = {
    "openat": "EIO ENOSPC EMFILE ENFILE ENOMEM EACCES EROFS EINTR",
    "pwrite64": "EIO ENOSPC EDQUOT EINTR",
    "pread64": "EIO EINTR",
    "write": "EIO ENOSPC EDQUOT EINTR EAGAIN EPIPE",
    "read": "EIO EINTR",
    "fdatasync": "EIO ENOSPC EDQUOT",
    "fsync": "EIO ENOSPC EDQUOT",
    "ftruncate": "EIO ENOSPC EINTR",
    "mmap": "ENOMEM EAGAIN",
    "mprotect": "ENOMEM",
    "unlink": "EIO EACCES",
    "rename": "EIO ENOSPC",
    "mkdir": "ENOSPC EACCES",
    "clone3": "EAGAIN ENOMEM",
    "accept": "EMFILE ENFILE ENOMEM ENOBUFS ECONNABORTED EINTR EPROTO",
    "accept4": "EMFILE ENFILE ENOMEM ENOBUFS ECONNABORTED EINTR EPROTO",
    "recvfrom": "ECONNRESET ETIMEDOUT ENOMEM EINTR",
    "recvmsg": "ECONNRESET ETIMEDOUT ENOMEM EINTR",
    "sendmsg": "ECONNRESET EPIPE ENOBUFS ENOMEM EINTR",
    "sendto": "ECONNRESET EPIPE ENOBUFS ENOMEM EINTR",
    "epoll_wait": "EINTR",
    "epoll_ctl": "ENOMEM ENOSPC",
    "timerfd_settime": "EINVAL ECANCELED",
    "getrandom": "EINTR EAGAIN EIO ENOSYS",
}
# As a grandchild (-D), strace leaves us the program as our own child.
TRACED = ["strace", "-D", "-f", "-qq", "-e", "signal=none"]
# These last in real life: a disk that stays full or broken, a process that has used up what it may have.
LASTING = {
    "openat": "EMFILE ENOSPC EIO", "pwrite64": "ENOSPC EDQUOT EIO", "write": "ENOSPC EIO", "fdatasync": "EIO ENOSPC",
    "fsync": "EIO ENOSPC", "ftruncate": "ENOSPC", "mmap": "ENOMEM", "accept": "EMFILE ENOMEM", "recvfrom": "ECONNRESET",
    "sendmsg": "EPIPE ENOBUFS", "pread64": "EIO", "clone3": "EAGAIN", "getrandom": "EIO",
    "timerfd_settime": "EINVAL",
}
# The system's loader dies without a word when its very first mapping fails; that is before the program is there. Asio
# 1.81 does not look whether epoll took its own timer and its own bell; such a daemon sleeps until the watchdog ends it.
FIRST = {"mmap": 2, "epoll_ctl": 3}
# Of a fault that lasts every n-th place is tried, since each covers all that follow.
LASTING_EVERY = 4



class Fault(collections.namedtuple("Fault", "kind call error n lasting")):
    """Written as `story:pwrite64:EIO:12`, with a `+` behind it when it lasts."""

    def __str__(self):
        return f"{self.kind}:{self.call}:{self.error}:{self.n}{'+' if self.lasting else ''}"

    @classmethod
    def of(cls, text):
        kind, call, error, n = text.split(":")
        return cls(kind, call, error, int(n.rstrip("+")), n.endswith("+"))


def is_full_disk(fault):
    """Of a write, that is: a sync that fails leaves nobody knowing what is on the disk. A quota that is used up is an
    I/O error to SQLite, which does not hand on what the system said."""
    return fault.call == "pwrite64" and fault.error == "ENOSPC"


class Failing(Trouble):
    """One fault in a story; afterwards `injections` were made."""

    def __init__(self, fault, trace):
        self.fault, self.trace, self.lasting = fault, trace, fault.lasting

    def launch(self, shop):
        shop.launch(*under(self.fault, self.trace))

    def lift(self, shop):
        if self.lasting:
            end_tracing(shop.process)

    @property
    def injections(self):
        with open(self.trace, errors="replace") as lines:
            return sum("(INJECTED)" in line for line in lines)


class Counting(Trouble):
    """Nothing goes wrong, but each call is written down."""

    def __init__(self, calls, trace):
        self.calls, self.trace = calls, trace

    def launch(self, shop):
        shop.launch(*TRACED, "-o", self.trace, "-e", f"trace={','.join(self.calls)}")

    def most(self):
        """The most calls of each kind that one thread made."""
        made = collections.Counter()
        with open(self.trace, errors="replace") as lines:
            for line in lines:
                if call := re.match(r"(\d+) +(\w+)\(", line):
                    made[call[1], call[2]] += 1
        most = collections.Counter()
        for (_, call), times in made.items():
            most[call] = max(most[call], times)
        return most


def need_strace():
    if not shutil.which("strace"):
        raise Skipped("strace is not installed")
    tried = subprocess.run(["strace", "-qq", "-o", os.devnull, "-e", "inject=getpid:error=EIO:when=1", "true"],
                           capture_output=True, text=True, timeout=20)
    if tried.returncode:
        raise Skipped(f"strace cannot trace here: {tried.stderr.strip()[-200:]}")


def under(fault, trace):
    """A seccomp filter spares all other calls the stop, but cannot be taken back before the program ends."""
    when = f"{fault.n}+" if fault.lasting else fault.n
    return [*TRACED, "-o", trace, *([] if fault.lasting else ["--seccomp-bpf"]), "-e", f"trace={fault.call}",
            "-e", f"inject={fault.call}:error={fault.error}:when={when}"]


def end_tracing(process):
    """Ends strace, whereafter every call is what it was. By force: asked politely, strace 6.1 waits for ever for the
    threads of a program that is just ending. Nothing to do when the program has ended."""
    try:
        with open(f"/proc/{process.pid}/status") as status:
            tracer = int(re.search(r"TracerPid:\s+(\d+)", status.read())[1])
        if tracer:
            os.kill(tracer, signal.SIGKILL)
    except (FileNotFoundError, ProcessLookupError):
        pass


def plan(kind, most, calls, n_max):
    """Every fault of one kind of story, up to the last call that was seen in it and a little beyond."""
    faults = []
    for call in calls:
        if not most[call]:
            continue
        last = min(n_max, most[call] + 1 + most[call] // 20)
        first = FIRST.get(call, 1)
        for error in ERRORS[call].split():
            faults += [Fault(kind, call, error, n, False) for n in range(first, last + 1)]
        for error in LASTING.get(call, "").split():
            faults += [Fault(kind, call, error, n, True) for n in range(first, last + 1, LASTING_EVERY)]
    return faults
