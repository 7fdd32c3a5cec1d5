"""Nobody can imitate a slot's mark: not in a text, a setting, a fact, a name or a template."""

from __future__ import annotations

import string

import pytest

from sitegen.model.page import BrokenMarkError, Plate, Slot
from sitegen.steps.load import load
from tests.laws.real import regions
from tests.project import FAKTA, LEMBAGA, PNG, SITUS, Project, page

FORGED = Slot("pengelola").mark
"""The mark of a slot that every theme can fill: it would show “Kementerian Uji”."""
CHARACTERS = ("\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdef", "\x02", "\x03", FORGED)
"""What marks slots, blocks and, in Python-Markdown, text put aside."""


def entities(text: str, form: str = "&#{:d};") -> str:
    """Return `text` with every character that marks something as a character reference."""
    marks = set("".join(CHARACTERS)) - set(string.printable)
    return "".join(form.format(ord(c)) if c in marks else c for c in text)


def escaped(text: str) -> str:
    """Return `text` as a quoted YAML scalar, nothing but ASCII in it."""
    return '"' + "".join(f"\\u{ord(c):04X}" if ord(c) > 126 or c < " " else c for c in text) + '"'


def leaks(project: Project) -> list[str]:
    """Return the files of all mirrors that hold a mark, a control character, or what it shows."""
    found = []
    for path in sorted(project.output.rglob("*.html")):
        text = path.read_text("utf-8")
        stray = any(c in "\x02\x03" or "\ufdd0" <= c <= "\ufdef" for c in text)
        if stray or "ZKementerian UjiZ" in text:
            found.append(path.name)
    return found


def refusals(project: Project) -> set[str]:
    """Build two mirrors, none of which may be written, and return the codes of all problems."""
    project.build("nasional", "61.71")
    assert not any(project.output.glob("*/*"))
    return {problem.kind.code for problem in project.report.problems}


SOURCES = (
    ("content/nasional/a.md", page(body="Z§Z\n")),
    ("content/nasional/a.md", page(body="`Z§Z`\n\n    Z§Z\n")),
    ("content/nasional/a.md", page(body='[a](b.md "Z§Z")\n')),
    ("content/nasional/a.md", page("Z§Z")),
    ("content/nasional/a.md", page(tag="[Z§Z]")),
    ("content/nasional/tambahan/index.md", "---\njudul: Z§Z\n---\n\nIsi.\n"),
    ("content/situs.yaml", SITUS + "kontak:\n  kantor: Z§Z\n"),
    ("content/situs.yaml", SITUS + "# Z§Z\n"),
    ("content/lembaga.yaml", LEMBAGA.replace("Komisi", "Z§Z Komisi")),
    ("content/nasional/fakta.yaml", FAKTA.replace("nama: DPD", "nama: Z§Z DPD")),
)


@pytest.mark.parametrize(("path", "whole"), SOURCES)
def test_a_mark_written_out_is_refused_in_every_source(
    project: Project, path: str, whole: str
) -> None:
    project.file(path, whole.replace("§", FORGED))
    assert "SG103" in refusals(project)


@pytest.mark.parametrize("text", CHARACTERS)
def test_no_character_that_marks_something_is_read(project: Project, text: str) -> None:
    for number, (path, whole) in enumerate(SOURCES):
        layer = ("nasional", "61-kalimantan-barat")[number % 2]
        place = path.replace("nasional/", f"{layer}/").replace(".md", f"-{number}.md")
        project.file(place, whole.replace("§", text))
    tree, problems = load(project.folder, regions())
    assert [source.path for source in tree.sources if text in source.text] == []
    assert {"SG103"} == {problem.kind.code for problem in problems}


ENTITY_BODIES = ("Z§Z\n", "## Z§Z\n", "- Z§Z\n", "**Z§Z**\n", "[Z§Z](https://a.id)\n")


