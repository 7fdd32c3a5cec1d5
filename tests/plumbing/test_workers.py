"""The same function over many items gives the same, on one processor or several."""

from __future__ import annotations

import pytest

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
