"""The same function over many items, on several processors."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from sitegen.model.problem import N_, Kind, Place, Problem, SitegenError

Item = TypeVar("Item")
Result = TypeVar("Result")

KILLED = Kind(
    "SG503",
    N_("the system ended one of the processes, perhaps for lack of memory"),
    N_("try again with --jobs 1"),
)
_SIMPLER = N_("simplify or divide it; if it was fine before, undo the last change")
TOO_LONG = Kind("SG251", N_("working on this file takes more than {seconds} seconds"), _SIMPLER)
TOO_BIG = Kind(
    "SG251", N_("working on this file takes more than {megabytes} MB of memory"), _SIMPLER
)
CRASHED = Kind("SG251", N_("the process that worked on this file ended ({how})"), _SIMPLER)
OVER_BUDGET = (TOO_LONG, TOO_BIG, CRASHED)

MAX_SECONDS, MAX_MEMORY = 10, 1 << 30
_NO_MEMORY = 71
"""Exit status of a process that got no more memory (EX_OSERR of sysexits.h)."""
_FROM_OUTSIDE = (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP)
_METHODS = multiprocessing.get_all_start_methods()
_CONTEXT: Any = multiprocessing.get_context("fork" if "fork" in _METHODS else "spawn")


@dataclass(frozen=True, slots=True)
class Budget:
    """What work on one item may take.

    Time is that of the processor, so that a slow or busy machine fails nothing; a disk that
    does not answer is waited for. The system ends a process whose time is over (SIGPROF), as
    no handler of ours would run while a library works.
    """

    place: Callable[[Any], Place]
    """Gives the place of the problem that stands for the result of an item that was too much."""
    seconds: float = MAX_SECONDS
    memory: int = MAX_MEMORY
    """Bytes beside those that the process begins with; only where the system can tell them."""


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(
    function: Callable[[Any, Item], Result],
    shared: Any,
    items: Sequence[Item],
    jobs: int,
    batch: int = 1,
    *,
    budget: Budget | None = None,
) -> Iterator[Result]:
    """Yield `function(shared, item)` for each item, in the order of `items`.

    A pool of the standard library cannot tell which item its process died of, and stops all
    others. Here each process has a pipe of its own and answers item by item: the first it
    has not answered is the one. A process that was killed from outside gets a second chance.

    Args:
        function: a module-level function; results must be picklable.
        shared: a value every call needs.
        items: what to work on. Processes inherit both; only an item's number is sent.
        jobs: how many processes; 1 works in this process, unless there is a budget.
        batch: how many items a process takes at a time.
        budget: what an item may take; then `function` must have no effects, and a `Problem`
            is yielded for an item that takes more.

    Raises:
        SitegenError: when a process died and there is no budget.
    """
    if budget is None and (jobs <= 1 or len(items) <= batch):
        yield from (function(shared, item) for item in items)
        return
    crew = _Crew(function, shared, items, batch, budget)
    try:
        crew.size = min(jobs, -(-len(items) // batch))
        for number in range(len(items)):
            while number not in crew.answers:
                crew.go_on()
            good, value = crew.answers.pop(number)
            if not good:
                raise value
            yield value
    finally:
        crew.dismiss()


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection
    given: deque[int] = field(default_factory=deque)
    """Numbers of the items it has not answered yet, in their order."""


class _Crew:
    """The processes, and what they are given and have answered."""

    def __init__(
        self,
        function: Callable[[Any, Any], Any],
        shared: Any,
        items: Sequence[Any],
        batch: int,
        budget: Budget | None,
    ) -> None:
        self.task = (function, shared, items)
        self.batch, self.budget, self.size = batch, budget, 1
        self.waiting = deque(range(len(items)))
        self.killed: set[int] = set()
        self.answers: dict[int, tuple[bool, Any]] = {}
        self.workers: list[_Worker] = []

    def go_on(self) -> None:
        """Give work to those who have none, and take the next answers."""
        while self.waiting and len(self.workers) < self.size:
            self._hire()
        for worker in self.workers:
            if self.waiting and not worker.given:
                count = min(self.batch, len(self.waiting))
                worker.given.extend(self.waiting.popleft() for _ in range(count))
                with suppress(OSError):  # that it is dead is seen below
                    worker.pipe.send(tuple(worker.given))
        busy = {worker.pipe: worker for worker in self.workers if worker.given}
        for pipe in wait(list(busy)):
            worker = busy[pipe]  # type: ignore[index]
            try:
                answer = worker.pipe.recv()
            except (EOFError, OSError):
                self._bury(worker)
            else:
                self.answers[worker.given.popleft()] = answer

    def _hire(self) -> None:
        ours, theirs = _CONTEXT.Pipe()
        others = [ours, *(worker.pipe for worker in self.workers)]
        given = (theirs, others, self.task, self.budget)
        process = _CONTEXT.Process(target=_work, args=given, daemon=True)
        with _uninterrupted():
            process.start()
        theirs.close()
        self.workers.append(_Worker(process, ours))

    def _bury(self, worker: _Worker) -> None:
        """Take out a process that has died, and settle what becomes of its items."""
        self.workers.remove(worker)
        worker.pipe.close()
        worker.process.join()
        status, item = worker.process.exitcode, worker.given.popleft()
        if self.budget is None:
            raise SitegenError(KILLED, 74)
        self.waiting.extendleft(reversed(worker.given))
        if status in _FROM_OUTSIDE and item not in self.killed:
            self.killed.add(item)
            self.waiting.appendleft(item)
            return
        place = self.budget.place(self.task[2][item])
        self.answers[item] = True, _why(status, self.budget, place)

    def dismiss(self) -> None:
        """End the processes: those with effects at the end of what they are doing."""
        for worker in self.workers:
            if self.budget is not None:
                worker.process.kill()
            worker.pipe.close()
        for worker in self.workers:
            worker.process.join()


def _why(status: int, budget: Budget, place: Place) -> Problem:
    if status == -getattr(signal, "SIGPROF", 0):
        return TOO_LONG.at(place, seconds=budget.seconds)
    if status == _NO_MEMORY:
        return TOO_BIG.at(place, megabytes=budget.memory >> 20)
    return CRASHED.at(place, how=signal.Signals(-status).name if status < 0 else status)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C, and for ever in processes that begin meanwhile: the first ends them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(
    pipe: Connection,
    others: Sequence[Connection],
    task: tuple[Callable[[Any, Any], Any], Any, Sequence[Any]],
    budget: Budget | None,
) -> None:
    """Answer for items until the pipe is closed."""
    function, shared, items = task
    for other in others:  # else it would never be seen as closed
        other.close()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if budget is not None:
        _limit_memory(budget.memory)
    with suppress(EOFError, OSError):
        while True:
            for number in pipe.recv():
                try:
                    with _limited_time(budget):
                        answer = True, function(shared, items[number])
                except MemoryError:
                    os._exit(_NO_MEMORY)
                except Exception as error:
                    error.add_note(traceback.format_exc())
                    answer = False, error
                pipe.send(answer)


@contextmanager
def _limited_time(budget: Budget | None) -> Iterator[None]:
    """Have the system end this process when the time of one item is over."""
    if budget is None or not hasattr(signal, "setitimer"):
        yield
        return
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, budget.seconds)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)


def _limit_memory(size: int) -> None:
    """Let this process take `size` bytes more than it has; do nothing where none can tell."""
    with suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - macOS has none
            has = int(file.read().split()[0]) * resource.getpagesize()
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        limits = [limit for limit in (soft, hard, has + size) if limit != resource.RLIM_INFINITY]
        resource.setrlimit(resource.RLIMIT_AS, (min(limits), hard))


def _end_with_parent() -> None:
    """End when the first process does, even by kill -9: nobody writes on behind its back."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
