"""A region may take the colours and the style sheet of a theme that extends the national one."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.checks.contrast import AA, contrast
from sitegen.model.problem import Place
from sitegen.steps.load_theme import load_theme
from tests.project import SITUS, Project

CITY, PROVINCE = "content/61.71-kota-pontianak/situs.yaml", "content/61-kalimantan-barat/situs.yaml"
FACE = 'extends: dasar\naksen: "#0d5a4a"\naksen_gelap: "#86d4bd"\nkertas: "#ffffff"\n'
SHEET = ".nama { color: teal }\n"


@pytest.fixture
def faces(project: Project) -> Project:
    """A province with a face of its own."""
    project.file("themes/wajah/theme.yaml", FACE).file("themes/wajah/gaya.css", SHEET)
    return project.file(PROVINCE, "tema: wajah\n")


def sheet(project: Project, region: str) -> str:
    """Return the style sheet of a mirror's own; `""` when it has none."""
    found = [path for path in project.files(region) if path.startswith("aset/warna")]
    assert len(found) < 2
    if found:
        assert f'<link rel="stylesheet" href="{found[0]}">' in project.read("index.html", region)
    return project.read(found[0], region) if found else ""


def test_a_face_is_for_the_region_and_those_below_it(faces: Project) -> None:
    faces.build("nasional", "61", "61.71", "62")
    assert faces.report.problems == []
    assert sheet(faces, "61") == sheet(faces, "61.71")
    assert sheet(faces, "61").endswith(SHEET)
    assert "--aksen:#0d5a4a" in sheet(faces, "61")
    assert (sheet(faces, "nasional"), sheet(faces, "62")) == ("", "")


def test_a_face_needs_no_further_plates(faces: Project) -> None:
    with_face = faces.build("nasional", "61").report.plates
    faces.file(PROVINCE, "nama: x\n").build("nasional", "61")
    assert faces.report.plates == with_face


@pytest.mark.parametrize(
    ("nation", "province", "city", "accent"),
    [
        ('warna: {aksen: "#0b4f8a"}\n', "tema: wajah\n", "", "#0d5a4a"),
        ("", 'tema: wajah\nwarna: {aksen: "#7a1010"}\n', "", "#7a1010"),
        ("", "tema: wajah\n", 'warna: {aksen: "#7a1010"}\n', "#7a1010"),
        ("", 'warna: {aksen: "#7a1010"}\n', "tema: wajah\n", "#0d5a4a"),
        ("", "tema: wajah\n", "tema: dasar\n", ""),
    ],
)
def test_the_colour_that_stands_nearest_holds(
    nation: str, province: str, city: str, accent: str, faces: Project
) -> None:
    faces.file("content/situs.yaml", SITUS + nation).file(PROVINCE, province).file(CITY, city)
    faces.build("61.71")
    assert faces.report.problems == []
    assert sheet(faces, "61.71").startswith(f":root{{--aksen:{accent}" if accent else "")
    assert bool(sheet(faces, "61.71")) == bool(accent)


def test_the_nation_may_take_a_face_for_all(faces: Project) -> None:
    faces.file("content/situs.yaml", SITUS + "tema: wajah\n").file(PROVINCE, "nama: x\n")
    faces.build("nasional", "62")
    assert sheet(faces, "nasional") == sheet(faces, "62")
    assert sheet(faces, "62").endswith(SHEET)


@pytest.mark.parametrize(
    ("files", "chosen", "message"),
    [
        ({}, "tak-ada", "tidak ada tema “tak-ada”"),
        ({}, "../dasar", "“../dasar” bukan nama tema"),
        (
            {"lain/theme.yaml": "{}"},
            "lain",
            "tema “lain” tidak melanjutkan “dasar”, tema semua situs",
        ),
        (
            {"wajah/mirror/kaki.html": "x", "wajah/gaya.css": SHEET},
            "wajah",
            "tema “wajah” memuat mirror/kaki.html; daerah hanya memakai warna dan gaya.css",
        ),
    ],
)
def test_a_face_that_cannot_be_holds_back_its_region_alone(
    files: dict[str, str], chosen: str, message: str, faces: Project
) -> None:
    for path, text in files.items():
        faces.file(f"themes/{path}", text)
    faces.file(PROVINCE, f"tema: {chosen}\n")
    (shown,) = faces.messages("nasional", "61", "61.71", "62")
    assert shown.startswith(f"{PROVINCE}:1:7: galat SG405: {message}")
    assert (faces.report.mirrors, faces.report.held) == (2, 2)


def test_colours_are_measured_on_the_paper_of_the_face(faces: Project) -> None:
    """#767676 has 4.54 on white, but too little on the paper of `dasar`."""
    faces.file(CITY, 'warna: {aksen: "#767676"}\n')
    assert faces.problems("61.71") == []
    faces.file(PROVINCE, "nama: x\n")
    assert faces.problems("61.71") == [f"{CITY}:1:16 SG403"]


def test_a_change_of_the_face_reaches_its_mirrors(faces: Project) -> None:
    faces.build("61")
    faces.file("themes/wajah/gaya.css", ".nama { color: navy }\n").build("61")
    assert sheet(faces, "61").endswith("navy }\n")


@pytest.mark.parametrize("name", ["dasar", "khatulistiwa"])
def test_the_colours_of_a_theme_can_be_read_on_its_own_papers(name: str, repository: Path) -> None:
    theme, problems = load_theme(name, repository, Place("content/situs.yaml"))
    assert theme is not None
    assert problems == []
    assert contrast(theme.accent, theme.paper) >= AA
    assert contrast(theme.accent_dark, theme.paper_dark) >= AA
