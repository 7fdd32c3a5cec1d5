"""Every kind of problem has an example, and the examples are true."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from sitegen.build import Order, build
from sitegen.catalogue import Entry, entries, examples
from sitegen.plumbing import disk
from tests.project import PNG, Project, clarification, page, stage

ENTRIES = entries()
WITHOUT = set(
    """
    as_of.NOT_A_TIME
    checks.contrast.TOO_PALE
    checks.counts.WRONG_COUNT
    checks.links.HIDDEN_BUT_LINKED
    checks.links.LOST_HEADING
    checks.links.NOT_SHOWN
    checks.links.NO_ANCHOR
    checks.links.NO_PAGE
    checks.logo.NO_LOGO
    checks.same_address.SAME_ADDRESS
    checks.same_number.SAME_NUMBER
    checks.weight.FROM_ELSEWHERE
    checks.weight.TOO_HEAVY
    checks.zones.WRONG_ZONE
    content_types.content_type.NO_ADDRESS
    content_types.content_type.NO_OFFICIAL_SOURCE
    content_types.content_type.UNKNOWN_INSTITUTION
    content_types.content_type.WRONG_PLACE
    content_types.klarifikasi.NOT_A_NUMBER
    content_types.klarifikasi.NO_REASON
    content_types.klarifikasi.NO_SUCCESSOR
    content_types.klarifikasi.REPEATS_CLAIM
    content_types.pemungutan_suara.NOT_SUCH_A_FACT
    content_types.tahapan.END_ALONE
    content_types.tahapan.NO_TIME
    content_types.tahapan.REVERSED
    explain.UNKNOWN_SUBJECT
    model.characters.INVISIBLE_CHARACTER
    plumbing.disk.NOT_A_FILE
    plumbing.lock.LOCKED
    plumbing.markdown.converter.FACT_IN_ADDRESS
    plumbing.markdown.converter.FIRST_LEVEL
    plumbing.markdown.converter.LEVEL_JUMP
    plumbing.markdown.directives.BAD_DIRECTIVE
    plumbing.markdown.directives.STRAY_CLOSE
    plumbing.markdown.directives.UNCLOSED_DIRECTIVE
    plumbing.markdown.directives.UNKNOWN_ARGUMENT
    plumbing.markdown.directives.UNKNOWN_DIRECTIVE
    plumbing.markdown.inline.NOT_A_FACT
    plumbing.markdown.inline.RAW_HTML
    plumbing.markdown.inline.UNKNOWN_FACT
    plumbing.markdown.inline.UNKNOWN_FORM
    plumbing.markdown.links.BAD_SCHEME
    plumbing.markdown.links.HTML_PATH
    plumbing.markdown.links.INSECURE
    plumbing.markdown.links.NOT_A_PICTURE
    plumbing.markdown.links.NOT_A_SOURCE_PATH
    plumbing.markdown.links.NO_ALTERNATIVE
    plumbing.markdown.slips.NOT_A_LIST_SIGN
    plumbing.markdown.slips.NO_BLANK_LINE
    plumbing.markdown.slips.SPACE_IN_LINK
    plumbing.memo.DROPPED
    plumbing.memo.NO_MEMO
    plumbing.memo.OLDER
    plumbing.output_folder.NOT_FOR_OUTPUT
    plumbing.templates.BROKEN_MARK
    plumbing.templates.TEMPLATE_ERROR
    plumbing.templates.TEMPLATE_ERROR_ON
    plumbing.templates.UNSAFE_FOR_SLOTS
    plumbing.workers.KILLED
    schema.facts.BAD_NAME
    schema.facts.DECLARED_ABOVE
    schema.facts.LOCKED
    schema.facts.NOT_COUNTABLE
    schema.facts.NO_KIND
    schema.facts.WRONG_COLUMNS
    schema.facts.WRONG_KIND
    schema.settings.NATION_ONLY
    schema.settings.NOT_AN_EMAIL
    schema.settings.NOT_A_SITE
    schema.settings.NO_SLUG
    schema.values.NO_SUCH_YEAR
    schema.values.NO_WORDS
    serve.NOT_INSTALLED
    serve.PORT_REFUSED
    serve.PORT_TAKEN
    steps.load.BAD_FILE_NAME
    steps.load.CONFLICT
    steps.load.NATIONAL_SETTINGS
    steps.load.NOT_UTF8
    steps.load.NO_CONTENT
    steps.load.OLD_ENCODING
    steps.load.TOO_LARGE
    steps.load.TWO_FOLDERS
    steps.load.UNKNOWN_FILE
    steps.load.UNKNOWN_FOLDER
    steps.load.UTF_16
    steps.load.WRONG_FOLDER
    steps.load.WRONG_NAME
    steps.load_theme.BAD_NAME
    steps.load_theme.MORE_THAN_A_FACE
    steps.load_theme.NOT_OF_THE_FAMILY
    steps.load_theme.NOT_UTF8
    steps.load_theme.NO_THEME
    steps.load_theme.THEME_LOOP
    steps.pack.NOT_OURS
    steps.plan.NO_SUCH_MENU_PAGE
    steps.prepare_pictures.NOT_READABLE
    steps.prepare_pictures.TOO_MANY_PIXELS
    steps.prepare_pictures.WRONG_ENDING
    steps.resolve.DRIFT
    steps.resolve.MAY_NOT_HIDE
    steps.resolve.MAY_NOT_OVERRIDE
    steps.resolve.NOTHING_TO_ADD_TO
    steps.resolve.NOTHING_TO_HIDE
    steps.resolve.NOTHING_TO_OVERRIDE
    steps.resolve.NO_DIGEST
    steps.resolve.NO_HOME
    steps.resolve.RESERVED
    steps.resolve.SAME_ADDRESS
    steps.resolve.SAME_PICTURE
    steps.validate.NO_NATIONAL_SETTINGS
    steps.validate.NO_SITE_NAME
    steps.validate.SECTION_NEAR
    steps.validate.UNKNOWN_EXCEPTION
    steps.validate.UNKNOWN_TYPE
    steps.validate.UNKNOWN_TYPE_NEAR
    steps.write.LINKED
    steps.write.NOT_OURS
    """.split()
)
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
Other files that must be there stand under [NAME.files] as "path" = "text"; `region` is the code
of the mirror to build, where `path` does not tell. `unproved = "why"` is for mistakes outside the
content, such as a full disk. See sitegen/catalogue.py.
"""


