"""Dates and numbers as Indonesian readers write them.

The words are those of CLDR; the tests hold them against Babel, which is too slow to load for
twelve months and seven days.
"""

from __future__ import annotations

from datetime import date

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
WORDS = (
    "nol", "satu", "dua", "tiga", "empat", "lima",
    "enam", "tujuh", "delapan", "sembilan", "sepuluh",
)  # fmt: skip


def day(value: date) -> str:
    """Return `14 Februari 2024`."""
    return f"{_day_of_month(value)} {value.year}"


def weekday(value: date) -> str:
    """Return `Rabu`."""
    return DAYS[value.weekday()]


def full_day(value: date) -> str:
    """Return `Rabu, 14 Februari 2024`."""
    return f"{weekday(value)}, {day(value)}"


def rough_day(value: str) -> str:
    """Return a date as exact as it is known: `2024`, `Februari 2024`, `14 Februari 2024`."""
    if len(value) == 4:
        return value
    if len(value) == 7:
        return day(date.fromisoformat(value + "-01")).removeprefix("1 ")
    return day(date.fromisoformat(value))


def day_range(start: date, end: date | None) -> str:
    """Return `11–13 Februari 2024`, naming month and year once where they are equal."""
    if end is None or end == start:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}"
    if start.year == end.year:
        return f"{_day_of_month(start)}–{day(end)}"
    return f"{day(start)}–{day(end)}"


def number(value: int) -> str:
    """Return `204.807.222`."""
    return f"{value:,}".replace(",", ".")


def count(value: int) -> str:
    """Return a small number in words (`lima`), a larger one in digits."""
    return WORDS[value] if 0 <= value < len(WORDS) else number(value)


def _day_of_month(value: date) -> str:
    return f"{value.day} {MONTHS[value.month - 1]}"
