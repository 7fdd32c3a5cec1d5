"""Facts: what differs by region, as typed values with a legal source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from sitegen.model.problem import Place


class FactKind(StrEnum):
    """The type of a fact's value, by the word a writer types."""

    DATE = "tanggal"
    TIME = "jam"
    NUMBER = "bilangan"
    TEXT = "teks"
    LIST = "daftar"


Row: TypeAlias = dict[str, str]
FactValue: TypeAlias = date | int | str | tuple[Row, ...]

FORMS: dict[FactKind, tuple[str, ...]] = {
    FactKind.DATE: ("", "hari", "lengkap"),
    FactKind.TIME: ("", "angka"),
    FactKind.NUMBER: ("", "huruf"),
    FactKind.TEXT: ("",),
    FactKind.LIST: ("", "angka"),
}
"""The forms `{{ fakta.name.form }}` of each kind; `""` is the plain `{{ fakta.name }}`."""


@dataclass(frozen=True, slots=True)
class FactSource:
    """Where a value is written down: an institution, a title, a date and an address."""

    institution: str
    title: str
    date: str
    url: str
    carried_by: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value as one layer states it."""

    name: str
    kind: FactKind
    value: FactValue
    """date, minutes-exact text `HH.MM` for a time, int, text, or rows of a list."""
    note: str
    """What the value means, in Indonesian."""
    basis: str
    """Legal basis, such as `PKPU 25/2023 Pasal 6`."""
    sources: tuple[FactSource, ...]
    layer: str
    """Code of the region that states the value."""
    place: Place
    locked: bool = False
    """Whether layers below may not set it."""
    except_for: tuple[str, ...] = ()
    """Codes of the regions that may set it although it is locked."""
    local: bool = False
    """Whether a time is local time and is shown with the region's zone."""
    columns: tuple[str, ...] = ()
    """Names of the columns of a list."""
    unit: str = ""
    """What is counted (`surat suara`): lets a check find literal counts in prose."""
