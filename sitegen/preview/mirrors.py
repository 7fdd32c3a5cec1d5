"""The mirrors of a preview: built when somebody looks, and again when the sources change."""

from __future__ import annotations

import asyncio
import hashlib
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from queue import SimpleQueue
from typing import Any

from sitegen.build import Order, Report, build
from sitegen.inputs import program_version
from sitegen.model.manifest import MANIFEST, Manifest
from sitegen.model.problem import Problem
from sitegen.model.region import Region, Regions
from sitegen.plumbing import disk
from sitegen.plumbing.memo import Memo
from sitegen.plumbing.safe_join import UnsafePathError, safe_join

MEMO = "preview.sqlite3"
"""The preview remembers apart from builds, which may be of another day, without drafts."""
TERMINAL_GONE = (OSError, ValueError)
"""What printing raises when nobody can read it any more; the preview goes on."""


class ClosedError(Exception):
    """The preview ends; nothing is built any more."""


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a mirror after its last build."""

    change: int = 0
    """Number of the change of the sources that the build took in; 0 before the first build."""
    version: str = ""
    """Digest of all its files; `""` while there are none."""
    files: frozenset[str] = frozenset()
    """Paths of its files: nothing else is ever served."""
    as_of: date | None = None
    problems: tuple[Problem, ...] = ()
    held: bool = False
    """Whether the files are older than the sources, because of problems."""
    failure: Exception | None = None
    """What ended the build, where that was not the writer's doing."""


class Mirrors:
    """Builds mirrors one after the other in a thread, and tells listeners when one is done.

    The methods may be called in any thread, except `fresh` and `listening`: those belong to
    the event loop of the server.
    """

    def __init__(
        self, order: Order, regions: Regions, done: Callable[[Region, State], None]
    ) -> None:
        """Begin with the mirror that the order names.

        Args:
            order: what to build: one region, and as `output` the preview's own folder.
            regions: all regions.
            done: called after every build, in the thread that builds.
        """
        self.order, self.regions = order, regions
        self._done = done
        self._memo = Memo.open(order.project, program_version(), MEMO)
        (self._latest,) = order.regions
        self._states: dict[str, State] = {}
        self._change = 1
        self._wanted: SimpleQueue[str | None] = SimpleQueue()
        self._listeners: list[tuple[str, Callable[[], None]]] = []
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self.closed = False
        # A build cannot be interrupted, and the end of the program must not wait for one.
        threading.Thread(target=self._work, name="build", daemon=True).start()
        self._wanted.put(self._latest)

    def close(self) -> None:
        """End: wake all listeners, let nobody write to the output folder any more."""
        with self._writing:
            self.closed = True
        self._wanted.put(None)
        self._tell(None)

    def changed(self) -> None:
        """Note that the sources have changed, and build the mirrors that are looked at again.

        Where none is, the latest one tells on the terminal how the sources are.
        """
        with self._lock:
            self._change += 1
            watched = {code for code, _ in self._listeners}
        for code in sorted(watched or {self._latest}):
            self._wanted.put(code)

    def read(self, code: str, path: str) -> bytes | None:
        """Return the bytes of a file of a mirror; None when the build wrote no such file.

        The path must be one that the manifest names, and lead to it without any link.
        """
        state = self._states.get(code)
        if state is None or path not in state.files or self.order.output is None:
            return None
        try:
            return disk.read(safe_join(self.order.output / self.regions[code].folder, path))
        except (OSError, UnsafePathError, disk.NotAFileError):  # or a build took it away meanwhile
            return None

    async def fresh(self, code: str) -> State:
        """Return the state of a mirror after the newest change, built first if need be.

        Raises:
            ClosedError: when the preview ends meanwhile.
        """
        change, self._latest = self._change, code
        with self.listening(code) as news:
            while not self.closed:
                news.clear()
                state = self._states.get(code, State())
                if state.change >= change:
                    return state
                self._wanted.put(code)
                await news.wait()
        raise ClosedError

    @contextmanager
    def listening(self, code: str) -> Iterator[asyncio.Event]:
        """Give an event that is set whenever the mirror was built, or the preview ends."""
        loop, news = asyncio.get_running_loop(), asyncio.Event()

        def wake() -> None:
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(news.set)

        listener = (code, wake)
        with self._lock:
            self._listeners.append(listener)
        try:
            yield news
        finally:
            with self._lock:
                self._listeners.remove(listener)

    def _tell(self, code: str | None) -> None:
        with self._lock:
            wakes = [wake for listened, wake in self._listeners if code in (listened, None)]
        for wake in wakes:
            wake()

    def _work(self) -> None:
        while (code := self._wanted.get()) is not None and not self.closed:
            before, change = self._states.get(code, State()), self._change
            if before.change < change:
                try:
                    after = self._built(code, before)
                except ClosedError:
                    return
                self._states[code] = replace(after, change=change)
                self._tell(code)
                if not self.closed:
                    with suppress(*TERMINAL_GONE):
                        self._done(self.regions[code], after)

    def _built(self, code: str, before: State) -> State:
        """Build a mirror and return what came of it; raises nothing but ClosedError."""
        try:
            report = self._press(code)
            version, files = self._written(code)
        except ClosedError:
            raise
        except Exception as error:
            if self.closed:
                raise ClosedError from error
            with suppress(*TERMINAL_GONE):
                traceback.print_exception(error, file=sys.stderr)
            return replace(before, problems=(), held=True, failure=error)
        return State(
            version=version,
            files=files,
            as_of=report.as_of,
            problems=tuple(p for p in report.problems if p not in report.elsewhere),
            held=bool(report.held_back),
        )

    def _press(self, code: str) -> Report:
        """Build one mirror: the only place that does."""
        order = replace(self.order, regions=(code,), follow=self._follow, durable=False)
        return build(order, self._memo)

    def _follow(self, items: Iterable[Any], _total: int) -> Iterator[Any]:
        """Let a build write, unless the preview has ended and its folder is about to go."""
        with self._writing:
            if self.closed:
                raise ClosedError
            yield from items

    def _written(self, code: str) -> tuple[str, frozenset[str]]:
        """Return version and paths of the files of a mirror, as its manifest tells."""
        assert self.order.output is not None
        manifest = self.order.output / self.regions[code].folder / MANIFEST
        try:
            data = manifest.read_bytes()
        except FileNotFoundError:  # held back from the start
            return "", frozenset()
        files = Manifest.from_json(data).files
        return hashlib.sha256(data).hexdigest()[:16], frozenset((*files, MANIFEST))
