"""Every kind of problem has an example, and the examples are true."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from sitegen.build import Order, build
from sitegen.catalogue import Entry, entries, examples
from sitegen.explain import schemas
from sitegen.plumbing import disk
from sitegen.schema.typed import LIKE
from tests.project import PNG, SITUS, Project, clarification, page, stage

ENTRIES = entries()
FOLDER = disk.package_folder("examples")
HOW = """
Each kind of problem needs an example of what a writer types: wrong, and right. For the kind NAME
of sitegen/steps/load.py it stands in sitegen/data/examples/steps.load.toml:

    [NAME]
    path = "content/nasional/pleno.md"
    part = "data"      # or "text"; without it, wrong and right are the whole file
    wrong = "tanggal: 20 Maret"
    right = "tanggal: 2024-03-20"

Where the file's name is the mistake, give `path` and `right_path` instead of wrong and right.
Other files that must be there stand under [NAME.files] as "path" = "text", where "PNG" is a picture
and "LIKE" a page as it is usual there; `region` is the code of the mirror to build, where `path`
does not tell. The theme themes/contoh/ is that of the site. `unproved = "why"` is for mistakes
outside the content, such as a full disk; wrong and right may be a command then, or words.
"""


def test_every_kind_of_problem_has_an_example() -> None:
    lacking = {entry.name for entry in ENTRIES if entry.example is None}
    assert lacking == set(), HOW


def test_every_example_is_of_a_kind_that_exists() -> None:
    known = {entry.name for entry in ENTRIES}
    found = {
        f"{path.stem}.{name}"
        for path in FOLDER.glob("*.toml")
        for name in tomllib.loads(path.read_text("utf-8"))
    }
    assert found - known == set()


def test_an_example_says_what_is_wrong_and_what_is_right() -> None:
    for entry in ENTRIES:
        if (example := entry.example) is not None:
            told = example.wrong != example.right or example.right_path not in ("", example.path)
            assert told or example.encoding != "utf-8", entry.name
            assert example.unproved or example.path, entry.name
            assert example.part in ("", "data", "text"), entry.name


PROVED = [entry for entry in ENTRIES if entry.example and not entry.example.unproved]


@pytest.mark.parametrize("entry", PROVED, ids=lambda entry: entry.name)
def test_the_wrong_example_has_this_problem_and_no_other(entry: Entry, project: Project) -> None:
    example = entry.example
    assert example is not None
    _write(project, example.path, example.wrong, entry, example.encoding)
    found = _kinds(project, entry)
    assert [kind for kind in found if kind != entry.kind] == [], project.report.problems
    assert entry.kind in found, "the example raises nothing"


@pytest.mark.long
@pytest.mark.parametrize("entry", PROVED, ids=lambda entry: entry.name)
def test_the_right_example_has_no_problem(entry: Entry, project: Project) -> None:
    example = entry.example
    assert example is not None
    _write(project, example.right_path or example.path, example.right, entry)
    _kinds(project, entry)
    assert project.report.problems == []


def _kinds(project: Project, entry: Entry) -> list[object]:
    example = entry.example
    assert example is not None
    for path, text in example.files.items():
        project.file(path, {"PNG": PNG, "LIKE": _usual(project, path)}.get(text, text))
    code = re.match(r"content/([\d.]+)-", example.path)
    region = example.region or (code[1] if code else "nasional")
    regions = tuple(dict.fromkeys(("nasional", region)))
    project.report = build(Order(project.folder, None, regions, date(2024, 2, 12)))
    return [problem.kind for problem in project.report.problems]


def _write(project: Project, path: str, shown: str, entry: Entry, encoding: str = "utf-8") -> None:
    """Write a file in which `shown` stands where a writer would have typed it."""
    example = entry.example
    assert example is not None
    if path.startswith("themes/contoh/"):
        project.file("themes/contoh/theme.yaml", "extends: dasar\n")
        project.file("content/situs.yaml", f"{SITUS}tema: contoh\n")
    usual = _usual(project, path)
    text = shown or usual
    if isinstance(text, str) and isinstance(usual, str):
        if example.part == "data":
            text = _among(usual, shown)
        elif example.part == "text":
            text = f"{usual.rpartition('---')[0]}---\n\n{shown}\n"
        text = text.encode(encoding)
    project.file(path, text)


def _usual(project: Project, path: str) -> str | bytes:
    """Return a file as it might stand there without any mistake."""
    there = project.folder / path
    if there.exists():
        return there.read_text("utf-8")
    if not path.endswith(".md"):
        return PNG if Path(path).suffix in (".png", ".jpg", ".webp") else ""
    if "/berita/" in path and not path.endswith("index.md"):
        return page(tanggal="2024-02-01")
    if "/tahapan/" in path:
        return stage()
    return clarification() if "/klarifikasi/" in path else page()


def _among(file: str, shown: str) -> str:
    """Return `file` with the lines of `shown` in place of those of the same keys."""
    front = file.startswith("---\n")
    data, end, rest = file[4:].partition("---\n") if front else (file, "", "")
    new = _groups(f"{shown.rstrip()}\n")
    keys = {key for key, _ in new}
    old = _groups(data)
    first = next((at for at, (key, _) in enumerate(old) if key in keys), len(old))
    kept = [
        [lines for key, lines in part if key not in keys] for part in (old[:first], old[first:])
    ]
    lines = [*kept[0], *(lines for _, lines in new), *kept[1]]
    return ("---\n" if front else "") + "".join(lines) + end + rest


def _groups(data: str) -> list[tuple[str, str]]:
    """Cut lines where one starts with a key, and give each piece the key's name."""
    pieces = re.split(r"^(?=\S)", data, flags=re.MULTILINE)
    return [(piece.partition(":")[0], piece) for piece in pieces if piece.strip()]


def test_the_lines_of_an_example_replace_those_of_the_same_key() -> None:
    file = "---\njudul: A\nsumber:\n  - b\ntag: c\n---\nIsi\n"
    assert _among(file, "sumber:\n  - d\nx: 1") == (
        "---\njudul: A\nsumber:\n  - d\nx: 1\ntag: c\n---\nIsi\n"
    )
    assert _among("a: 1\nb: 2\n", "b: 3\nb: 4") == "a: 1\nb: 3\nb: 4\n"


def test_a_module_without_examples_has_none() -> None:
    assert examples("no.such.module") == {}


def test_every_problem_says_what_to_do() -> None:
    assert [entry.name for entry in ENTRIES if not entry.kind.hint] == []


def test_every_form_that_a_field_asks_for_has_an_example() -> None:
    asked = set(re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', json.dumps(schemas())))
    assert {json.loads(f'"{pattern}"') for pattern in asked} <= set(LIKE)
    assert {
        pattern for pattern, example in LIKE.items() if not re.search(pattern, example)
    } == set()
