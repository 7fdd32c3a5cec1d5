"""Tells when files of a project have changed, once for a burst of changes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

QUIET = 0.03
"""Seconds without a further change after which a burst is over; editors save in several steps."""
LONGEST = 0.5
"""Seconds after which a burst is reported even if it goes on."""
POLL_EVERY = 0.5
"""Seconds between two looks at a network share."""

EVENTS: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileClosedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    DirCreatedEvent,
    DirMovedEvent,
    DirDeletedEvent,
]
"""What changes a tree. Reading one gives events too, and a build reads everything."""


class Watch(FileSystemEventHandler):
    """Watches some folders of a project; a context manager.

    Folders that do not exist yet, or that are replaced, are taken up when they appear.
    """

    def __init__(
        self,
        project: Path,
        folders: Sequence[str],
        changed: Callable[[], None],
        *,
        poll: bool = False,
    ) -> None:
        """Prepare to watch.

        Args:
            project: the folder that holds `folders`, as an absolute path.
            folders: names of the folders to watch, with all that is below them.
            changed: called in a thread of its own, after each burst of changes.
            poll: look at the files again and again, where the system reports nothing.
        """
        self._project, self._changed = project, changed
        self._watches: dict[str, ObservedWatch] = {}
        self._new = set(folders)
        self._folders = tuple(folders)
        self._names = {(name,) for name in folders}
        self._poll = poll
        self._news, self._stopped = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._report, name="watch", daemon=True)

    def __enter__(self) -> Self:
        """Start watching.

        Where the system cannot watch so many folders, they are polled.
        """
        try:
            self._start(poll=self._poll)
        except OSError:
            self._start(poll=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop watching; `changed` is not called any more."""
        self._stopped.set()
        self._news.set()
        self._thread.join()
        self._observer.stop()
        self._observer.join()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note a change of what a build could read."""
        for path in filter(None, (event.src_path, event.dest_path)):
            parts = self._parts(str(path))
            hidden = any(part.startswith(".") for part in parts)  # an editor's own
            if parts[:1] in self._names and not hidden:
                if len(parts) == 1:  # the folder itself has come or gone
                    self._new.add(parts[0])
                self._news.set()

    def _parts(self, path: str) -> tuple[str, ...]:
        try:
            return Path(path).relative_to(self._project).parts
        except ValueError:
            return ()

    def _start(self, *, poll: bool) -> None:
        self._observer: BaseObserver = (
            PollingObserver(timeout=POLL_EVERY) if poll else Observer(timeout=POLL_EVERY)
        )
        self._observer.start()
        try:
            self._observer.schedule(self, self._project, event_filter=EVENTS)
            self._take_up()
        except OSError:
            self._observer.stop()
            self._watches.clear()
            self._new.update(self._folders)
            raise

    def _take_up(self) -> None:
        """Watch the folders that are new, or others than before."""
        for name in sorted(self._new):
            folder = self._project / name
            if folder.is_dir():
                self._new.discard(name)
                if name in self._watches:
                    self._observer.unschedule(self._watches.pop(name))
                self._watches[name] = self._observer.schedule(
                    self, folder, recursive=True, event_filter=EVENTS
                )

    def _report(self) -> None:
        """Wait for changes and for the end of their burst, again and again."""
        while True:
            self._news.wait()
            end = time.monotonic() + LONGEST
            while not self._stopped.is_set() and time.monotonic() < end:
                self._news.clear()
                if not self._news.wait(QUIET):
                    break
            self._news.clear()
            if self._stopped.is_set():
                return
            with suppress(OSError):  # gone again meanwhile: its next coming is told
                self._take_up()
            self._changed()
