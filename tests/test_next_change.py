"""`sitegen next-change`: what is listed, for whom, in lines and as a calendar."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
from click.testing import CliRunner, Result

from sitegen.cli import cli
from sitegen.plumbing import locale
from tests.content_types.test_other_types import VOTING_DAY as VOTING_PAGE
from tests.project import FAKTA, Project, page, stage

NATION, PROVINCE = "content/nasional", "content/61-kalimantan-barat"
VOTING_DAY = [
    "2024-02-14  hari pemungutan suara tiba (content/nasional/fakta.yaml: hari_pemungutan)",
    "2024-02-15  hari pemungutan suara sudah lewat (content/nasional/fakta.yaml: hari_pemungutan)",
]
"""What every project of the tests says by itself."""


def asked(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["next-change", "--project", str(folder), *arguments])


def run(project: Project, *arguments: str, as_of: str = "2024-02-12") -> Result:
    return asked(project.folder, "--as-of", as_of, *arguments)


def lines(project: Project, *arguments: str, as_of: str = "2024-02-12") -> list[str]:
    """Return the lines beside those of the voting day."""
    done = run(project, *arguments, as_of=as_of)
    assert (done.exit_code, done.stderr) == (0, "")
    return [line for line in done.stdout.splitlines() if line not in VOTING_DAY]


def events(project: Project, *arguments: str, as_of: str = "2024-02-12") -> Sequence[Any]:
    done = run(project, "--ics", *arguments, as_of=as_of)
    assert done.exit_code == 0
    return icalendar.Calendar.from_ical(done.stdout_bytes).walk("VEVENT")


# --- what is listed


def test_a_stage_changes_when_it_starts_and_on_the_day_after_its_end(project: Project) -> None:
    project.file(f"{NATION}/tahapan/masa-tenang.md", stage())
    assert lines(project, as_of="2024-02-01") == [
        "2024-02-11  tahapan dimulai: Masa tenang (content/nasional/tahapan/masa-tenang.md)",
        "2024-02-14  tahapan sudah selesai: Masa tenang (content/nasional/tahapan/masa-tenang.md)",
    ]


@pytest.mark.parametrize(
    ("front", "days"),
    [
        ({"selesai": ""}, ["2024-02-11", "2024-02-12"]),
        ({"status": "sementara"}, ["2024-02-11", "2024-02-14"]),
        ({"status": "ditunda"}, []),
        ({"status": "dibatalkan"}, []),
        ({"mulai": "", "selesai": "", "batas": "nanti"}, []),
        ({"draf": "ya"}, []),
        ({"draf": "ya", "terbit": "2024-02-10"}, []),
        ({"terbit": "2024-02-01"}, ["2024-02-11", "2024-02-14"]),
        ({"terbit": "2024-02-12"}, ["2024-02-12", "2024-02-14"]),
        ({"terbit": "2024-02-20"}, ["2024-02-20"]),
    ],
)
def test_only_days_on_which_the_stage_is_shown_count(
    front: dict[str, str], days: list[str], project: Project
) -> None:
    project.file(f"{NATION}/tahapan/masa-tenang.md", stage(**front))
    assert [line[:10] for line in lines(project, as_of="2024-02-01")] == days


def test_a_scheduled_page_appears(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("Nanti", terbit="2024-02-13"))
    project.file(f"{NATION}/b.md", page("Sudah", terbit="2024-02-12"))
    assert lines(project) == ["2024-02-13  halaman terbit: Nanti (content/nasional/a.md)"]


def test_the_soonest_comes_first_and_the_day_itself_is_past(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", terbit="2024-03-01"))
    project.file(f"{NATION}/tahapan/b.md", stage())
    assert [line[:10] for line in lines(project, as_of="2024-02-11")] == [
        "2024-02-14",
        "2024-03-01",
    ]


def test_the_voting_day_is_that_of_the_fact_once(project: Project) -> None:
    project.file(f"{NATION}/pemungutan-suara.md", VOTING_PAGE)
    assert run(project).stdout.splitlines() == VOTING_DAY
    assert run(project, as_of="2024-02-14").stdout.splitlines() == VOTING_DAY[1:]


def test_a_title_of_two_lines_is_printed_on_one(project: Project) -> None:
    project.file(f"{NATION}/a.md", page('"Satu\\n2024-01-01 dua"', terbit="2024-02-13"))
    assert lines(project) == [
        "2024-02-13  halaman terbit: Satu 2024-01-01 dua (content/nasional/a.md)"
    ]


def test_nothing_to_come_is_said_in_a_line(project: Project) -> None:
    done = run(project, as_of="2024-02-15")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "Tidak ada yang berubah dengan sendirinya setelah 2024-02-15.\n"


def test_mistakes_in_the_content_are_told(project: Project) -> None:
    project.file(f"{NATION}/tahapan/a.md", stage(mulai="2024-02-33"))
    done = run(project)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == VOTING_DAY
    assert done.stderr == "1 galat dalam isi; bagian yang salah tidak ikut dihitung\n"


def test_mistakes_of_other_regions_are_not_told(project: Project) -> None:
    project.file(f"{PROVINCE}/a.md", "salah")
    assert "galat" in run(project, "--region", "61.71").stderr
    assert run(project, "--region", "31").stderr == ""


def test_the_day_is_that_of_the_content_by_itself(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.file(f"{NATION}/a.md", page("A", tanggal="2024-02-14"))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    done = asked(project.folder)
    assert done.stdout.splitlines() == VOTING_DAY[1:]


# --- for whom


@pytest.fixture
def regional(project: Project) -> Project:
    """A project in which the province and the city have days of their own."""
    project.file(f"{NATION}/lapor.md", page("Lapor"))
    project.file(f"{PROVINCE}/berita/a.md", page("Kabar", tanggal="2024-02", terbit="2024-02-20"))
    project.file(f"{PROVINCE}/tambahan/lapor.md", page("Kalbar", terbit="2024-02-21"))
    project.file("content/61.71-kota-pontianak/a.md", page("Kota", terbit="2024-02-22"))
    return project


@pytest.mark.parametrize(
    ("regions", "days"),
    [
        ((), ["2024-02-20", "2024-02-21", "2024-02-22"]),
        (("nasional",), []),
        (("31",), []),
        (("Kalimantan Barat",), ["2024-02-20", "2024-02-21"]),
        (("61.02",), ["2024-02-20", "2024-02-21"]),
        (("Kota Pontianak",), ["2024-02-20", "2024-02-21", "2024-02-22"]),
        (("31", "61"), ["2024-02-20", "2024-02-21"]),
    ],
)
def test_a_region_has_the_moments_of_its_chain(
    regions: tuple[str, ...], days: list[str], regional: Project
) -> None:
    named = [word for region in regions for word in ("--region", region)]
    assert [line[:10] for line in lines(regional, *named)] == days


def test_what_a_region_hides_does_not_change_there(regional: Project) -> None:
    regional.file("content/61.71-kota-pontianak/situs.yaml", "sembunyikan: [lapor.md]\n")
    assert [line[:10] for line in lines(regional, "--region", "61.71")] == [
        "2024-02-20",
        "2024-02-22",
    ]


def test_what_a_region_replaces_changes_as_its_own_page_says(project: Project) -> None:
    text = stage(boleh_ditimpa="ya")
    digest = "sha256:" + hashlib.sha256(text.encode()).hexdigest()[:16]
    own = stage("Masa tenang", selesai="2024-02-20", menimpa=digest, terbit="2024-02-13")
    project.file(f"{NATION}/tahapan/a.md", text).file(f"{PROVINCE}/tahapan/a.md", own)
    assert [line[:10] for line in lines(project, "--region", "31")] == ["2024-02-14"]
    assert [line[:10] for line in lines(project, "--region", "61")] == ["2024-02-13", "2024-02-21"]


def test_a_region_with_a_voting_day_of_its_own_changes_then(project: Project) -> None:
    head, rest = FAKTA.split("jam_buka", 1)
    head = head.replace("  terkunci: ya\n", "")
    project.file(f"{NATION}/fakta.yaml", f"{head}jam_buka{rest}")
    project.file(f"{PROVINCE}/fakta.yaml", head.replace("2024-02-14", "2024-02-24"))
    assert [line[:10] for line in lines(project, "--region", "61")] == ["2024-02-24", "2024-02-25"]
    assert lines(project, "--region", "31") == []


# --- the calendar


def test_the_calendar_has_a_whole_day_for_each_moment(project: Project) -> None:
    project.file(f"{NATION}/tahapan/masa-tenang.md", stage())
    found = events(project, as_of="2024-02-01")
    assert [(str(e["summary"]), e["dtstart"].dt, str(e["description"])) for e in found] == [
        ("tahapan dimulai: Masa tenang", date(2024, 2, 11), f"{NATION}/tahapan/masa-tenang.md"),
        ("hari pemungutan suara tiba", date(2024, 2, 14), f"{NATION}/fakta.yaml: hari_pemungutan"),
        (
            "tahapan sudah selesai: Masa tenang",
            date(2024, 2, 14),
            f"{NATION}/tahapan/masa-tenang.md",
        ),
        (
            "hari pemungutan suara sudah lewat",
            date(2024, 2, 15),
            f"{NATION}/fakta.yaml: hari_pemungutan",
        ),
    ]
    assert not any(isinstance(e["dtstart"].dt, datetime) for e in found)
    assert {str(e["dtstamp"].dt) for e in found} == {"2024-02-01 00:00:00+00:00"}


def test_the_calendar_is_written_as_calendars_want_it(project: Project) -> None:
    title = "Rapat umum, iklan; dan “debat” " + "sangat " * 9 + "\\ panjang: é"
    text = page("A", terbit="2024-02-13").replace("judul: A", f"judul: '{title}'")
    project.file(f"{NATION}/a.md", text)
    done = run(project, "--ics")
    data = done.stdout_bytes
    assert data == run(project, "--ics").stdout_bytes
    assert data.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    for part in data.split(b"\r\n"):
        part.decode()  # no letter is cut in two
    text = data.replace(b"\r\n ", b"").decode()
    assert "SUMMARY:halaman terbit: Rapat umum\\, iklan\\; dan “debat” sangat " in text
    assert "\\\\ panjang: é\r\n" in text
    assert "\r\nDTSTART;VALUE=DATE:20240213\r\n" in text
    assert "\r\nDTSTAMP:20240212T000000Z\r\n" in text
    assert str(events(project)[0]["summary"]) == f"halaman terbit: {title}"


def test_an_event_keeps_its_name_when_its_day_or_the_language_changes(project: Project) -> None:
    project.file(f"{NATION}/tahapan/a.md", stage())
    before = events(project, as_of="2024-02-01")
    assert len({str(e["uid"]) for e in before}) == len(before) == 4
    project.file(
        f"{NATION}/tahapan/a.md", stage("Tenang", mulai="2024-02-09", selesai="2024-02-10")
    )
    locale.install("en")
    after = events(project, as_of="2024-02-02")
    assert {str(e["uid"]) for e in after} == {str(e["uid"]) for e in before}
    assert "stage starts: Tenang" in {str(e["summary"]) for e in after}


def test_an_empty_calendar_is_a_calendar(project: Project) -> None:
    done = run(project, "--ics", as_of="2024-02-15")
    assert (done.exit_code, done.stderr) == (0, "")
    data = done.stdout_bytes
    assert icalendar.Calendar.from_ical(data).walk("VEVENT") == []


# --- the real content


def test_the_real_content_changes_around_the_voting_day_as_the_regulation_says(
    repository: Path,
) -> None:
    done = asked(repository, "--as-of", "2024-02-10", "--region", "61.71")
    days = [line.partition(" (")[0] for line in done.stdout.splitlines()]
    assert days[:9] == [
        "2024-02-11  tahapan sudah selesai: Masa kampanye",
        "2024-02-11  tahapan dimulai: Masa tenang",
        "2024-02-14  hari pemungutan suara tiba",
        "2024-02-14  tahapan sudah selesai: Masa tenang",
        "2024-02-14  tahapan dimulai: Hari pemungutan suara",
        "2024-02-14  tahapan dimulai: Penghitungan suara di TPS",
        "2024-02-15  hari pemungutan suara sudah lewat",
        "2024-02-15  tahapan sudah selesai: Pemungutan suara di luar negeri",
        "2024-02-15  tahapan sudah selesai: Hari pemungutan suara",
    ]
