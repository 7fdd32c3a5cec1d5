"""A lock on a folder that no ended process can leave behind."""

from __future__ import annotations

import fcntl
import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sitegen.model.problem import N_, Kind, SitegenError

LOCKED = Kind(
    "SG505",
    N_("another build is writing to {folder}: {holder}"),
    N_("wait until it has ended"),
)
EXIT_LOCKED = 75


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the lock `file` for a block.

    The kernel holds the lock for this process and for the workers that inherit it, and lets
    go when the last of them has ended, however it ended (flock(2)). The file stays.

    Raises:
        SitegenError: with exit code 75, at once, when someone else holds it; it says who.
        OSError: when the file cannot be written.
    """
    handle = _open(file)
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"PID {os.getpid()}, {_user()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def _open(file: Path) -> int:
    """Return the open lock file, locked."""
    while True:
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(handle).st_nlink:  # else its last holder removed it meanwhile
                return handle
        except BlockingIOError as error:
            holder = os.pread(handle, 200, 0).decode("utf-8", "replace").strip() or "?"
            os.close(handle)
            folder = str(file.parent.parent)
            raise SitegenError(LOCKED, EXIT_LOCKED, folder=folder, holder=holder) from error
        os.close(handle)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in containers
        return f"UID {os.getuid()}"
