"""The day whose state is shown, when nobody names one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.plumbing import commits

if TYPE_CHECKING:
    from sitegen.model.library import Library


def stated_day(project: Path) -> date | None:
    """Return the day of `SOURCE_DATE_EPOCH`, else of the newest commit; None without either.

    Never today, so that one tree has one output.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return commits.day_of(int(epoch))
    return commits.newest(project)


def newest_day(library: Library) -> date:
    """Return the newest day in the content, which is shown when nobody states another."""
    return max(_days(library), default=date(1970, 1, 1))


def _days(library: Library) -> Iterable[date]:
    for document in library.documents:
        for text in (document.fields.modified, str(document.fields.published or "")):
            if len(text) == len("2024-02-14"):
                yield date.fromisoformat(text)
