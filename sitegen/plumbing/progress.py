"""A progress bar on a terminal, nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def follow(items: Iterable[Item], total: int, label: str) -> Iterator[Item]:
    """Yield `items`, showing how far it is on standard error if that is a terminal.

    The bar is drawn from this thread only: processes are forked while it is shown.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task(label, total=total)
        for item in items:
            yield item
            bar.advance(task)
            bar.refresh()
