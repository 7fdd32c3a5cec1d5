"""Dates and numbers as Indonesian readers write them, from CLDR through Babel."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

LOCALE = "id"
WORDS = (
    "nol", "satu", "dua", "tiga", "empat", "lima",
    "enam", "tujuh", "delapan", "sembilan", "sepuluh",
)  # fmt: skip


def day(value: date) -> str:
    """Return `14 Februari 2024`."""
    return str(format_date(value, "d MMMM y", locale=LOCALE))


def weekday(value: date) -> str:
    """Return `Rabu`."""
    return str(format_date(value, "EEEE", locale=LOCALE))


def full_day(value: date) -> str:
    """Return `Rabu, 14 Februari 2024`."""
    return f"{weekday(value)}, {day(value)}"


def rough_day(value: str) -> str:
    """Return a date as exact as it is known: `2024`, `Februari 2024`, `14 Februari 2024`."""
    if len(value) == 4:
        return value
    if len(value) == 7:
        return str(format_date(date.fromisoformat(value + "-01"), "MMMM y", locale=LOCALE))
    return day(date.fromisoformat(value))


def day_range(start: date, end: date | None) -> str:
    """Return `11–13 Februari 2024`, naming month and year once where they are equal."""
    if end is None or end == start:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}"
    if start.year == end.year:
        return f"{format_date(start, 'd MMMM', locale=LOCALE)}–{day(end)}"
    return f"{day(start)}–{day(end)}"


def number(value: int) -> str:
    """Return `204.807.222`."""
    return str(format_decimal(value, locale=LOCALE))


def count(value: int) -> str:
    """Return a small number in words (`lima`), a larger one in digits."""
    return WORDS[value] if 0 <= value < len(WORDS) else number(value)
