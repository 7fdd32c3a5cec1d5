"""A ready text for chats beside each clarification: `klarifikasi/<name>.txt`."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.model.page import Slot
from sitegen.outputs.quote import quotation
from sitegen.outputs.view import OutputView

LIMIT = 700
"""Characters; longer messages are folded away in WhatsApp."""


def emit(view: OutputView) -> Iterable[tuple[str, str]]:
    """Yield a text for each clarification that holds, the fact first, its address last."""
    if not view.has_address:
        return
    longest = max(map(len, view.addresses.values()))
    for document in view.documents.values():
        if document.type != "klarifikasi" or document.fields.withdrawn:
            continue
        room = LIMIT - longest - len(document.url) - len("\n\nSelengkapnya: \n")
        text = quotation(document.fields, room)
        address = f"{Slot('alamat').mark}{document.url}"
        yield share_path(document.url), f"{text}\n\nSelengkapnya: {address}\n"


def share_path(url: str) -> str:
    """Return the address of the text for the clarification at `url`."""
    return url.removesuffix(".html") + ".txt"
