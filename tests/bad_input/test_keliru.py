"""New writers' files: one mistake is one sentence at its place, and doing as told mends it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.build import Report
from tests.bad_input.mistakes import FILE, FOLDER, HEAD, MISTAKES, check, project, told
from tests.laws.real import REPOSITORY

GUIDE = REPOSITORY / "content/README.md"
SECTION = re.compile(r"\n## Bila ada galat\n(.*?)(?=\n## |\Z)", re.DOTALL)
BLOCK = re.compile(r"```\n(content/.*?)```\n\nTulis:\n\n```\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("keliru") / "proyek")


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    return check(folder)


@pytest.fixture(scope="module")
def said(report: Report, folder: Path) -> str:
    return told(report, folder)


def test_each_file_has_one_mistake_and_nothing_else_is_said(report: Report) -> None:
    paths = sorted(problem.place.path.removeprefix("content/") for problem in report.problems)
    wrong_folder = {"61.01-kota-singkawang/situs.yaml": "61.01-kota-singkawang"}
    assert paths == sorted(wrong_folder.get(m.path, m.path) for m in MISTAKES)
    assert len(MISTAKES) >= 40
    assert len({problem.kind.code for problem in report.problems}) >= 30


def test_each_mistake_is_in_the_folder() -> None:
    files = {p.relative_to(FOLDER).as_posix() for p in FOLDER.rglob("*") if p.is_file()}
    assert files == {mistake.path for mistake in MISTAKES}


def test_what_is_said_is_what_the_list_says(said: str) -> None:
    assert FILE.read_text("utf-8") == f"{HEAD}\n~~~~\n{said}~~~~\n"


def test_whoever_does_as_she_is_told_is_told_nothing_more(tmp_path: Path) -> None:
    folder = project(tmp_path / "proyek")
    for mistake in MISTAKES:
        mistake.mend(folder / "content")
    assert told(check(folder), folder) == "\n"


def test_the_guide_shows_five_of_them_as_they_are_printed(said: str) -> None:
    section = SECTION.search(GUIDE.read_text("utf-8"))
    assert section is not None
    shown = BLOCK.findall(section[1])
    assert len(shown) == 5
    for printed, typed in shown:
        assert printed in said
        path = printed.partition(":")[0].removeprefix("content/")
        [mistake] = [mistake for mistake in MISTAKES if mistake.path == path]
        assert typed.strip("\n") == mistake.right.strip("\n")
