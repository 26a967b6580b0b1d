"""A small disk of its own: a file system on a loop device, which can be full, and whose power can be cut.

Needs root, loop devices and the tools of the file system; `Skipped` says what is missing. Knows nothing of what is
stored there.
"""
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

from proof import NotSo, Skipped

# What each needs at least; XFS 6 refuses to be smaller than 300 MB.
MAKE = {"ext4": ["mkfs.ext4", "-q", "-F"], "xfs": ["mkfs.xfs", "-q", "-f"]}


class LoopDisk:
    """Mounted at `top` within `with`; nothing is left behind, whatever happens."""

    def __init__(self, kind, megabytes):
        for tool in (MAKE[kind][0], "mount", "umount"):
            if not shutil.which(tool):
                raise Skipped(f"{tool} is not installed")
        if os.geteuid() != 0:
            raise Skipped("only root can mount a file system")
        self.kind, self.megabytes = kind, megabytes

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="heard-disk-"))
        self.image, self.top = self.folder / "image", self.folder / "top"
        self.top.mkdir()
        try:
            with open(self.image, "wb") as image:
                image.truncate(self.megabytes << 20)
            run(*MAKE[self.kind], self.image)
            self.mount()
        except NotSo as failure:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise Skipped(failure) from failure
        return self

    def __exit__(self, *_):
        if os.path.ismount(self.top):
            try:
                self.unmount()
            except NotSo:
                run("umount", "--lazy", self.top)
        shutil.rmtree(self.folder, ignore_errors=True)

    def mount(self):
        run("mount", "-t", self.kind, "-o", "loop", self.image, self.top)

    def unmount(self, seconds=10):
        """Tried again while somebody is just about to close a file."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                return run("umount", self.top)
            except NotSo:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    def cut_power(self):
        """From now on nothing reaches the disk, not even the journal that is still in memory."""
        run("xfs_io", "-x", "-c", "shutdown", self.top)


def run(*command):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise NotSo(f"{' '.join(map(str, command))}: {(done.stderr or done.stdout).strip()}")
