"""The types of single values that writers type, shared by pages, facts and settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    WithJsonSchema,
)

from sitegen.model.fact import FactSource
from sitegen.model.problem import N_, Kind
from sitegen.model.web_address import Fault, fault_in, scheme_of
from sitegen.schema.typed import A_TAG, NOT_A_DATE, Fields, Mistake
from sitegen.schema.yaml_events import Location

NOT_YES_OR_NO = Kind("SG118", N_("“{key}” must be ya or tidak"), N_("write ya or tidak"))
NOT_IN_FORM = Kind(
    "SG118",
    N_("“{value}” in “{key}” is not written as year-month-day"),
    N_("write {example}"),
)
NOT_A_DAY = Kind(
    "SG118",
    N_("“{value}” in “{key}” cannot be read as a date"),
    N_("write as much as is known: {known} or {example}"),
)
NO_SUCH_YEAR = Kind(
    "SG118",
    N_("the year in “{value}” cannot be right for “{key}”"),
    N_("write a year from {first} to {last}"),
)
NO_WORDS = Kind("SG119", N_("“{key}” holds signs only"), N_("write it in words"))
NOT_A_CLOCK_TIME = Kind(
    "SG118", N_("“{value}” in “{key}” is not a time of day"), N_('write for example "07.00"')
)
NOT_HTTPS = Kind(
    "SG222", N_("“{value}” is not a complete https address"), N_("write it with https:// in front")
)
NOT_A_COLOUR = Kind("SG403", N_("“{value}” is not a colour"), N_('write for example "#0b4f8a"'))
NOT_A_DIGEST = Kind(
    "SG118", N_("“{value}” is not a digest"), N_("copy the line that `sitegen explain` prints")
)
NOT_PLAIN = Kind(
    "SG118",
    N_("“{{{{” in “{key}”: a fact cannot stand in this field"),
    N_("use the fact in the text below the front matter"),
)


def _plain(value: Any) -> Any:
    if isinstance(value, str) and "{{" in value:
        raise Mistake(NOT_PLAIN)
    return value


def _yes_or_no(value: Any) -> Any:
    known = {"ya": True, "true": True, "tidak": False, "false": False}
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value.lower() not in known:
        raise Mistake(NOT_YES_OR_NO)
    return known[value.lower()]


YEARS = range(1945, 2100)
"""Years that can be meant: of this state, and of elections that may be prepared for."""


def _of_our_time(value: str) -> str:
    if int(value[:4]) not in YEARS:
        raise Mistake(NO_SUCH_YEAR, value=value, first=YEARS[0], last=YEARS[-1])
    return value


def _in_words(value: str) -> str:
    if not any(character.isalnum() for character in value):
        raise Mistake(NO_WORDS)
    return value


MONTHS = "jan feb mar apr mei jun jul agu sep okt nov des".split()
_day = re.compile(r"(?:[a-z]+, *)?(\d\d?)(?: +([a-z]+) +|[./-](\d\d?)[./-])(\d{4})")


def _meant(value: str) -> str:
    """Return the date that is meant by `11 Februari 2024` or `11/2/2024`, or nothing."""
    if found := _day.fullmatch(value.strip().lower()):
        named = (found[2] or "")[:3]
        month = MONTHS.index(named) + 1 if named in MONTHS else int(found[3] or 0)
        with suppress(ValueError):
            return date(int(found[4]), month, int(found[1])).isoformat()
    return ""


def _not_a_day(value: str) -> Mistake:
    example = _meant(value) or "2024-02-14"
    known = f"{example[:4]}, {example[:7]}"
    return Mistake(NOT_A_DAY, value=value, known=known, example=example)


def iso_date(value: Any) -> Any:
    """Return `value` if it is written year-month-day; whether the day exists comes later."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        if example := _meant(value):
            raise Mistake(NOT_IN_FORM, value=value, example=example)
        raise Mistake(NOT_A_DATE, value=value)
    return _of_our_time(value) if isinstance(value, str) else value


def _rough_date(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
        raise _not_a_day(str(value))
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
    except ValueError as error:
        raise _not_a_day(value) from error
    return _of_our_time(value)


def clock_time(value: Any) -> Any:
    """Return a time of day as `HH.MM`."""
    if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3])[.:][0-5]\d", value):
        raise Mistake(NOT_A_CLOCK_TIME, value=value)
    return value.replace(":", ".")


def https_fault(value: Any) -> Fault | None:
    """Judge what should be a complete https address of a named host."""
    scheme = scheme_of(value) if isinstance(value, str) else ""
    if scheme in {"", "http", "mailto", "tel"}:
        return Fault(NOT_HTTPS, {"value": str(value)})
    return fault_in(value)


def _https(value: Any) -> Any:
    if fault := https_fault(value):
        raise Mistake(fault.kind, (), **fault.values)
    return value


def _colour(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise Mistake(NOT_A_COLOUR, value=value)
    return value.lower()


def _digest(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"sha256:[0-9a-f]{16}", value):
        raise Mistake(NOT_A_DIGEST, value=value)
    return value


class WebAddress(str):
    """A complete https address; whether its host may be linked is checked by layer."""

    __slots__ = ()


class MarkdownText(str):
    """Text in the front matter that is Markdown and may hold facts."""

    __slots__ = ()


def markdown_in(value: Any) -> Iterator[tuple[Location, str]]:
    """Yield (location as written, text) of each Markdown value inside front matter."""
    return _of_type(MarkdownText, value, ())


def addresses_in(value: Any) -> Iterator[tuple[Location, str]]:
    """Yield (location as written, address) of each https address in a group of keys."""
    return _of_type(WebAddress, value, ())


def _of_type(kind: type[str], value: Any, loc: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(value, kind):
        yield loc, value
    elif isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            yield from _of_type(kind, getattr(value, name), (*loc, info.alias or name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _of_type(kind, item, (*loc, index))


Text = Annotated[str, BeforeValidator(_plain), StringConstraints(min_length=1)]
Title = Annotated[
    str,
    BeforeValidator(_plain),
    StringConstraints(min_length=1, max_length=120),
    AfterValidator(_in_words),
]
Summary = Annotated[str, BeforeValidator(_plain), StringConstraints(min_length=1, max_length=200)]
Tag = Annotated[str, BeforeValidator(_plain), StringConstraints(pattern=A_TAG)]
Markdown = Annotated[str, StringConstraints(min_length=1), AfterValidator(MarkdownText)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no), WithJsonSchema({"enum": ["ya", "tidak"]})]
Day = Annotated[date, BeforeValidator(iso_date)]
RoughDay = Annotated[str, BeforeValidator(_rough_date)]
"""A date as exact as it is known: `2024`, `2024-02` or `2024-02-14`, kept as text."""
Https = Annotated[str, BeforeValidator(_https), AfterValidator(WebAddress)]
Colour = Annotated[str, BeforeValidator(_colour)]
Digest = Annotated[str, BeforeValidator(_digest)]


class SourceFields(Fields):
    """Where something is written down."""

    institution: Text = Field(alias="lembaga", description="id dalam lembaga.yaml")
    title: Text = Field(alias="judul")
    date: RoughDay = Field(alias="tanggal", description="2024, 2024-02 atau 2024-02-14")
    url: Https | None = Field(None, alias="url")
    carried_by: Text | None = Field(None, alias="dimuat", description="media yang memuatnya")

    def as_fact_source(self) -> FactSource:
        """Return the same as a plain value of the model."""
        return FactSource(
            self.institution, self.title, self.date, self.url or "", self.carried_by or ""
        )
