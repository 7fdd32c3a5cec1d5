"""Local times as instants, for calendars that are read in another zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

FORM = "%Y%m%dT%H%M%S"


def instant(day: date, clock: str, zone: str | None) -> str:
    """Return a moment as iCalendar writes it (RFC 5545, 3.3.5).

    Args:
        day: the day where the clock hangs.
        clock: `HH.MM`.
        zone: IANA name (`Asia/Jayapura`); None for the local time of whoever reads it.
    """
    hour, minute = (int(part) for part in clock.split("."))
    local = datetime(day.year, day.month, day.day, hour, minute)
    if zone is None:
        return local.strftime(FORM)
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).strftime(FORM) + "Z"
