"""Dates and numbers as Indonesian readers write them."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from sitegen.plumbing import indonesian


def test_a_day_has_the_name_of_its_month() -> None:
    months = [indonesian.day(date(2024, month, 1)).split()[1] for month in range(1, 13)]
    assert (
        months
        == (
            "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
        ).split()
    )


def test_a_day_of_the_week_has_its_name() -> None:
    week = [indonesian.weekday(date(2024, 2, day)) for day in range(12, 19)]
    assert week == ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]


def test_a_full_day_has_both() -> None:
    assert indonesian.full_day(date(2024, 2, 14)) == "Rabu, 14 Februari 2024"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("2024", "2024"), ("2024-02", "Februari 2024"), ("2024-02-04", "4 Februari 2024")],
)
def test_a_date_is_shown_as_exact_as_it_is_known(typed: str, shown: str) -> None:
    assert indonesian.rough_day(typed) == shown


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2024-02-14", None, "14 Februari 2024"),
        ("2024-02-14", "2024-02-14", "14 Februari 2024"),
        ("2024-02-11", "2024-02-13", "11–13 Februari 2024"),
        ("2024-01-31", "2024-02-01", "31 Januari–1 Februari 2024"),
        ("2023-11-28", "2024-02-10", "28 November 2023–10 Februari 2024"),
        ("2023-02-11", "2024-02-13", "11 Februari 2023–13 Februari 2024"),
    ],
)
def test_a_range_names_month_and_year_once_where_they_are_equal(
    start: str, end: str | None, shown: str
) -> None:
    last = date.fromisoformat(end) if end else None
    assert indonesian.day_range(date.fromisoformat(start), last) == shown


@pytest.mark.parametrize(
    ("number", "digits", "words"),
    [
        (0, "0", "nol"),
        (5, "5", "lima"),
        (10, "10", "sepuluh"),
        (11, "11", "11"),
        (999, "999", "999"),
        (204807222, "204.807.222", "204.807.222"),
        (-3, "-3", "-3"),
    ],
)
def test_small_numbers_have_words(number: int, digits: str, words: str) -> None:
    assert (indonesian.number(number), indonesian.count(number)) == (digits, words)


@given(st.dates())
def test_dates_are_those_of_cldr(value: date) -> None:
    assert indonesian.day(value) == format_date(value, "d MMMM y", locale="id")
    assert indonesian.weekday(value) == format_date(value, "EEEE", locale="id")
    month = format_date(value, "MMMM y", locale="id")
    assert indonesian.rough_day(value.isoformat()[:7]) == month


@given(st.integers(-(10**15), 10**15))
def test_numbers_are_those_of_cldr(value: int) -> None:
    assert indonesian.number(value) == format_decimal(value, locale="id")
