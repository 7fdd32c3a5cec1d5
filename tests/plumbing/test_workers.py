"""The same function over many items gives the same, on one processor or several."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import resource
import signal
import threading
import time
from pathlib import Path

import pytest

from sitegen.model.problem import Place, Problem, SitegenError
from sitegen.plumbing import workers


def multiply(shared: int, item: int) -> int:
    return shared * item


def fail(shared: object, item: int) -> int:
    if item == 7:
        raise ValueError(f"tujuh {shared}")
    return item


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("batch", [1, 4, 100])
@pytest.mark.parametrize("count", [0, 1, 23])
def test_results_come_in_the_order_of_the_items(jobs: int, batch: int, count: int) -> None:
    found = list(workers.each(multiply, 3, range(count), jobs, batch))
    assert found == [3 * item for item in range(count)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_reaches_the_caller(jobs: int) -> None:
    with pytest.raises(ValueError, match="tujuh x"):
        list(workers.each(fail, "x", range(20), jobs))


def test_there_is_at_least_one_processor() -> None:
    assert workers.processors() >= 1


BUDGET = workers.Budget(lambda item: Place(f"{item}.md", 3), seconds=0.3, memory=1 << 26)


def misbehave(deeds: dict[int, str], item: int) -> int:
    deed = deeds.get(item, "")
    if deed == "loop":
        while True:
            pass
    elif deed == "crash":
        faulthandler.disable()  # which would print where
        faulthandler._sigsegv()  # type: ignore[attr-defined]
    elif deed == "fill":
        found = []
        while True:
            found.append(bytearray(1 << 22))
    elif deed == "leave":
        os._exit(3)
    elif deed == "ended":
        os.kill(os.getpid(), signal.SIGKILL)
    return -item


SAID = {
    "loop": (workers.TOO_LONG, (("seconds", "0.3"),)),
    "crash": (workers.CRASHED, (("how", "SIGSEGV"),)),
    "fill": (workers.TOO_BIG, (("megabytes", "64"),)),
    "leave": (workers.CRASHED, (("how", "3"),)),
    "ended": (workers.CRASHED, (("how", "SIGKILL"),)),
}


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("batch", [1, 4])
@pytest.mark.parametrize("deed", SAID)
def test_an_item_that_takes_too_much_is_named_and_all_others_are_done(
    deed: str, batch: int, jobs: int
) -> None:
    deeds = {2: deed, 3: deed, 9: deed}
    found = list(workers.each(misbehave, deeds, range(10), jobs, batch, budget=BUDGET))
    kind, values = SAID[deed]
    assert found == [
        Problem(Place(f"{n}.md", 3), kind, values) if n in deeds else -n for n in range(10)
    ]
    assert multiprocessing.active_children() == []


def wait_once(folder: Path, item: int) -> int:
    mark = folder / str(item)
    if not mark.exists():
        mark.write_text(str(os.getpid()))
        if item == 3:
            signal.pause()
    return item


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_process_that_is_killed_from_outside_loses_nothing(tmp_path: Path, jobs: int) -> None:
    def kill() -> None:
        mark = tmp_path / "3"
        while not (mark.exists() and mark.read_text()):
            time.sleep(0.01)
        os.kill(int(mark.read_text()), signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    found = list(workers.each(wait_once, tmp_path, range(20), jobs, 4, budget=BUDGET))
    thread.join()
    assert found == list(range(20))


def test_what_waits_takes_no_time_of_the_processor() -> None:
    budget = workers.Budget(lambda _: Place("a.md"), seconds=0.05)
    assert list(workers.each(sleep, None, [0.3, 0.3], 1, budget=budget)) == [0.3, 0.3]


def sleep(_shared: None, seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def test_each_item_has_the_whole_budget() -> None:
    budget = workers.Budget(lambda _: Place("a.md"), seconds=0.4)
    assert list(workers.each(toil, None, [0.2] * 4, 1, 4, budget=budget)) == [0.2] * 4


def toil(_shared: None, seconds: float) -> float:
    start = time.process_time()
    while time.process_time() - start < seconds:
        pass
    return seconds


@pytest.mark.parametrize("budget", [None, BUDGET])
def test_whoever_needs_no_more_leaves_no_process(budget: workers.Budget | None) -> None:
    results = workers.each(multiply, 3, range(1000), 2, budget=budget)
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


def test_a_process_that_dies_without_a_budget_ends_the_work() -> None:
    with pytest.raises(SitegenError) as found:
        list(workers.each(misbehave, {2: "ended"}, range(10), 2))
    assert found.value.kind == workers.KILLED
    assert multiprocessing.active_children() == []


def test_a_large_result_comes_whole() -> None:
    found = list(workers.each(repeat, b"x" * 1000, [1, 5000, 2], 2, budget=BUDGET))
    assert list(map(len, found)) == [1000, 5_000_000, 2000]


def repeat(text: bytes, times: int) -> bytes:
    return text * times


def test_where_memory_cannot_be_limited_work_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise ValueError("current limit exceeds maximum limit")

    monkeypatch.setattr(resource, "setrlimit", refuse)
    assert list(workers.each(multiply, 3, range(4), 2, budget=BUDGET)) == [0, 3, 6, 9]