@pytest.mark.parametrize("body", ENTITY_BODIES)
def test_a_character_reference_cannot_write_a_mark(project: Project, body: str) -> None:
    project.file("content/nasional/a.md", page(body=body.replace("§", entities(FORGED))))
    project.build()
    assert leaks(project) == []


@pytest.mark.parametrize(
    "text",
    [
        "\ufdd2",
        "\ufdd3",
        "\ufdef",
        "\x02",
        "\x03",
    ],
)
def test_a_character_reference_cannot_bring_one_in(project: Project, text: str) -> None:
    project.file("content/nasional/a.md", page(body=f"Z{entities(text)}Z\n"))
    project.build()
    assert leaks(project) == []


@pytest.mark.parametrize("form", ["&#x{:x};", "&#X{:X};", "&#0{:d};", "&#x000{:x};"])
def test_no_spelling_of_a_character_reference_writes_a_mark(project: Project, form: str) -> None:
    project.file("content/nasional/a.md", page(body=f"Z{entities(FORGED, form)}Z\n"))
    project.build()
    assert leaks(project) == []


@pytest.mark.parametrize("text", ["\ufdd0", "\ufdd1", FORGED[:-1], FORGED[1:]])
def test_a_piece_of_a_mark_by_character_reference_is_refused(project: Project, text: str) -> None:
    project.file("content/nasional/a.md", page(body=f"Z{entities(text)}Z\n"))
    assert refusals(project)


@pytest.mark.parametrize(
    "body",
    ["`Z§Z`\n", "    Z§Z\n", "```\nZ§Z\n```\n", "[a](https://a.id/§)\n", "![§](gambar/a.png)\n"],
)
def test_a_character_reference_stays_text_or_is_refused_elsewhere(
    project: Project, body: str
) -> None:
    project.file("content/nasional/a.md", page(body=body.replace("§", entities(FORGED))))
    project.build()
    assert leaks(project) == []


@pytest.mark.parametrize(
    ("path", "whole"),
    [
        ("content/nasional/a.md", "---\njudul: §\nringkasan: Ringkas.\n---\n\nIsi.\n"),
        ("content/nasional/a.md", "---\njudul: Judul\nringkasan: §\n---\n\nIsi.\n"),
        (
            "content/nasional/index.md",
            "---\njudul: Beranda\nringkasan: Ringkas.\npertanyaan:\n"
            "  - {tanya: Apa?, jawab: §, tautan: index.md}\n---\n",
        ),
        ("content/situs.yaml", SITUS.replace("Literasi Pemilu", "§")),
        ("content/situs.yaml", SITUS + "kontak:\n  kantor: §\n"),
        ("content/nasional/fakta.yaml", FAKTA.replace("nama: DPD", "nama: §")),
    ],
)
def test_an_escape_in_yaml_cannot_write_a_mark(project: Project, path: str, whole: str) -> None:
    project.file(path, whole.replace("§", escaped(f"Z{FORGED}Z")))
    assert "SG103" in refusals(project)


@pytest.mark.parametrize("text", CHARACTERS)
def test_an_escape_in_yaml_cannot_bring_one_in(project: Project, text: str) -> None:
    project.file("content/situs.yaml", SITUS.replace("Literasi Pemilu", escaped(f"Z{text}Z")))
    assert "SG103" in refusals(project)


@pytest.mark.parametrize("text", ["\ufdd0", "\ufdd1", FORGED])
def test_a_page_cannot_be_named_so(project: Project, text: str) -> None:
    project.file(f"content/nasional/a{text}.md", page())
    assert {"SG306"} == refusals(project)


@pytest.mark.parametrize("text", ["\ufdd0", FORGED])
def test_a_picture_cannot_be_named_so(project: Project, text: str) -> None:
    project.file(f"content/nasional/gambar/a{text}.png", PNG)
    project.build()
    assert project.report.failed


def with_theme(project: Project, path: str, text: str) -> Project:
    """Let the project use a theme that replaces one file of the theme that ships."""
    project.file("content/situs.yaml", SITUS + "tema: uji\n")
    project.file("content/nasional/a.md", page())
    project.file("themes/uji/theme.yaml", "extends: dasar\n")
    return project.file(f"themes/uji/{path}", text)


