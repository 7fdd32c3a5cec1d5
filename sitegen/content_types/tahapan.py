"""`tahapan`: a stage of the election, with dates or with a deadline that has none yet."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from sitegen.content_types.content_type import (
    CommonFields,
    ContentType,
    Known,
    as_article,
)
from sitegen.model.document import Document
from sitegen.model.fact import Fact
from sitegen.model.moment import Moment, span
from sitegen.model.problem import N_, Kind, Problem
from sitegen.schema.typed import Fields
from sitegen.schema.values import Day, Text

REVERSED = Kind(
    "SG121", N_("the stage ends ({end}) before it starts ({start})"), N_("swap the two dates")
)
NO_TIME = Kind(
    "SG122",
    N_("the stage has neither “mulai” nor “batas”"),
    N_("write mulai: 2024-02-14, or batas: in words when there is no date"),
)
END_ALONE = Kind("SG122", N_("“selesai” stands without “mulai”"), N_("add “mulai”"))

TURNS = (N_("stage starts: {title}"), N_("stage is over: {title}"))


class State(StrEnum):
    """Where a stage stands on a given day; the value is what readers see."""

    COMING = "akan datang"
    RUNNING = "sedang berlangsung"
    OVER = "sudah selesai"
    POSTPONED = "ditunda"
    CANCELLED = "dibatalkan"
    UNDATED = "tanpa tanggal pasti"


class EarlierSchedule(Fields):
    """Dates that held before they were changed."""

    start: Day = Field(alias="mulai")
    end: Day | None = Field(None, alias="selesai")
    note: Text | None = Field(None, alias="keterangan")


class StageFields(CommonFields):
    """Front matter of `tahapan`."""

    start: Day | None = Field(None, alias="mulai")
    end: Day | None = Field(None, alias="selesai", description="kosong bila hanya satu hari")
    deadline: Text | None = Field(
        None, alias="batas", description="misalnya: paling lambat 3 hari setelah putusan MK"
    )
    status: Literal["sementara", "pasti", "ditunda", "dibatalkan"] = Field("pasti", alias="status")
    earlier: tuple[EarlierSchedule, ...] = Field((), alias="jadwal_sebelumnya")
    legal_basis: tuple[Text, ...] = Field(alias="dasar_hukum", min_length=1)
    round: Literal["1", "2"] = Field("1", alias="putaran")
    condition: Text | None = Field(None, alias="kondisi", description="bila hanya jika perlu")

    @property
    def last_day(self) -> datetime.date | None:
        """The last day, also of a stage of one day; None when undated."""
        return self.end or self.start

    def state(self, as_of: datetime.date) -> State:
        """Return where the stage stands on `as_of`; a deadline in words is never dated."""
        if self.status == "dibatalkan":
            return State.CANCELLED
        if self.status == "ditunda":
            return State.POSTPONED
        if self.start is None or self.last_day is None:
            return State.UNDATED
        if as_of < self.start:
            return State.COMING
        return State.OVER if as_of > self.last_day else State.RUNNING


def _check(document: Document, known: Known) -> Iterator[Problem]:  # noqa: ARG001
    fields: StageFields = document.fields
    if fields.start is None and fields.end is not None:
        yield END_ALONE.at(document.place("selesai"))
    elif fields.start is None and fields.deadline is None:
        yield NO_TIME.at(document.place())
    if fields.start and fields.end and fields.end < fields.start:
        yield REVERSED.at(document.place("selesai"), start=fields.start, end=fields.end)


def _schedule(document: Document, facts: Mapping[str, Fact]) -> Iterator[Moment]:  # noqa: ARG001
    """Yield the days on which `StageFields.state` changes."""
    fields: StageFields = document.fields
    dated = fields.status not in ("ditunda", "dibatalkan")
    if dated and fields.start is not None and fields.last_day is not None:
        yield from span(document.source, fields.start, fields.last_day, TURNS, fields.title)


EVENT_STATUS = {"ditunda": "EventPostponed", "dibatalkan": "EventCancelled"}


def as_event(fields: StageFields) -> dict[str, Any]:
    """Return a stage as a schema.org Event; one without dates is an Article."""
    if fields.start is None:
        return as_article(fields)
    status = EVENT_STATUS.get(fields.status, "EventScheduled")
    return {
        "@type": "Event",
        "name": fields.title,
        "description": fields.summary,
        "startDate": str(fields.start),
        "endDate": str(fields.last_day),
        "eventStatus": f"https://schema.org/{status}",
        "location": {"@type": "Country", "name": "Indonesia"},
    }


def by_order(document: Document) -> tuple[int, str, str]:
    """Sort by `urutan`, then by start; an undated stage stands where `urutan` puts it."""
    fields = document.fields
    return fields.order or 0, str(fields.start or "9999"), document.inside


TYPE = ContentType(
    "tahapan",
    StageFields,
    section="tahapan",
    check=_check,
    describe=as_event,
    schedule=_schedule,
    sort_key=by_order,
    neighbours=True,
    must_be_official=True,
)
