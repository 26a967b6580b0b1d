"""What the proofs with the real program share: a list of sentences, each shown to hold or not.

A proof is a function whose docstring is the sentence. Knows nothing of shops and letters.
"""
import random
import signal
import sys
import time
import traceback

# Asked to end, a proof still ends its processes and takes its disks away.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


# Without --seed a proof goes the same way each time, so that a commit is red for what it changed.
SEED = 20261122


def seed_in(text):
    """What --seed says: the same way again, or with 0 one by chance."""
    return int(text) or random.randrange(1, 1_000_000)


class NotSo(Exception):
    """What was seen instead."""


class Skipped(Exception):
    """Why it cannot be shown here. Counts neither as passed nor as failed."""


def expect(good, seen):
    """`seen` is shown when it is not so; a callable is asked only then."""
    if not good:
        raise NotSo(seen() if callable(seen) else seen)


def wait_until(condition, what, seconds=10.0, every=0.02):
    """Asks until `condition` gives something true, and gives that. NotSo when the deadline passes first."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(every)
    raise NotSo(f"waited {seconds:g} s for {what}")


def run_all(proofs):
    """Runs each, says how it went, and gives the exit status; the last line is what tests/run adds up."""
    passed = failed = 0
    for proof in proofs:
        began = time.monotonic()
        try:
            proof()
            passed += 1
            word = "ok  "
        except Skipped as reason:
            word = f"!!!! SKIPPED, NOT SHOWN: {reason}\n    "
        except NotSo as error:
            failed += 1
            word = f"FAIL {error}\n    "
        except Exception:  # A proof that dies has shown nothing; the others may.
            failed += 1
            word = f"FAIL {traceback.format_exc()}\n    "
        print(f"{word} {' '.join(proof.__doc__.split())} ({time.monotonic() - began:.1f} s)", flush=True)
    print(f"{passed} passed, {failed} failed")
    sys.stdout.flush()
    return 1 if failed else 0