@pytest.mark.parametrize("text", ["\ufdd0", "\ufdd1", FORGED[:-1], FORGED[1:], "\ufdd0a b\ufdd1"])
def test_a_page_template_that_holds_a_piece_of_a_mark_is_refused(
    project: Project, text: str
) -> None:
    with_theme(project, "pages/istilah.html", "{% extends 'pages/halaman.html' %}")
    project.file("content/nasional/istilah/a.md", page())
    project.build()
    assert not project.report.failed
    project.file("themes/uji/pages/istilah.html", f"Z{text}Z")
    project.build(output=project.folder / "lain")
    assert [problem.kind.code for problem in project.report.problems] == ["SG404"]
    assert not (project.folder / "lain").exists()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pages/halaman.html", FORGED),
        ("mirror/pengelola.html", "\ufdd0"),
        ("mirror/pengelola.html", FORGED),
        ("directives/kontak.html", FORGED),
    ],
)
@pytest.mark.xfail(
    strict=True, reason="templates are not searched for marks, nor are partials' texts"
)
def test_no_template_may_hold_a_mark_written_out(project: Project, path: str, text: str) -> None:
    with_theme(project, path, f"Z{text}Z")
    project.file("content/nasional/b.md", page(body="::: kontak\n:::\n"))
    project.build()
    assert project.report.failed
    assert leaks(project) == []


def test_every_mark_is_read_back_as_its_slot() -> None:
    slots = [Slot("nama"), Slot("a", (("n", 1), ("t", "“é”/?"), ("u", None), ("y", True)))]
    plate = Plate.parse("".join(f"x{slot.mark}" for slot in slots))
    assert tuple(slots) == plate.slots


@pytest.mark.parametrize(
    "slot",
    [Slot("nama"), Slot("fakta", (("bentuk", ""), ("nama", "jam_tutup")))],
    ids=lambda slot: slot.partial,
)
@pytest.mark.xfail(strict=True, reason="nothing in a mark tells that a character of it was changed")
def test_a_mark_with_any_character_replaced_is_refused(slot: Slot) -> None:
    alphabet = string.ascii_letters + string.digits + "-_="
    altered = {
        slot.mark.replace(old, new) for old in slot.mark[1:-1] for new in alphabet if old != new
    }
    assert sorted(mark for mark in altered if parses(mark)) == []


def parses(text: str) -> bool:
    """Tell whether `text` can be cut into a plate."""
    try:
        Plate.parse(text)
    except BrokenMarkError:
        return False
    return True


@pytest.mark.parametrize("change", [str.upper, str.lower, str.title, str.swapcase])
def test_a_mark_in_other_letters_is_refused(change: object) -> None:
    assert callable(change)
    slots = [Slot("nama"), Slot("fakta", (("nama", "jam_tutup"),)), Slot("kepala", (("root", ""),))]
    assert [slot for slot in slots if parses(change(slot.mark))] == []


@pytest.mark.parametrize(
    "mark", ["\ufdd0\ufdd1", "\ufdd0W10=\ufdd1", "\ufdd0MQ==\ufdd1", "\ufdd0=\ufdd1"]
)
def test_a_mark_that_holds_something_else_is_refused(mark: str) -> None:
    assert not parses(mark)


@pytest.mark.parametrize(
    "body",
    [
        '[a](https://a.id/ "tutup {{ fakta.jam_tutup }}")\n',
        "![tutup {{ fakta.jam_tutup }}](gambar/a.png)\n",
    ],
)
def test_a_fact_where_no_slot_can_stand_is_refused(project: Project, body: str) -> None:
    project.file("content/nasional/a.md", page(body=body))
    project.file("content/nasional/gambar/a.png", PNG)
    project.build()
    assert [problem.kind.code for problem in project.report.problems] == ["SG137"]
