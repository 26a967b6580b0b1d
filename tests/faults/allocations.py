"""Makes the n-th allocation fail, or a row of them, by a library that is loaded before the C library.

Knows nothing of the story.
"""
import collections
import mmap
import pathlib
import shutil
import signal
import struct
import subprocess

from proof import Skipped
from story import Trouble

SOURCE = pathlib.Path(__file__).with_name("fail_allocation.c")
# A machine without memory is seldom without it for just one allocation.
ROWS = (1, 1, 30, 1000)
COUNTS = struct.Struct("@4l")
NEVER = 1 << 62


class Fault(collections.namedtuple("Fault", "kind when n row")):
    """The n-th allocation and the following ones of a `row`, counted from the `start`, or from when it is `ready`."""

    def __str__(self):
        return f"{self.kind}:{self.when}:{self.n}:{self.row}"

    @classmethod
    def of(cls, text):
        kind, when, n, row = text.split(":")
        return cls(kind, when, int(n), int(row))


def build(folder):
    if not shutil.which("cc"):
        raise Skipped("there is no C compiler")
    library = folder / "fail_allocation.so"
    subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared", "-o", library, SOURCE], check=True,
                   timeout=60)
    return library


class Failing(Trouble):
    """One fault in a story; without a fault, allocations are only counted."""
    takes_memory = True

    def __init__(self, library, file, fault=None):
        self.library, self.file, self.fault = library, file, fault
        first = fault.n if fault else NEVER
        file.write(COUNTS.pack(first, first + fault.row - 1 if fault else NEVER, 0, 0))
        file.flush()
        self.shared = mmap.mmap(file.fileno(), COUNTS.size)

    def launch(self, shop):
        if self.fault and self.fault.when == "ready":
            self.postpone()
        shop.launch(LD_PRELOAD=str(self.library), HEARD_ALLOCATIONS=self.file.name)

    def postpone(self):
        """Counted from far below: nothing fails before the count begins anew."""
        self.shared[:] = COUNTS.pack(*COUNTS.unpack(self.shared[:])[:2], -NEVER, 0)

    def when_ready(self, shop):
        if not self.fault or self.fault.when == "ready":
            self.made_until_ready = self.made
            shop.process.send_signal(signal.SIGUSR2)

    @property
    def made(self):
        return COUNTS.unpack(self.shared[:])[2]

    @property
    def injections(self):
        return COUNTS.unpack(self.shared[:])[3]


def dealt(kind, made, dice, count):
    """Faults by the dice: half of them early, where each allocation is another's, half anywhere. `made` is how many
    allocations there are from the start until it is ready, and from then on."""
    for number in range(count):
        when = "start" if number % 2 else "ready"
        most = made[when]
        n = dice.randint(1, most) if number % 4 < 2 else int(most ** dice.random())
        yield Fault(kind, when, max(n, 1), dice.choice(ROWS))
