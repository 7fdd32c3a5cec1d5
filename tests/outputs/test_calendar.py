"""`kalender.ics`: stages are days, voting day has the hours of the mirror's own zone."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.project import Project, stage

NATION = "content/nasional"


@pytest.fixture
def real(project: Project, repository: Path) -> Project:
    """Return a project with the content of this repository."""
    shutil.copytree(repository / "content", project.folder / "content", dirs_exist_ok=True)
    return project


def events(project: Project, region: str = "nasional") -> dict[str, Any]:
    calendar = Calendar.from_ical(project.read("kalender.ics", region))
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def test_a_stage_is_an_event_of_whole_days(project: Project) -> None:
    text = stage("Masa tenang", mulai="2024-02-11", selesai="2024-02-13")
    project.file(f"{NATION}/tahapan/a.md", text).build()
    event = events(project)["Masa tenang"]
    assert event.start == date(2024, 2, 11)
    assert event.end == date(2024, 2, 14)  # RFC 5545: the day after the last
    assert event["url"] == "https://pemilu.example/tahapan/a.html"
    assert event["status"] == "CONFIRMED"


def test_a_stage_that_is_cancelled_stays_and_says_so(project: Project) -> None:
    project.file(f"{NATION}/tahapan/a.md", stage("Kampanye", status="dibatalkan")).build()
    assert events(project)["Kampanye"]["status"] == "CANCELLED"


def test_without_a_date_there_is_no_calendar_and_no_link_to_one(project: Project) -> None:
    text = stage("Putaran kedua", mulai="", selesai="", batas="3 hari setelah putusan MK")
    project.file(f"{NATION}/tahapan/a.md", text).build()
    assert "kalender.ics" not in project.files()
    assert "kalender.ics" not in project.read("tahapan.html")


@pytest.mark.parametrize(
    ("region", "opens"),
    [
        ("31", datetime(2024, 2, 14, 0, tzinfo=UTC)),
        ("51", datetime(2024, 2, 13, 23, tzinfo=UTC)),
        ("91", datetime(2024, 2, 13, 22, tzinfo=UTC)),
        ("nasional", datetime(2024, 2, 14, 7)),
    ],
)
def test_voting_day_begins_at_seven_where_the_voter_is(
    real: Project, region: str, opens: datetime
) -> None:
    real.build(region)
    event = events(real, region)["Pemungutan suara di TPS"]
    assert event.start == opens
    assert (event.end - event.start).total_seconds() == 6 * 3600


def test_an_event_keeps_its_name_on_every_mirror(real: Project) -> None:
    real.build("31", "91")
    one, other = events(real, "31"), events(real, "91")
    assert {name: str(event["uid"]) for name, event in one.items()} == {
        name: str(event["uid"]) for name, event in other.items()
    }
