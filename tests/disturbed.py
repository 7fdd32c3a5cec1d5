"""Builds that are killed, stopped or refused the disk at a chosen call of the system.

A parent process (`python -m tests.disturbed`) imports the program once and forks a process
group for each build, so that hundreds of them take seconds. Only the lowest functions are
wrapped, those that change a disk; everything above them is what users run.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import json
import mmap
import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
CALLS = (
    "open", "write", "pwrite", "ftruncate", "mkdir", "link", "rename", "replace", "unlink",
    "rmdir", "exchange", "sync",
)  # fmt: skip
"""What changes a disk; `open` for writing only, `sync` is syncfs, `exchange` renameat2."""
PATIENCE = 60
"""Seconds after which a machine is not slow but something is wrong."""


@dataclass(frozen=True)
class Disturbance:
    """What happens at the call number `at` (from 1) among `calls`; nothing when `at` is 0."""

    deed: str = ""
    """`kill` the group, the `first` process or a `worker`; `interrupt`; `refuse`; `bug`."""
    at: int = 0
    calls: tuple[str, ...] = CALLS
    error: int = errno.ENOSPC
    """What a refused call says."""
    missing: tuple[str, ...] = ()
    """Calls that the system or file system does not have."""
    ever_after: bool = False
    """Whether every later call is refused too."""


@dataclass(frozen=True)
class Ended:
    """How a build ended."""

    status: int
    """Exit code; the negative number of the signal that killed it."""
    out: str
    err: str
    calls: int
    """How many of the counted calls there were."""
    struck: bool
    """Whether the disturbance came."""
    left: int
    """Processes that outlived the first one by more than `PATIENCE`."""
    seconds: float


class Builder:
    """The parent of all builds of a test."""

    def __init__(self, folder: Path) -> None:
        """Start it; it keeps what builds print in `folder`."""
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.disturbed", str(folder)],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: object, disturbance: Disturbance | None = None) -> Ended:
        """Run `sitegen` with `arguments` in a process group of its own, and wait for its end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {
            "arguments": [str(argument) for argument in arguments],
            "disturbance": asdict(disturbance or Disturbance()),
        }
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the parent of the builds has ended"
        printed = [(self._folder / name).read_text("utf-8") for name in ("out", "err")]
        status, calls, struck, left, seconds = json.loads(answer)
        return Ended(status, *printed, calls, struck, left, seconds)

    def end(self) -> None:
        """End the parent."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()


@contextlib.contextmanager
def builder(folder: Path) -> Iterator[Builder]:
    """Have a parent of builds for a block."""
    found = Builder(folder)
    try:
        yield found
    finally:
        found.end()


class _Disk:
    """Counts the calls of all processes of a build, and disturbs one of them."""

    def __init__(self, disturbance: Disturbance) -> None:
        self._asked = disturbance
        self._first = os.getpid()
        self._numbers = mmap.mmap(-1, 16)  # the calls so far, and whether it has struck
        self._lock = os.memfd_create("calls")

    @property
    def counts(self) -> tuple[int, bool]:
        number, struck = struct.unpack("qq", self._numbers[:])
        return number, bool(struck)

    def close(self) -> None:
        """Forget it."""
        self._numbers.close()
        os.close(self._lock)

    def _counted(self) -> int:
        """Count a call; a process that is killed meanwhile leaves no lock (fcntl(2))."""
        fcntl.lockf(self._lock, fcntl.LOCK_EX)
        number = self.counts[0] + 1
        self._numbers[:8] = struct.pack("q", number)
        fcntl.lockf(self._lock, fcntl.LOCK_UN)
        return number

    def install(self) -> None:
        """Wrap the functions of `os`, and the two that the C library is asked for."""
        from sitegen.plumbing import exchange

        for name in CALLS[:-2]:
            setattr(os, name, self._wrapped(name, getattr(os, name)))
        exchange._libc = lambda: self._library  # type: ignore[assignment]
        library = ctypes.CDLL(None, use_errno=True)
        disk = self

        class Library:
            renameat2 = staticmethod(disk._foreign("exchange", library.renameat2))
            syncfs = staticmethod(disk._foreign("sync", None))  # others' files are not waited for

        self._library = Library

    def _wrapped(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*given: Any, **named: Any) -> Any:
            if name == "open" and not given[1] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                return call(*given, **named)
            half = None
            if name == "write":  # what is disturbed while it writes has written a part
                half = lambda: call(given[0], given[1][: len(given[1]) // 2])  # noqa: E731
            if number := self._strikes(name, half):
                paths = [path for path in given[:2] if isinstance(path, str | os.PathLike)]
                raise OSError(number, os.strerror(number), *map(os.fspath, paths[:1]))
            return call(*given, **named)

        return wrapped

    def _foreign(self, name: str, call: Callable[..., int] | None) -> Callable[..., int]:
        def wrapped(*given: Any) -> int:
            if number := self._strikes(name):
                ctypes.set_errno(number)
                return -1
            return call(*given) if call is not None else 0

        return wrapped

    def _strikes(self, name: str, half: Callable[[], object] | None = None) -> int:
        """Count a call; return the error it is refused with, or 0."""
        asked = self._asked
        if name in asked.missing:
            return errno.EPERM if name == "link" else errno.EINVAL
        if name not in asked.calls:
            return 0
        mine = self._counted()
        if asked.deed == "worker":
            if os.getpid() == self._first or mine < asked.at or self.counts[1]:
                return 0
        elif mine != asked.at and not (asked.ever_after and mine > asked.at > 0):
            return 0
        self._numbers[8:] = struct.pack("q", 1)
        if half is not None:
            half()
        if asked.deed == "kill":
            os.killpg(0, signal.SIGKILL)
        elif asked.deed == "first":
            os.kill(self._first, signal.SIGKILL)
        elif asked.deed == "worker":
            os.kill(os.getpid(), signal.SIGKILL)
        elif asked.deed == "interrupt":
            os.killpg(0, signal.SIGINT)
        elif asked.deed == "bug":
            raise RuntimeError("a mistake")
        return asked.error if asked.deed == "refuse" else 0


def _serve(folder: Path, orders: Iterator[str]) -> None:
    import sitegen.cli  # noqa: F401 - not in each process anew
    from tests.project import Project

    Project(folder / "warm").build("31")  # what is loaded when it is needed is loaded now
    _adopt_orphans()
    for line in orders:
        order = json.loads(line)
        disturbance = order["disturbance"]
        disk = _Disk(Disturbance(**disturbance))
        began = time.monotonic()
        first = os.fork()
        if first == 0:
            _run(folder, disk, order["arguments"])
        _, status = os.waitpid(first, 0)
        seconds = time.monotonic() - began
        left = _wait_for_orphans()
        answer = [os.waitstatus_to_exitcode(status), *disk.counts, left, seconds]
        disk.close()
        print(json.dumps(answer), flush=True)


def _run(folder: Path, disk: _Disk, arguments: Sequence[str]) -> None:
    from sitegen.cli import main

    os.setpgid(0, 0)
    for name, number in (("out", 1), ("err", 2)):
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(handle, number)
    sys.argv = ["sitegen", *arguments]
    disk._first = os.getpid()
    disk.install()
    code = 0
    try:
        main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _adopt_orphans() -> None:
    """Become the parent of processes whose own has ended, to see them end (prctl(2))."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def _wait_for_orphans() -> int:
    """Wait for all processes to end; return how many had to be killed."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            found, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return 0
        if not found:
            time.sleep(0.005)
    left = 0
    with contextlib.suppress(ChildProcessError):
        while True:
            for task in Path("/proc/self/task").iterdir():
                for child in (task / "children").read_text().split():
                    os.kill(int(child), signal.SIGKILL)
            os.waitpid(-1, 0)
            left += 1
    return left


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), iter(sys.stdin))
