"""`tahapan`: dates, deadlines without one, and the state on a given day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from sitegen.content_types.tahapan import StageFields, State
from tests.project import Project, stage

Mistakes = Callable[[str, str], list[str]]


@pytest.mark.parametrize(
    ("front", "found"),
    [
        ({}, []),
        ({"selesai": ""}, []),
        ({"mulai": "", "selesai": "", "batas": "setelah putusan MK"}, []),
        ({"status": "sementara", "putaran": "2", "kondisi": "Bila perlu"}, []),
        ({"jadwal_sebelumnya": "[{mulai: 2024-02-10, selesai: 2024-02-12}]"}, []),
        ({"mulai": "2024-02-13", "selesai": "2024-02-13"}, []),
        ({"mulai": "2024-02-14", "selesai": "2024-02-13"}, ["5:10 SG121"]),
        ({"mulai": "", "selesai": ""}, ["2:1 SG122"]),
        ({"mulai": ""}, ["4:10 SG122"]),
        ({"mulai": "", "batas": "nanti"}, ["4:10 SG122"]),
        ({"mulai": "2024-02"}, ["4:8 SG118"]),
        ({"mulai": "2023-02-29"}, ["4:8 SG118"]),
        ({"mulai": "14 Februari 2024"}, ["4:8 SG118"]),
        ({"selesai": "2024-02-31"}, ["5:10 SG118"]),
        ({"status": "batal"}, ["7:9 SG118"]),
        ({"putaran": "3"}, ["7:10 SG118"]),
        ({"dasar_hukum": ""}, ["2:1 SG118"]),
        ({"dasar_hukum": "[]"}, ["6:14 SG119"]),
        ({"dasar_hukum": "PKPU 3/2022"}, ["6:14 SG118"]),
        ({"jadwal_sebelumnya": "[2024-02-10]"}, ["7:21 SG118"]),
        ({"jadwal_sebelumnya": "[{selesai: 2024-02-10}]"}, ["7:21 SG118"]),
        ({"klaim": "x"}, ["7:1 SG117"]),
    ],
)
def test_the_fields_of_a_stage(front: dict[str, str], found: list[str], mistakes: Mistakes) -> None:
    assert mistakes("tahapan/masa-tenang.md", stage(**front)) == found


def test_a_stage_names_an_official_source(mistakes: Mistakes) -> None:
    assert mistakes("tahapan/a.md", stage().replace("lembaga: kpu", "lembaga: koran")) == [
        "8:3 SG142"
    ]
    without = stage().partition("sumber:")[0] + "---\n"
    assert mistakes("tahapan/a.md", without) == ["2:1 SG142"]


@pytest.mark.parametrize(
    ("front", "day", "state"),
    [
        ({}, "2024-02-10", State.COMING),
        ({}, "2024-02-11", State.RUNNING),
        ({}, "2024-02-12", State.RUNNING),
        ({}, "2024-02-13", State.RUNNING),
        ({}, "2024-02-14", State.OVER),
        ({"selesai": None}, "2024-02-10", State.COMING),
        ({"selesai": None}, "2024-02-11", State.RUNNING),
        ({"selesai": None}, "2024-02-12", State.OVER),
        ({"mulai": None, "selesai": None, "batas": "nanti"}, "2024-02-12", State.UNDATED),
        ({"status": "ditunda"}, "2024-02-12", State.POSTPONED),
        ({"status": "ditunda"}, "2030-01-01", State.POSTPONED),
        ({"status": "dibatalkan"}, "2024-02-12", State.CANCELLED),
        ({"status": "dibatalkan", "mulai": None, "selesai": None}, "2024-02-12", State.CANCELLED),
        ({"status": "sementara"}, "2024-02-11", State.RUNNING),
    ],
)
def test_the_state_of_a_stage_on_a_day(
    front: dict[str, str | None], day: str, state: State
) -> None:
    fields = {
        "judul": "Masa tenang",
        "ringkasan": "x",
        "mulai": "2024-02-11",
        "selesai": "2024-02-13",
        "dasar_hukum": ["PKPU 3/2022"],
    }
    read = StageFields.model_validate(fields | front)
    assert read.state(date.fromisoformat(day)) is state


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2024-02-10", "Akan datang"),
        ("2024-02-11", "Sedang berlangsung"),
        ("2024-02-13", "Sedang berlangsung"),
        ("2024-02-14", "Sudah selesai"),
    ],
)
def test_readers_see_the_state_of_the_day(day: str, shown: str, project: Project) -> None:
    project.file("content/nasional/tahapan/masa-tenang.md", stage()).build(as_of=day)
    html = project.read("tahapan/masa-tenang.html")
    assert f">{shown}</b>" in html
    assert "11–13 Februari 2024" in html
    assert shown.lower() in project.read("tahapan.html")


@pytest.mark.parametrize(
    ("front", "shown"),
    [
        ({"status": "ditunda"}, "Ditunda"),
        ({"status": "dibatalkan"}, "Dibatalkan"),
        ({"status": "sementara"}, "jadwal sementara"),
        (
            {"mulai": "", "selesai": "", "batas": "tiga hari setelah putusan MK"},
            "tiga hari setelah",
        ),
        ({"mulai": "2024-01-31", "selesai": "2024-02-01"}, "31 Januari–1 Februari 2024"),
        ({"mulai": "2023-12-31", "selesai": "2024-01-01"}, "31 Desember 2023–1 Januari 2024"),
        ({"selesai": ""}, ">11 Februari 2024<"),
        (
            {"jadwal_sebelumnya": "[{mulai: 2024-02-09, keterangan: diubah PKPU 5}]"},
            "<s>9 Februari 2024</s>: diubah PKPU 5",
        ),
    ],
)
def test_a_stage_shows_what_its_writer_stated(
    front: dict[str, str], shown: str, project: Project
) -> None:
    project.file("content/nasional/tahapan/masa-tenang.md", stage(**front)).build()
    assert project.report.problems == []
    assert shown in project.read("tahapan/masa-tenang.html")
