"""No input hangs the build or exhausts the stack."""

from __future__ import annotations

import os

import pytest

from tests.project import Project, page

NATION = "content/nasional"
SECONDS = 3


def is_built_in_time(project: Project, text: str, seconds: float = SECONDS) -> bool:
    """Build a project with one page, and tell whether it took no more of the processor."""
    before = os.times()
    project.file(f"{NATION}/a.md", text).build(seconds=10)
    after = os.times()
    return sum(after[:4]) - sum(before[:4]) < seconds


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(body, id=name)
        for name, body in {
            "quotes": ">" * 20_000 + " x",
            "nested quotes": "\n".join("> " * depth + "x" for depth in range(1, 200)),
            "nested lists": "\n".join("    " * depth + "- x" for depth in range(150)),
            "stars": "*" * 50_000,
            "stars apart": "*a " * 20_000,
            "open emphasis": "**a *b " * 8_000,
            "underscores": "_a" * 20_000,
            "backticks": "`" * 50_000,
            "open tags": "<a " * 20_000,
            "less than": "<" * 50_000,
            "ampersands": "&" * 50_000,
            "backslashes": "\\" * 50_000,
            "hashes": "#" * 50_000,
            "bars": "|" * 20_000 + "\n|" + "-|" * 20_000,
            "rows": "a|b\n-|-\n" + "c|d\n" * 5_000,
            "facts": "{{ fakta.jam_tutup }} " * 3_000,
            "blocks": "::: catatan\n\nx\n\n:::\n" * 1_000,
            "open blocks": "::: catatan\n" * 300,
            "references": "".join(f"[{number}]: x.md\n" for number in range(3_000)),
            "broken links": "".join(f"[a](x{number}.md)\n\n" for number in range(3_000)),
            "footnotes": "".join(f"[^{n}] " for n in range(500))
            + "\n\n"
            + "".join(f"[^{n}]: x\n" for n in range(500)),
            "blank lines": "\n" * 400_000,
            "one line": "x" * 400_000,
            "spaces": " " * 400_000 + "x",
            "autolinks": "<https://a" * 5_000,
            "mailboxes": "<a@" * 8_000,
            "dashes": "-" * 100_000,
            "equals": "=" * 100_000,
            "tildes": "~" * 100_000,
        }.items()
    ],
)
def test_a_large_text_is_converted_in_time(body: str, project: Project) -> None:
    assert is_built_in_time(project, page("A", body + "\n"))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(body, id=name)
        for name, body in {
            "brackets": "[" * 20_000,
            "pictures": "![" * 10_000,
            "links": "[a](" * 10_000,
            "braces": "{{ " * 20_000,
        }.items()
    ],
)
def test_a_text_of_openings_is_converted_in_time(body: str, project: Project) -> None:
    assert is_built_in_time(project, page("A", body + "\n"), seconds=1)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(body, id=name)
        for name, body in {
            "lists in a line": "- " * 3_000 + "x",
            "numbers in a line": "1. " * 3_000 + "x",
            "definitions": "a\n: b\n" * 3_000,
            "blocks in blocks": "::: catatan\n" * 400 + ":::\n" * 400,
        }.items()
    ],
)
def test_a_deep_text_is_converted_or_refused(body: str, project: Project) -> None:
    project.file(f"{NATION}/a.md", page("A", body + "\n")).build()


@pytest.mark.parametrize(
    "front",
    [
        pytest.param(front, id=name)
        for name, front in {
            "lists": "a: " + "[" * 60_000,
            "groups": "a: " + "{" * 60_000,
            "items": "- " * 60_000,
            "anchors": "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]",
            "keys": "".join(f"k{number}: x\n" for number in range(20_000)),
            "quotes": "judul: " + "'" * 100_001,
            "long key": "a" * 100_000 + ": b",
            "long value": "judul: " + "a" * 400_000,
            "colons": "a: " * 50_000,
            "questions": "? " * 30_000,
            "tags": "a: " + "! " * 30_000,
        }.items()
    ],
)
def test_endless_front_matter_is_refused_in_time(front: str, project: Project) -> None:
    assert is_built_in_time(project, f"---\n{front}\n---\n")
    assert len(project.report.problems) >= 1


@pytest.mark.parametrize("name", ["situs.yaml", "fakta.yaml"])
@pytest.mark.parametrize(
    "text", ["a: " + "[" * 60_000, "\x00", "a: !!python/name:os.system x", "&a"]
)
def test_hostile_settings_and_facts_are_refused(name: str, text: str, project: Project) -> None:
    path = f"content/61-kalimantan-barat/{name}"
    found = project.file(path, text).problems()
    assert len(found) == 1
    assert found[0].startswith(path)


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 1000, b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"\xef\xbb\xbf"]
)
def test_a_file_that_is_no_text_is_refused(data: bytes, project: Project) -> None:
    path = f"{NATION}/a.md"
    assert [problem.partition(":")[0] for problem in project.file(path, data).problems()] == [path]


def test_many_problems_are_reported_in_time(project: Project) -> None:
    assert is_built_in_time(project, page("A", "{{ fakta.x }} <b>\n\n" * 300))
    assert len(project.report.problems) == 600