def test_every_kind_of_problem_has_an_example() -> None:
    lacking = {entry.name for entry in ENTRIES if entry.example is None}
    assert lacking - WITHOUT == set(), HOW
    assert WITHOUT - lacking == set(), "these have an example now"


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
            assert example.unproved or (example.path and told), entry.name
            assert example.part in ("", "data", "text"), entry.name


PROVED = [entry for entry in ENTRIES if entry.example and not entry.example.unproved]


@pytest.mark.parametrize("entry", PROVED, ids=lambda entry: entry.name)
def test_the_wrong_example_has_this_problem_and_no_other(entry: Entry, project: Project) -> None:
    example = entry.example
    assert example is not None
    _write(project, example.path, example.wrong, entry)
    found = _kinds(project, entry)
    assert [kind for kind in found if kind != entry.kind] == [], project.report.problems
    assert entry.kind in found, "the example raises nothing"


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
        project.file(path, PNG if text == "PNG" else text)
    code = re.match(r"content/([\d.]+)-", example.path)
    region = example.region or (code[1] if code else "nasional")
    regions = tuple(dict.fromkeys(("nasional", region)))
    project.report = build(Order(project.folder, None, regions, date(2024, 2, 12)))
    return [problem.kind for problem in project.report.problems]


def _write(project: Project, path: str, shown: str, entry: Entry) -> None:
    """Write a file in which `shown` stands where a writer would have typed it."""
    example = entry.example
    assert example is not None
    usual = _usual(project, path)
    if isinstance(usual, bytes):
        project.file(path, usual)
    elif example.part == "data":
        project.file(path, _among(usual, shown))
    elif example.part == "text":
        project.file(path, f"{usual.rpartition('---')[0]}---\n\n{shown}\n")
    else:
        project.file(path, shown or usual)


def _usual(project: Project, path: str) -> str | bytes:
    """Return a file as it might stand there without any mistake."""
    there = project.folder / path
    if there.exists():
        return there.read_text("utf-8")
    if not path.endswith(".md"):
        return PNG if Path(path).suffix in (".png", ".jpg", ".webp") else ""
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
