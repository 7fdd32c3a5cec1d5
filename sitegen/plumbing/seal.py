"""Seals what this program keeps for itself, so that it only ever takes back its own.

What is remembered between builds decides what mirrors show, and reading it back can run
code (pickle). A file that came along in somebody's commit must not be taken for ours, so
each record carries a keyed digest (BLAKE2b, RFC 7693). The key lies in the user's own state
folder (XDG Base Directory Specification), never in the project.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import os
import secrets
from pathlib import Path

KEY_SIZE, SEAL_SIZE = 32, 16


class Seal:
    """Puts a seal before data, and takes it off again when it is right."""

    def __init__(self, key: bytes) -> None:
        """Seal with `key`."""
        self._key = key

    @classmethod
    def of_user(cls) -> Seal:
        """Return the user's seal; its key is made the first time.

        Raises:
            OSError: when the user's state folder cannot be read or written.
        """
        file = _state_folder() / "sitegen" / "key"
        try:
            key = file.read_bytes()
            if len(key) != KEY_SIZE:
                file.unlink()
        except FileNotFoundError:
            key = b""
        if len(key) != KEY_SIZE:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = file.with_name(f"key-{os.getpid()}-{secrets.token_hex(4)}")
            try:
                handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "wb") as out:
                    out.write(secrets.token_bytes(KEY_SIZE))
                _put(fresh, file)
            finally:
                fresh.unlink(missing_ok=True)
            key = file.read_bytes()
        return cls(key)

    def sealed(self, data: bytes, about: str = "") -> bytes:
        """Return `data` behind its seal; `about` must be the same when it is opened."""
        return self._digest(data, about) + data

    def opened(self, sealed: bytes, about: str = "") -> bytes:
        """Return the data of `sealed`.

        Raises:
            ValueError: when the seal is not ours, or the data or `about` is another.
        """
        seal, data = sealed[:SEAL_SIZE], sealed[SEAL_SIZE:]
        if not hmac.compare_digest(seal, self._digest(data, about)):
            raise ValueError("the seal does not fit")
        return data

    def _digest(self, data: bytes, about: str) -> bytes:
        digest = hashlib.blake2b(digest_size=SEAL_SIZE, key=self._key)
        name = about.encode()
        digest.update(len(name).to_bytes(8, "big"))  # so that the two cannot run into each other
        digest.update(name)
        digest.update(data)
        return digest.digest()


def _state_folder() -> Path:
    chosen = Path(os.environ.get("XDG_STATE_HOME", ""))
    if chosen.is_absolute():  # the specification asks to ignore others
        return chosen
    try:
        return Path.home() / ".local/state"
    except RuntimeError as error:  # a user whom the system does not know
        raise FileNotFoundError(errno.ENOENT, "the user has no home folder", "~") from error


def _put(fresh: Path, file: Path) -> None:
    """Put a file in its place, unless another process has put one there meanwhile."""
    try:
        file.hardlink_to(fresh)
    except FileExistsError:
        pass  # its key is ours
    except OSError:  # a file system without links
        fresh.replace(file)
