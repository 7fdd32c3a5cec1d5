"""The day whose state is shown, when nobody names one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.model.problem import N_, Kind, SitegenError
from sitegen.plumbing import commits

if TYPE_CHECKING:
    from sitegen.model.library import Library

NOT_A_TIME = Kind(
    "SG511",
    N_("SOURCE_DATE_EPOCH is “{value}”, which is not a number of seconds since 1970"),
    N_("write for example SOURCE_DATE_EPOCH=1707757200, or leave it out"),
)


def stated_day(project: Path) -> date | None:
    """Return the day of `SOURCE_DATE_EPOCH`, else of the newest commit; None without either.

    Never today, so that one tree has one output.

    Raises:
        SitegenError: when `SOURCE_DATE_EPOCH` is set and is no time, as its specification asks.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return _day_at(epoch) if epoch else commits.newest(project)


def newest_day(library: Library) -> date:
    """Return the newest day in the content, which is shown when nobody states another."""
    return max(_days(library), default=date(1970, 1, 1))


def default_day(project: Path, library: Library) -> date:
    """Return the day whose state is shown when nobody names one."""
    return stated_day(project) or newest_day(library)


def _day_at(epoch: str) -> date:
    try:
        if not epoch.isdigit():  # `int` takes signs, spaces and underscores too
            raise ValueError
        return commits.day_of(int(epoch))
    except (ValueError, OverflowError, OSError) as error:
        raise SitegenError(NOT_A_TIME, 2, value=epoch) from error


def _days(library: Library) -> Iterable[date]:
    """Yield the days on which pages were written or changed.

    A page that waits (a draft, or one with `terbit`) does not count: it would bring about
    the day that it waits for.
    """
    for document in library.documents:
        fields = document.fields
        if not fields.draft and fields.published is None and len(fields.modified) == 10:
            yield date.fromisoformat(fields.modified)
