"""`fakta.yaml`: typed values with their legal source."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import Field

from sitegen.model.fact import Fact, FactKind, FactValue
from sitegen.model.problem import N_, Kind, Place, Problem
from sitegen.model.source import Source
from sitegen.schema import yaml_events
from sitegen.schema.typed import (
    LOCAL,
    MISSING,
    NOT_A_DATE,
    NOT_A_GROUP,
    NOT_A_LIST,
    NOT_A_NUMBER,
    NOT_TEXT,
    TOO_SHORT,
    UNKNOWN_KEY_NEAR,
    Fields,
    Mistake,
    validate,
)
from sitegen.schema.values import (
    SourceFields,
    Text,
    YesNo,
    clock_time,
    https_fault,
    iso_date,
)
from sitegen.schema.yaml_events import KEY, Location

BAD_NAME = Kind(
    "SG130", N_("“{name}” is not a name for a fact"), N_("use lower-case letters, digits and “_”")
)
NO_KIND = Kind(
    "SG131",
    N_("fact “{name}” has no “jenis”"),
    N_("add jenis: tanggal, jam, bilangan, teks or daftar"),
)
WRONG_KIND = Kind(
    "SG132", N_("fact “{name}” is “{above}” above and “{here}” here"), N_("write jenis: {above}")
)
LOCKED = Kind(
    "SG133",
    N_("fact “{name}” is locked by {owner} ({where}) and cannot be set here"),
    N_("remove it; ask {owner} when the value is wrong for your region"),
)
WRONG_COLUMNS = Kind(
    "SG134",
    N_("an item of “{name}” must have exactly: {columns}"),
    N_("correct the keys of the item"),
)


DECLARED_ABOVE = Kind(
    "SG134", N_("“{key}” is decided by {owner} and cannot be set here"), N_("remove the line")
)
NOT_COUNTABLE = Kind(
    "SG134",
    N_("“satuan” has a meaning for a number or a list only"),
    N_("remove the line “satuan”"),
)
COUNTABLE = (FactKind.NUMBER, FactKind.LIST)

ADDRESS = "alamat"
"""Column of a list whose cells are shown as links."""


class FactFields(Fields):
    """One fact as a layer writes it; a layer below need not repeat what is the same."""

    kind: FactKind | None = Field(None, alias="jenis")
    value: Any = Field(alias="nilai")
    note: Text | None = Field(None, alias="keterangan")
    basis: Text = Field(alias="dasar", description="dasar hukum")
    sources: tuple[SourceFields, ...] = Field(alias="sumber", min_length=1)
    locked: YesNo = Field(False, alias="terkunci")
    except_for: tuple[Text, ...] = Field((), alias="kecuali", description="kode daerah")
    zone: Text | None = Field(None, alias="zona", pattern=LOCAL)
    columns: tuple[Text, ...] = Field((), alias="kolom")
    unit: Text | None = Field(None, alias="satuan")


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A fact of one layer before it is held against the layers above."""

    name: str
    fields: FactFields
    layer: str
    place: Place
    marks: Mapping[Location, tuple[int, int]]

    def place_of(self, *loc: str | int) -> Place:
        """Return where the part at `loc` of the fact stands."""
        full: Location = (self.name, *loc)
        while full not in self.marks:
            full = full[:-1]
        return Place(self.place.path, *self.marks[full])


def read_facts(source: Source) -> tuple[list[StatedFact], list[Problem]]:
    """Read one layer's `fakta.yaml`; every problem of the file is returned."""
    text = yaml_events.read(source.text, source.path)
    problems = list(text.problems)
    facts = []
    for name, value in (text.value or {}).items():
        place = Place(source.path, *text.marks[name, KEY])
        if not name.isidentifier() or not name.isascii() or not name.islower():
            problems.append(BAD_NAME.at(place, name=name))
            continue
        if not isinstance(value, dict):
            problems.append(NOT_A_GROUP.at(place, key=name))
            continue
        below = {loc[1:]: at for loc, at in text.marks.items() if loc and loc[0] == name}
        fields, found = validate(FactFields, value, below, source.path)
        problems += found
        if fields is not None:
            facts.append(StatedFact(name, fields, source.layer, place, text.marks))
    return facts, problems


