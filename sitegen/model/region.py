"""The nation, its 38 provinces and 514 regencies and cities, and who stands above whom."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Self

NATION = "nasional"
"""Code of the region that stands above all others."""

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
KALIMANTAN_WIB = ("61", "62")
"""Provinces on WIB whose IANA zone is Asia/Pontianak, not Asia/Jakarta."""

USUAL_NAMES = {"31": "DKI Jakarta", "34": "DI Yogyakarta"}
"""Names by which a region is commonly known; shown and used in addresses."""

ALIASES = {
    "12": ("Sumut",),
    "13": ("Sumbar",),
    "16": ("Sumsel",),
    "19": ("Bangka Belitung", "Babel"),
    "21": ("Kepri",),
    "31": ("DKI", "Jakarta", "Daerah Khusus Jakarta"),
    "31.01": ("Kepulauan Seribu", "Kab. Adm. Kepulauan Seribu"),
    "32": ("Jabar",),
    "33": ("Jateng",),
    "34": ("DIY", "Yogyakarta", "Jogja"),
    "35": ("Jatim",),
    "52": ("NTB",),
    "53": ("NTT",),
    "61": ("Kalbar",),
    "62": ("Kalteng",),
    "63": ("Kalsel",),
    "64": ("Kaltim",),
    "65": ("Kaltara",),
    "71": ("Sulut",),
    "72": ("Sulteng",),
    "73": ("Sulsel",),
    "74": ("Sultra",),
    "76": ("Sulbar",),
    NATION: ("Indonesia", "nasional", "pusat"),
}
"""Further names people type. Spacing, hyphens and case never matter (see `fold`)."""


@cache
def slugify(text: str) -> str:
    """Return `text` as lower-case ASCII words joined by `-`."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


@cache
def fold(name: str) -> str:
    """Return `name` as it is compared: `Tanjung Pinang` and `Tanjungpinang` are equal."""
    plain = re.sub(r"\bkab(?:upaten)?\b\.?", "kabupaten", name.lower())
    return re.sub(r"[^a-z0-9]", "", plain)


def bare(name: str) -> str:
    """Return `name` without what kind of region it is: `Kota Pontianak` → `Pontianak`."""
    kinds = r"^(?:(?:kabupaten|kab\.?|kota)\s+)?(?:administrasi\s+|adm\.\s*)?"
    return re.sub(kinds, "", name, flags=re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Region:
    """One region with a site of its own."""

    code: str
    """Kemendagri code (`61`, `61.71`), or `nasional`."""
    level: str
    """`nasional`, `provinsi`, `kabupaten` or `kota`."""
    name: str
    """Official name, as in Kepmendagri 300.2.2-2430 of 2025."""
    parent: str | None
    """Code of the region above; None for the nation."""
    zone: str
    """`WIB`, `WITA` or `WIT`."""
    timezone: str
    """IANA time zone."""

    @property
    def usual_name(self) -> str:
        """The name shown to readers (`DKI Jakarta`)."""
        return USUAL_NAMES.get(self.code, self.name)

    @property
    def slug(self) -> str:
        """Unique name for addresses and folders (`kota-kediri`, `kabupaten-kediri`)."""
        return slugify(self.usual_name)

    @property
    def folder(self) -> str:
        """Name of the region's output folder and suggested content folder."""
        return NATION if self.code == NATION else f"{self.code}-{self.slug}"

    @property
    def names(self) -> tuple[str, ...]:
        """Every name the region answers to, the shown one first."""
        return tuple(dict.fromkeys((self.usual_name, self.name, *ALIASES.get(self.code, ()))))


class Regions:
    """All regions by code, in code order, the nation first."""

    def __init__(self, regions: tuple[Region, ...]) -> None:
        """Index `regions`; the nation must be among them."""
        self._by_code = {region.code: region for region in regions}
        self._by_name: dict[str, tuple[Region, ...]] = {}
        for region in regions:
            for name in {fold(name) for name in region.names}:
                self._by_name[name] = (*self._by_name.get(name, ()), region)
        self._by_bare_name: dict[str, tuple[Region, ...]] = {}
        for region in regions:
            for name in {fold(bare(name)) for name in region.names}:
                self._by_bare_name[name] = (*self._by_bare_name.get(name, ()), region)

    @classmethod
    @cache  # a process reads the same list for every build
    def parse(cls, text: str) -> Self:
        """Read the rows of `data/regions.csv` and put the nation above them."""
        nation = Region(NATION, NATION, "Indonesia", None, "WIB", ZONES["WIB"])
        rows = csv.DictReader(io.StringIO(text))
        return cls((nation, *(_region(row) for row in rows)))

    def __iter__(self) -> Iterator[Region]:
        """Yield the regions in code order, the nation first."""
        return iter(self._by_code.values())

    def __len__(self) -> int:
        """Return how many regions there are."""
        return len(self._by_code)

    def __contains__(self, code: object) -> bool:
        """Tell whether `code` is the code of a region."""
        return code in self._by_code

    def __getitem__(self, code: str) -> Region:
        """Return the region of `code`; raises KeyError when there is none."""
        return self._by_code[code]

    def chain(self, code: str) -> tuple[Region, ...]:
        """Return the region and those above it, nearest first: `61.71 ▸ 61 ▸ nasional`.

        This is the only rule of inheritance, for documents, facts and settings alike.
        """
        region = self._by_code[code]
        above = () if region.parent is None else self.chain(region.parent)
        return (region, *above)

    def below(self, code: str) -> tuple[Region, ...]:
        """Return the region and all regions under it, in code order."""
        return tuple(
            region for region in self if any(up.code == code for up in self.chain(region.code))
        )

    def find(self, text: str) -> tuple[Region, ...]:
        """Return the regions whose code starts with `text` or one of whose names holds it."""
        wanted = fold(text)
        return tuple(
            region
            for region in self
            if region.code.startswith(text) or any(wanted in fold(name) for name in region.names)
        )

    def named(self, text: str) -> Region | None:
        """Return the one region that `text` stands for, or None.

        A code, a full name, or the bare name where only one region has it: `Pontianak` is
        Kota Pontianak, but `Kediri` may be the regency or the city.
        """
        found = self.candidates(text)
        return found[0] if len(found) == 1 else None

    def candidates(self, text: str) -> tuple[Region, ...]:
        """Return the regions that `text` may stand for: by code, full name or bare name."""
        if text in self._by_code:
            return (self._by_code[text],)
        return self._by_name.get(fold(text)) or self._by_bare_name.get(fold(text), ())

    def nearest(self, text: str) -> Region | None:
        """Return the region whose code or name looks most like `text`, for a hint."""
        forms = {fold(name): r for r in self for name in (r.code, *r.names)}
        close = difflib.get_close_matches(fold(text), forms, n=1, cutoff=0.6)
        return forms[close[0]] if close else None


def _region(row: dict[str, str]) -> Region:
    code, zone = row["code"], row["timezone"]
    pontianak = zone == "WIB" and code.startswith(KALIMANTAN_WIB)
    return Region(
        code=code,
        level=row["level"],
        name=row["name"],
        parent=row["parent_code"] or NATION,
        zone=zone,
        timezone="Asia/Pontianak" if pontianak else ZONES[zone],
    )
