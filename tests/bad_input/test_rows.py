"""Every mistake is answered in one sentence at its place, and nothing is written."""

from __future__ import annotations

import hashlib
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.cli import cli
from tests.bad_input import table
from tests.bad_input.rows import ROWS, Row
from tests.project import Project, page

TABLE = table.read()
SECONDS = 10
WITH_LITTLE_MEMORY = """\
import resource
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from sitegen.cli import main
main()
"""


def tree(folder: Path) -> dict[str, str]:
    """Return the digest of every file below `folder`, but for what a build notes for itself."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".sitegen" not in path.parts
    }


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with nothing wrong, and every mirror that a row asks for."""
    project = Project(tmp_path_factory.mktemp("benar") / "proyek")
    assert project.problems("nasional", "61.71", "61.72") == []
    return project


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.slug)
def test_a_mistake_is_answered_and_nothing_is_written(
    row: Row, right: Project, tmp_path: Path
) -> None:
    shutil.copytree(right.folder, tmp_path / "proyek")
    project = Project(tmp_path / "proyek")
    region = row.region or "nasional"
    before = tree(project.mirror(region))
    row.put(project.folder)
    found = project.build(region).report.problems
    assert table.answers(found) == TABLE[row.name]
    if any(problem.blocks for problem in found):
        assert tree(project.mirror(region)) == before
    shutil.rmtree(project.folder / "content")
    shutil.copytree(right.folder / "content", project.folder / "content")
    assert project.problems(region) == []
    assert tree(project.mirror(region)) == before


@pytest.mark.parametrize("command", ["build", "check"])
def test_the_command_ends_with_1_where_a_mistake_belongs_to_no_mirror(
    command: str, right: Project, tmp_path: Path
) -> None:
    shutil.copytree(right.folder, tmp_path / "proyek")
    project = Project(tmp_path / "proyek").file("content/halaman.md", page())
    options = ["--project", str(project.folder), "--jobs", "1", "--as-of", "2024-02-12"]
    where = ["--output", str(project.output)] if command == "build" else []
    done = CliRunner().invoke(cli, [command, *where, *options])
    assert done.exit_code == 1
    assert "content/halaman.md:1:1: " in done.output
    assert "Traceback" not in done.output


def test_all_mistakes_are_answered_at_once(project: Project) -> None:
    own = [row for row in ROWS if row.files and all("@" in path for path in row.files)]
    for row in own:
        row.put(project.folder)
    command = [sys.executable, "-c", WITH_LITTLE_MEMORY, "check", "--project", str(project.folder)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [*command, "--region", "nasional", "--jobs", "1"], capture_output=True, text=True
    )
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 1
    wanted = {answer.place.strip("`") for row in own for answer in TABLE[row.name]}
    assert [place for place in sorted(wanted) if f"{place}: " not in done.stderr] == []
    assert "Traceback" not in done.stderr
    assert used.ru_utime - before.ru_utime < SECONDS


def test_every_row_is_in_the_table_and_has_an_answer() -> None:
    assert list(TABLE) == [row.name for row in ROWS]
    assert len(ROWS) >= 90