def settle(stated: StatedFact, above: Fact | None) -> tuple[Fact | None, list[Problem]]:
    """Hold a layer's fact against the same fact above it.

    Args:
        stated: what the layer says.
        above: the fact as resolved for the layer's parent, or None.

    Returns:
        The typed fact as it holds from this layer down, or None and what is wrong.
    """
    name, fields = stated.name, stated.fields
    if above is not None and above.locked and stated.layer not in above.except_for:
        problem = LOCKED.at(stated.place, name=name, owner=above.layer, where=above.place)
        return None, [problem]
    kind = fields.kind or (above.kind if above else None)
    if kind is None:
        return None, [NO_KIND.at(stated.place, name=name)]
    if above is not None and kind is not above.kind:
        place = stated.place_of("jenis")
        return None, [WRONG_KIND.at(place, name=name, above=above.kind, here=kind)]
    if above is not None and fields.columns not in ((), above.columns):
        return None, [DECLARED_ABOVE.at(stated.place_of("kolom"), key="kolom", owner=above.layer)]
    columns = above.columns if above is not None else fields.columns
    if kind is FactKind.LIST and not columns:
        return None, [MISSING.at(stated.place, key="kolom")]
    unit = above.unit if above is not None else fields.unit or ""
    if unit and kind not in COUNTABLE:
        return None, [NOT_COUNTABLE.at(stated.place_of("satuan"), name=name)]
    value, problems = _typed(stated, kind, columns)
    if problems:
        return None, problems
    fact = Fact(
        name=name,
        kind=kind,
        value=value,
        note=fields.note or (above.note if above else ""),
        basis=fields.basis,
        sources=tuple(source.as_fact_source() for source in fields.sources),
        layer=stated.layer,
        place=stated.place,
        locked=fields.locked or (above is not None and above.locked),
        except_for=() if above is not None and above.locked else fields.except_for,
        local=fields.zone is not None or (above is not None and above.local),
        columns=columns,
        unit=unit,
    )
    return fact, []


def _typed(
    stated: StatedFact, kind: FactKind, columns: tuple[str, ...]
) -> tuple[FactValue, list[Problem]]:
    value, place = stated.fields.value, stated.place_of("nilai")
    if kind is FactKind.LIST:
        return _rows(stated, columns)
    if not isinstance(value, str):
        return "", [NOT_TEXT.at(place, key="nilai")]
    try:
        if kind is FactKind.DATE:
            return date.fromisoformat(iso_date(value)), []
        if kind is FactKind.TIME:
            return str(clock_time(value)), []
        if kind is FactKind.NUMBER and re.fullmatch(r"[0-9]{1,15}", value):
            return int(value), []
        if kind is FactKind.NUMBER:
            return "", [NOT_A_NUMBER.at(place, key="nilai", value=value)]
    except Mistake as mistake:
        return "", [mistake.kind.at(place, key="nilai", **mistake.values)]
    except ValueError:
        return "", [NOT_A_DATE.at(place, key="nilai", value=value)]
    return value, [] if value.strip() else [TOO_SHORT.at(place, key="nilai")]


def _misnamed(stated: StatedFact, index: int, row: Any, columns: tuple[str, ...]) -> Problem | None:
    """Return the problem of an item of which one key is only misspelt."""
    odd = [key for key in row if key not in columns] if isinstance(row, dict) else []
    lacking = [column for column in columns if column not in row]
    if len(odd) != 1 or len(lacking) != 1:
        return None
    if not difflib.get_close_matches(odd[0], lacking, n=1, cutoff=0.6):
        return None
    place = stated.place_of("nilai", index, odd[0], KEY)
    return UNKNOWN_KEY_NEAR.at(place, key=odd[0], nearest=lacking[0])


def _rows(stated: StatedFact, columns: tuple[str, ...]) -> tuple[FactValue, list[Problem]]:
    value = stated.fields.value
    if not isinstance(value, list) or not value:
        return (), [NOT_A_LIST.at(stated.place_of("nilai"), key="nilai")]
    problems = [
        _misnamed(stated, index, row, columns)
        or WRONG_COLUMNS.at(
            stated.place_of("nilai", index), name=stated.name, columns=", ".join(columns)
        )
        for index, row in enumerate(value)
        if not isinstance(row, dict)
        or set(row) != set(columns)
        or not all(isinstance(cell, str) and cell for cell in row.values())
    ]
    problems += [
        fault.kind.at(stated.place_of("nilai", index, ADDRESS), **fault.values)
        for index, row in enumerate(value)
        if not problems and ADDRESS in columns and (fault := https_fault(row[ADDRESS]))
    ]
    return tuple(value), problems
