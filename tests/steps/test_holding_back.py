"""A mistake holds back the mirrors below it, whose last good output stays as it is."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sitegen.build import Order, build
from sitegen.plumbing.output_folder import MARKER
from tests.project import FAKTA, SITUS, Project, page, stage

NATION, PROVINCE = "content/nasional", "content/61-kalimantan-barat"
CITY = "content/61.71-kota-pontianak"
ALL = ("nasional", "31", "61", "61.71", "61.72")


def state(project: Project, region: str) -> dict[str, tuple[bytes, int]]:
    """Return bytes and time of every file of a mirror."""
    folder = project.mirror(region)
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in files
    }


def touched(project: Project, before: dict[str, dict[str, tuple[bytes, int]]]) -> set[str]:
    return {code for code, files in before.items() if state(project, code) != files}


@pytest.mark.parametrize(
    ("path", "text", "held"),
    [
        (f"{CITY}/a.md", "tanpa data\n", {"61.71"}),
        (f"{PROVINCE}/a.md", "tanpa data\n", {"61", "61.71", "61.72"}),
        (f"{PROVINCE}/a.md", page("A", "[x](tidak-ada.md)\n"), {"61", "61.71", "61.72"}),
        (f"{PROVINCE}/situs.yaml", "warna: {aksen: '#ffff00'}\n", {"61", "61.71", "61.72"}),
        (f"{PROVINCE}/fakta.yaml", "hari_pemungutan: {}\n", {"61", "61.71", "61.72"}),
        (f"{PROVINCE}/tambahan/lapor.md", page("A", "<b>x</b>\n"), {"61", "61.71", "61.72"}),
        (f"{PROVINCE}/catatan.txt", "x", {"61", "61.71", "61.72"}),
        (f"{NATION}/a.md", "tanpa data\n", set(ALL)),
        (f"{NATION}/fakta.yaml", FAKTA + "x: y\n", set(ALL)),
        ("content/situs.yaml", SITUS + "nma: x\n", set(ALL)),
        ("content/lembaga.yaml", "x: y\n", set(ALL)),
        ("themes/uji/theme.yaml", "extends: tidak-ada\n", set(ALL)),
    ],
)
def test_a_mistake_holds_back_the_mirrors_below_it(
    path: str, text: str, held: set[str], project: Project
) -> None:
    if path.startswith("themes"):
        project.file("content/situs.yaml", SITUS + "tema: uji\n")
        project.file(path, "extends: dasar\n")
    project.file(f"{NATION}/lapor.md", page("Lapor", "Isi lama.\n")).build(*ALL)
    assert project.report.problems == []
    before = {code: state(project, code) for code in ALL}
    project.file(f"{NATION}/lapor.md", page("Lapor", "Isi baru.\n")).file(path, text).build(*ALL)
    assert project.report.failed
    assert touched(project, before) == set(ALL) - held
    for code in set(ALL) - held:
        assert "Isi baru." in project.read("lapor.html", code)


def test_held_mirrors_are_counted(project: Project) -> None:
    project.file(f"{PROVINCE}/a.md", "tanpa data\n").build(*ALL)
    assert (project.report.mirrors, project.report.held) == (2, 3)
    assert {path.name for path in project.output.iterdir()} == {
        "nasional",
        "31-dki-jakarta",
        MARKER,
    }


def test_a_mistake_that_is_mended_lets_the_mirror_catch_up(project: Project) -> None:
    project.file(f"{CITY}/a.md", page("A", "Satu.\n")).build("61.71")
    project.file(f"{CITY}/a.md", "rusak").build("61.71")
    assert "Satu." in project.read("a.html", "61.71")
    project.file(f"{CITY}/a.md", page("A", "Dua.\n")).build("61.71")
    assert not project.report.failed
    assert "Dua." in project.read("a.html", "61.71")


def test_a_mistake_of_a_region_is_no_business_of_the_others(project: Project) -> None:
    project.file(f"{CITY}/a.md", "tanpa data\n")
    assert project.problems("61.71") == [f"{CITY}/a.md:1:1 SG110"]
    assert project.report.failed
    for region in ("nasional", "31", "61"):
        assert project.problems(region) == [f"{CITY}/a.md:1:1 SG110"]
        assert project.report.elsewhere == project.report.problems
        assert not project.report.failed


def test_a_folder_of_no_region_fails_the_whole_and_holds_nothing_back(project: Project) -> None:
    project.file("content/99-atlantis/a.md", page())
    report = build(Order(project.folder, None, as_of=date(2024, 2, 12)))
    assert [str(problem.place) for problem in report.problems] == ["content/99-atlantis:1:1"]
    assert (report.failed, report.held) == (True, 0)
    assert not project.build("31").report.failed


def test_a_warning_holds_nothing_back(project: Project) -> None:
    above = page("Lapor")
    project.file(f"{NATION}/lapor.md", above)
    text = page("Lapor", menimpa="sha256:0123456789abcdef")
    project.file(f"{PROVINCE}/lapor.md", text).build("nasional", "61")
    assert [problem.kind.code for problem in project.report.problems] == ["SG314"]
    assert (project.report.mirrors, project.report.held) == (2, 0)
    assert not project.report.failed


def test_problems_of_all_layers_are_reported_in_one_run_in_reading_order(
    project: Project,
) -> None:
    project.file(f"{CITY}/a.md", page("A", "[x](tidak-ada.md)\n\n<b>\n"))
    project.file(f"{NATION}/tahapan/a.md", stage(selesai="2024-02-01"))
    project.file(f"{PROVINCE}/situs.yaml", "nma: x\n")
    assert project.problems(*ALL) == [
        f"{PROVINCE}/situs.yaml:1:1 SG117",
        f"{CITY}/a.md:8:1 SG201",
        f"{NATION}/tahapan/a.md:5:10 SG121",
    ]
    assert project.report.held == 5


def sitegen(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sitegen", "--bahasa", "en", *arguments]
    return subprocess.run(
        [*command, "--project", str(project.folder), "--as-of", "2024-02-12", "--jobs", "1"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )


def test_the_command_ends_with_1_when_a_mirror_is_held_back(project: Project) -> None:
    output = ("--output", str(project.output), "--region", "31", "--region", "61")
    assert sitegen(project, "build", *output).returncode == 0
    project.file(f"{PROVINCE}/a.md", page("A", rahasia="x"))
    done = sitegen(project, "build", *output)
    assert done.returncode == 1
    assert f"{PROVINCE}/a.md:4:1: error SG117: “rahasia” is not a known key here" in done.stderr
    assert "1 problems, 1 mirrors held back" in done.stdout


def test_check_writes_nothing(project: Project) -> None:
    before = sorted(path.as_posix() for path in project.folder.rglob("*"))
    done = sitegen(project, "check", "--region", "31")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("0 errors, 0 warnings, ")
    project.file(f"{NATION}/index.md", page("Beranda", "<b>"))
    done = sitegen(project, "check", "--region", "31")
    assert done.returncode == 1
    assert f"{NATION}/index.md:6:1: error SG201" in done.stderr
    assert done.stdout.startswith("1 errors, 0 warnings, ")
    assert sorted(path.as_posix() for path in project.folder.rglob("*")) == before
