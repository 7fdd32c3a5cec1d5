"""A progress bar on a terminal, a few plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")

LINE_EVERY = 200
"""Items between two plain lines."""


def follow(items: Iterable[Item], total: int, label: str) -> Iterator[Item]:
    """Yield `items`, showing on standard error how far it is.

    The bar is drawn from this thread only: processes are forked while it is shown.
    """
    if not sys.stderr.isatty():
        for done, item in enumerate(items, 1):
            yield item
            if done % LINE_EVERY == 0:
                print(f"{label}: {done}/{total}", file=sys.stderr, flush=True)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task(label, total=total)
        for item in items:
            yield item
            bar.advance(task)
            bar.refresh()
