"""Folders read from the last name to the first; run as a program, it is `sitegen` that does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from types import TracebackType


def backwards(scandir: object) -> object:
    """Return a `scandir` that lists every folder from the last name to the first."""
    assert callable(scandir)

    class Backwards:
        def __init__(self, folder: object = ".") -> None:
            with scandir(folder) as entries:
                self._entries = sorted(entries, key=lambda entry: entry.name, reverse=True)

        def __enter__(self) -> Backwards:
            return self

        def __exit__(
            self,
            kind: type[BaseException] | None,
            error: BaseException | None,
            trace: TracebackType | None,
        ) -> None:
            self._entries = []

        def __iter__(self) -> Iterator[os.DirEntry[str]]:
            return iter(self._entries)

        def __next__(self) -> os.DirEntry[str]:
            if not self._entries:
                raise StopIteration
            return self._entries.pop(0)

        def close(self) -> None:
            self._entries = []

    return Backwards


if __name__ == "__main__":
    from sitegen.cli import main

    os.scandir = backwards(os.scandir)  # type: ignore[assignment]
    main()
