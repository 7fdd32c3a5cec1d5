"""A page that takes too long, or ends the process that works on it, is named; all else goes on."""

from __future__ import annotations

import faulthandler
import hashlib
import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sitegen.cli import cli
from sitegen.plumbing.markdown.converter import Converter
from tests.project import Project, page, picture

NATION = "content/nasional"
HINT = "sederhanakan atau bagi berkasnya; bila tadinya lancar, batalkan perubahan terakhir"


def loop() -> None:
    while True:
        pass


def eat() -> None:
    found = []
    while True:
        found.append(bytearray(1 << 27))


def crash(*_: object) -> None:
    faulthandler.disable()  # which would print where
    faulthandler._sigsegv()  # type: ignore[attr-defined]


DEEDS: dict[str, tuple[Callable[[], object], str]] = {
    "loop": (loop, "mengolah berkas ini memakan lebih dari 1 detik"),
    "memory": (eat, "mengolah berkas ini memakan lebih dari 1024 MB memori"),
    "crash": (
        crash,
        "proses yang mengolah berkas ini terhenti (SIGSEGV)",
    ),
    "killed": (
        lambda: os.kill(os.getpid(), signal.SIGKILL),
        "proses yang mengolah berkas ini terhenti (SIGKILL)",
    ),
}
SECONDS = 1


@pytest.fixture
def misbehaves(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let the converter do what a text names: no real text is known that makes it."""
    convert = Converter.convert

    def converted(self: Converter, text: str, *given: Any, **named: Any) -> Any:
        for name, (deed, _) in DEEDS.items():
            if f"LAKUKAN {name}" in text:
                deed()
        return convert(self, text, *given, **named)

    monkeypatch.setattr(Converter, "convert", converted)
    return monkeypatch


def tree(folder: Path) -> dict[str, str]:
    """Return the digest of every file below `folder`."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("jobs", [pytest.param(1, marks=pytest.mark.long), 2])
@pytest.mark.parametrize("deed", DEEDS)
def test_a_page_that_is_too_much_is_named_with_all_other_problems_and_nothing_is_written(
    deed: str, jobs: int, project: Project, misbehaves: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        project.file(f"{NATION}/b-{number:02}.md", page(f"B {number}"))
    project.build()
    before = tree(project.output)
    project.file(f"{NATION}/a.md", page("A", f"LAKUKAN {deed}\n"))
    project.file(f"{NATION}/b-03.md", page("B", "# Satu\n"))
    project.file(f"{NATION}/b-04.md", page("C", "Baru.\n"))
    found = project.messages(jobs=jobs, seconds=SECONDS)
    assert [message.partition(" ")[0] for message in found] == [
        f"{NATION}/a.md:5:1:", f"{NATION}/b-03.md:6:1:",
    ]  # fmt: skip
    assert f"SG251: {DEEDS[deed][1]}" in found[0]
    assert HINT in found[0]
    assert [region.code for region in project.report.held_back] == ["nasional"]
    assert tree(project.output) == before
    assert multiprocessing.active_children() == []
    project.file(f"{NATION}/b-03.md", page("B"))
    assert project.problems(jobs=jobs, seconds=SECONDS) == [f"{NATION}/a.md:5:1 SG251"]
    misbehaves.undo()
    assert project.problems(jobs=jobs, seconds=SECONDS) == []
    assert "Baru." in project.read("b-04.html")


def test_the_command_ends_with_1_and_no_traceback(
    project: Project, misbehaves: pytest.MonkeyPatch
) -> None:
    project.file(f"{NATION}/a.md", page("A", "LAKUKAN crash\n"))
    result = CliRunner().invoke(cli, ["check", "--project", str(project.folder), "--jobs", "1"])
    assert result.exit_code == 1
    assert f"{NATION}/a.md:5:1: " in result.output
    assert "Traceback" not in result.output


def test_only_the_mirrors_of_a_region_are_held_back_for_its_page(
    project: Project, misbehaves: pytest.MonkeyPatch
) -> None:
    project.file("content/61-kalimantan-barat/a.md", page("A", "LAKUKAN crash\n"))
    project.build("nasional", "61", "31", seconds=SECONDS)
    assert [region.code for region in project.report.held_back] == ["61"]
    assert "index.html" in project.files("31")


def test_a_large_honest_page_that_takes_too_long_is_named(project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", "Kata *tebal* dan [sini](a.md).\n\n" * 12_000))
    assert project.problems(seconds=0.3) == [f"{NATION}/a.md:5:1 SG251"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_picture_that_ends_its_process_is_named(
    jobs: int, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sitegen.steps import prepare_pictures

    prepare = prepare_pictures.prepare

    monkeypatch.setattr(
        prepare_pictures, "prepare", lambda data: (crash if b"JFIF" in data else prepare)(data)
    )
    for name, form in (("a.png", "PNG"), ("b.jpg", "JPEG"), ("c.webp", "WEBP")):
        project.file(f"{NATION}/gambar/{name}", picture(form, 20, 20))
    found = project.problems(jobs=jobs, seconds=SECONDS)
    assert found == [f"{NATION}/gambar/b.jpg:1:1 SG251"]


PATHOLOGICAL: dict[str, Callable[[int], str]] = {
    "nested strong emph": lambda n: "*a **a " * n + "b" + " a** a*" * n,
    "emph closers": lambda n: "a_ " * n,
    "emph openers": lambda n: "_a " * n,
    "link closers": lambda n: "a]" * n,
    "link openers": lambda n: "[a" * n,
    "mismatched": lambda n: "*a_ " * n,
    "multiples of three": lambda n: "a**b" + "c* " * n,
    "link openers, emph closers": lambda n: "[ a_" * n,
    "hard link": lambda n: "**x [a*b**c*](#d)\n\n" * n,
    "nested brackets": lambda n: "[" * n + "a" + "]" * n,
    "nested quotes": lambda n: "> " * n + "a",
    "nested lists": lambda n: "".join("  " * depth + "* a\n" for depth in range(n // 20)),
    "backticks": lambda n: "".join("e" + "`" * length for length in range(1, n // 10)),
    "unclosed links A": lambda n: "[a](<b" * n,
    "unclosed links B": lambda n: "[a](b" * n,
    "references": lambda n: "".join(f"[{i}]: #u\n" for i in range(n)) + "[0] " * n,
}
"""The kinds of texts that cmark tests its speed with, but for NUL, which is refused unread."""


@pytest.mark.parametrize("times", [1, *(pytest.param(n, marks=pytest.mark.long) for n in (2, 4))])
@pytest.mark.parametrize("broken", [False, True], ids=["in a line", "in lines"])
def test_what_is_hard_for_parsers_is_converted_or_named(
    times: int, broken: bool, project: Project
) -> None:
    for number, text in enumerate(PATHOLOGICAL.values()):
        body = text(2000 * times)
        if broken:  # no line is too long
            body = body.replace("a", "a\n")
        project.file(f"{NATION}/p-{number:02}.md", page("P", body + "\n"))
    before = os.times()
    found = project.build(jobs=2).report.problems
    after = os.times()
    named = {p.place.path for p in found if p.kind.code in ("SG105", "SG250", "SG251")}
    others = {p.kind.code for p in found} - {"SG105", "SG250", "SG251"}
    assert others <= {"SG225", "SG262"}, found
    assert sum(after[:4]) - sum(before[:4]) < 10 * len(PATHOLOGICAL)
    assert len(named) >= len(PATHOLOGICAL) // 3
