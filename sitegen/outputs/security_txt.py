"""`.well-known/security.txt`: whom to tell when something is wrong with a site (RFC 9116)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sitegen.model.page import Slot
from sitegen.outputs.view import OutputView

VALID = timedelta(days=364)
"""RFC 9116 asks for less than a year; counted from the day whose state is shown."""


def emit(view: OutputView) -> Iterable[tuple[str, str]]:
    """Yield the file where the mirror has an address."""
    if not view.has_address:
        return
    lines = [
        Slot("keamanan.txt").mark,
        f"Expires: {view.as_of + VALID}T00:00:00Z",
        "Preferred-Languages: id, en",
        f"Canonical: {Slot('alamat').mark}.well-known/security.txt",
    ]
    yield ".well-known/security.txt", "\n".join(lines) + "\n"
