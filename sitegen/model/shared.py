"""What mirrors share, and the halves of what each of them puts into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.model.ledger import Parts
from sitegen.model.page import Plate
from sitegen.model.report import DAILY

Group = tuple[tuple[str, ...], str, bool]
"""The layers of an edition, the code of the region that owns it (else `""`), and whether
the mirror has an address: what decides the outputs of a site."""
Half = tuple[str, bool]
"""The slots of one region's mirror that show the day, or those that do not.

Apart, because a new day would otherwise fill them all again, and most of the time that takes
goes into the QR codes of posters, which know nothing of days."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What all mirrors of a group are made from."""

    plates: Mapping[str, Plate]
    """Pages and outputs by path."""
    assets: Mapping[str, bytes]
    """Files that are copied as they are, by path."""
    parts: Parts
    name: str
    """Digest of the parts."""
    lasting: frozenset[str]
    """Marks of the slots that do not depend on the day whose state is shown."""
    daily: frozenset[str]
    """Marks of those that may."""
    folders: tuple[str, ...]

    def marks(self, daily: bool) -> frozenset[str]:
        """Return the marks of one half."""
        return self.daily if daily else self.lasting


def name_of(half: Half) -> str:
    """Return what the memo and `--why` call one half of a mirror's fills."""
    code, daily = half
    return code + DAILY if daily else code
