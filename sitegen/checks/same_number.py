"""A clarification's number is quoted, so that in one office it stands for one clarification."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.model.document import Document
from sitegen.model.problem import N_, Kind, Problem

SAME_NUMBER = Kind(
    "SG146",
    N_("the number {number} is that of {other} already"),
    N_("give this clarification the next free number, {free}"),
)


def check(documents: Iterable[Document]) -> Iterable[Problem]:
    """Yield the clarifications whose number another one of the same layer has."""
    first: dict[tuple[str, str], Document] = {}
    numbered = [d for d in documents if d.type == "klarifikasi"]
    for document in sorted(numbered, key=lambda d: d.source):
        layer, number = document.layer, document.fields.number
        other = first.setdefault((layer, number), document)
        if other is not document:
            highest = max(int(d.fields.number) for d in numbered if d.layer == layer)
            free = f"{highest + 1:0{len(number)}}"
            yield SAME_NUMBER.at(
                document.place("nomor"), number=number, other=other.source, free=free
            )
