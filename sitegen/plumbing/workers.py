"""The same function over many items, on several processors."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, TypeVar

from sitegen.model.problem import N_, Kind, SitegenError

Item = TypeVar("Item")
Result = TypeVar("Result")

KILLED = Kind(
    "SG503",
    N_("the system ended one of the processes, perhaps for lack of memory"),
    N_("try again with --jobs 1"),
)

_function: Any = None
_shared: Any = None
_items: Any = None


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(
    function: Callable[[Any, Item], Result],
    shared: Any,
    items: Sequence[Item],
    jobs: int,
    batch: int = 1,
) -> Iterator[Result]:
    """Yield `function(shared, item)` for each item, in the order of `items`.

    Args:
        function: a module-level function; results must be picklable when `jobs` > 1.
        shared: a value every call needs.
        items: what to work on. Processes inherit both; only an item's number is sent.
        jobs: how many processes; 1 works in this process.
        batch: how many items a process takes at a time.
    """
    if jobs <= 1 or len(items) <= batch:
        yield from (function(shared, item) for item in items)
        return
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    try:
        with ProcessPoolExecutor(
            min(jobs, len(items)), context, _begin, (function, shared, items)
        ) as pool:
            try:
                with _uninterrupted():
                    results = pool.map(_call, range(len(items)), chunksize=batch)
                yield from results
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
    except BrokenProcessPool as error:
        raise SitegenError(KILLED, 74) from error


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C, and for ever in processes that begin meanwhile: the first ends them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(function: Any, shared: Any, items: Any) -> None:
    global _function, _shared, _items
    _function, _shared, _items = function, shared, items
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End when the first process does, even by kill -9: nobody writes on behind its back."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _call(number: int) -> Any:
    return _function(_shared, _items[number])
