"""The day whose state is shown, when nobody names one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from sitegen.model.library import Library
from sitegen.plumbing import commits


def default_day(project: Path, library: Library) -> date:
    """Return the day whose state is shown; never today, so that one tree has one output.

    `SOURCE_DATE_EPOCH`, else the day of the newest commit, else the newest day in the content.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return commits.day_of(int(epoch))
    return commits.newest(project) or max(_days(library), default=date(1970, 1, 1))


def _days(library: Library) -> Iterable[date]:
    for document in library.documents:
        for text in (document.fields.modified, str(document.fields.published or "")):
            if len(text) == len("2024-02-14"):
                yield date.fromisoformat(text)
