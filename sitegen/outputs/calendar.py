"""`kalender.ics`: voting day and the stages, for calendars (RFC 5545).

A stage is an event of whole days. Voting day has hours, as an instant where the mirror has one
time zone, and as the reader's own local time on the national site, whose voters have three.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from sitegen.model.document import Document
from sitegen.model.page import Slot
from sitegen.outputs.view import OutputView

PATH = "kalender.ics"
PRODUCT = "-//sitegen//kalender//ID"
DAILY = timedelta(days=1)
STATUS = {"pasti": "CONFIRMED", "sementara": "TENTATIVE", "dibatalkan": "CANCELLED"}
OPENS, CLOSES = "X-SITEGEN-OPENS", "X-SITEGEN-CLOSES"


def emit(view: OutputView) -> Iterable[tuple[str, str]]:
    """Yield the calendar where there is voting day or a stage with dates."""
    events = [event for d in view.documents.values() for event in _events(d, view)]
    if not events:
        return
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("name", _name(view))
    calendar.add("x-wr-calname", _name(view))
    calendar.add("refresh-interval", DAILY, parameters={"VALUE": "DURATION"})
    for event, _ in events:
        calendar.add_component(event)
    text = calendar.to_ical().decode()
    for _, hours in events:
        for stand_in, line in hours.items():
            text = text.replace(stand_in, line)
    yield PATH, text


def _events(document: Document, view: OutputView) -> Iterable[tuple[Event, dict[str, str]]]:
    fields = document.fields
    event = Event()
    if document.type == "tahapan":
        if fields.start is None or fields.status == "ditunda":
            return
        event.add("dtstart", fields.start)
        event.add("dtend", fields.last_day + timedelta(days=1))  # RFC 5545: the day after
        event.add("status", STATUS[fields.status])
        event.add("transp", "TRANSPARENT")
        hours = {}
    elif document.type == "pemungutan-suara":
        hours = {
            f"{OPENS}:1": f"DTSTART:{_instant(fields.date, fields.opens)}",
            f"{CLOSES}:1": f"DTEND:{_instant(fields.date, fields.closes)}",
        }
        event.add(OPENS, "1")
        event.add(CLOSES, "1")
    else:
        return
    address = view.addresses.get(document.layer, "")
    event.add("uid", str(uuid.uuid5(uuid.NAMESPACE_URL, address + document.url)))
    event.add("dtstamp", datetime.combine(_stamp(document), time(), UTC))
    event.add("summary", fields.title)
    event.add("description", fields.summary)
    if address:
        event.add("url", address + document.url)
    yield event, hours


def _instant(day: str, clock: str) -> str:
    return Slot("saat.ics", (("jam", clock), ("tanggal", day))).mark


def _stamp(document: Document) -> date:
    """Return the day the event was last changed: that of its newest source if nothing is said."""
    days = [
        source.date for source in document.fields.sources if len(source.date) == len("2024-01-01")
    ]
    return document.fields.updated or date.fromisoformat(max(days, default="2024-01-01"))


def _name(view: OutputView) -> str:
    home = (d.fields.title for d in view.documents.values() if d.type == "beranda")
    return next(home, "Pemilu")
