"""`qr.svg`: the QR code at the foot of printed pages, which leads to the mirror's home."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.model.page import Slot
from sitegen.outputs.view import OutputView


def emit(view: OutputView) -> Iterable[tuple[str, str]]:
    """Yield the code where the mirror has an address."""
    if view.has_address:
        yield "qr.svg", Slot("qr.svg").mark + "\n"
