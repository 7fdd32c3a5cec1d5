"""A clarification in a few sentences, the fact first, to be quoted or passed on."""

from __future__ import annotations

from typing import Any

QUOTED = 600
"""Characters of a quotation, so that it fits into a message."""


def quotation(fields: Any, limit: int = QUOTED) -> str:
    """Return fact, reason and verdict of a clarification as plain text.

    Args:
        fields: front matter of a `klarifikasi`.
        limit: characters it may have; the reason is cut first, at a word.
    """
    title = fields.title.rstrip(".") + "."
    claim = f"Yang beredar: “{fields.claim.rstrip('.')}.” Putusan: {fields.verdict_word}."
    if fields.withdrawn:
        title = f"Klarifikasi No. {fields.number} sudah {fields.status}. {title}"
    room = limit - len(title) - len(claim) - 2
    return " ".join(part for part in (title, shortened(fields.summary, room), claim) if part)


def shortened(text: str, room: int) -> str:
    """Return `text` cut at a word so that it has at most `room` characters."""
    if len(text) <= room:
        return text
    cut = text[: max(room - 1, 0)].rpartition(" ")[0].rstrip(",;: ")
    return f"{cut}…" if cut else ""
