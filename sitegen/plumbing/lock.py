"""A lock on a folder that no ended process can leave behind."""

from __future__ import annotations

import fcntl
import getpass
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sitegen.model.problem import N_, Kind, SitegenError

LOCKED = Kind(
    "SG505",
    N_("another build is writing to {folder}: {holder}"),
    N_("wait until it has ended"),
)
EXIT_LOCKED = 75
TRIES, PAUSE = 20, 0.05
"""How often to look, and seconds between, while the lock or its folder is just being made."""


@contextmanager
def locked(file: Path) -> Iterator[bool]:
    """Hold the lock `file` for a block; its folder is made when it is missing.

    The kernel holds the lock for this process and for the workers that inherit it, and lets
    go when the last of them has ended, however it ended (flock(2)). The file stays. It names
    the holder, and is empty again once the block has come to its end.

    Yields:
        Whether the block before this one did not.

    Raises:
        SitegenError: with exit code 75, at once, when someone else holds it; it says who.
        OSError: when the file cannot be written.
    """
    handle = _open(file)
    try:
        cut_short = os.fstat(handle).st_size > 0
        holder = f"PID {os.getpid()}, {_user()}\n".encode()
        try:
            os.pwrite(handle, holder, 0)
            os.ftruncate(handle, len(holder))
        except OSError as error:
            if not cut_short:  # else what was left over may fill the disk: it must be removed
                file.unlink()
                raise OSError(error.errno, error.strerror, str(file)) from error
        yield cut_short
        with suppress(OSError):
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _open(file: Path) -> int:
    """Return the open lock file, locked."""
    holder = ""
    for _ in range(TRIES):
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
        except FileNotFoundError:  # another build that made nothing took the folder away
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(handle).st_nlink:  # else its last holder removed it meanwhile
                return handle
        except BlockingIOError:
            holder = os.pread(handle, 200, 0).decode("utf-8", "replace").strip()
            if holder:
                os.close(handle)
                break
            time.sleep(PAUSE)  # it has the lock, but not yet written its name
        except OSError:
            os.close(handle)
            raise
        os.close(handle)
    folder = str(file.parent.parent)
    raise SitegenError(LOCKED, EXIT_LOCKED, folder=folder, holder=holder or "?")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in containers
        return f"UID {os.getuid()}"
