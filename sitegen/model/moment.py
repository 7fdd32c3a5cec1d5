"""A moment: the start of a day on which what is shown changes by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """One change, sorted by its day. It is seen when a mirror is built as of that day."""

    day: date
    source: str
    """Where it is stated: the path of a file from the project's root, or a fact in one."""
    what: str
    """English words with a field `{title}`, or none; shown through gettext."""
    title: str = ""
    """Title of the page that changes."""


def span(
    source: str, first: date, last: date, words: tuple[str, str], title: str = ""
) -> Iterator[Moment]:
    """Yield the two moments of what lasts from `first` to `last`: its start, and the day after.

    Args:
        source: where the days are stated.
        first: the first day.
        last: the last day.
        words: what happens when it starts and when it is over.
        title: title of the page.
    """
    starts, is_over = words
    yield Moment(first, source, starts, title)
    if last < date.max:
        yield Moment(last + timedelta(days=1), source, is_over, title)
