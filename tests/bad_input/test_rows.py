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
from tests.project import Project

TABLE = table.read()
SECONDS, BYTES = 10, 1 << 30


def build(project: Project, region: str) -> tuple[int, str]:
    """Build a mirror, or check them all, and return the exit code and all that is said."""
    where = ["--output", str(project.output), "--region", region] if region else []
    options = ["--project", str(project.folder), "--jobs", "1", "--as-of", "2024-02-12"]
    done = CliRunner().invoke(cli, ["build" if region else "check", *where, *options])
    return done.exit_code, done.output


def tree(folder: Path) -> dict[str, str]:
    """Return the digest of every file below `folder`, but for what a build notes for itself."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".sitegen" not in path.parts
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.slug)
def test_a_mistake_is_answered_and_nothing_is_written(row: Row, project: Project) -> None:
    mirror = row.region or "nasional"
    assert build(project, mirror)[0] == 0
    before = tree(project.output)
    right, other = (project.folder.with_name(name) for name in ("benar", "lain"))
    shutil.copytree(project.folder / "content", right)

    row.put(project.folder)
    status, said = build(project, row.region)

    found = project.build(mirror, output=other).report.problems
    assert table.answers(found) == TABLE[row.name]
    assert status == (1 if any(problem.blocks for problem in found) else 0)
    assert [problem for problem in found if f"{problem.place}: " not in said] == []
    assert "Traceback" not in said
    if status:
        assert tree(project.output) == before

    shutil.rmtree(project.folder / "content")
    right.rename(project.folder / "content")
    assert build(project, mirror)[0] == 0
    assert tree(project.output) == before


def test_all_mistakes_are_answered_at_once(project: Project) -> None:
    own = [row for row in ROWS if row.files and all("@" in path for path in row.files)]
    for row in own:
        row.put(project.folder)
    command = [sys.executable, "-m", "sitegen", "check", "--project", str(project.folder)]
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
    assert used.ru_maxrss * 1024 < BYTES


def test_every_row_is_in_the_table_and_has_an_answer() -> None:
    assert list(TABLE) == [row.name for row in ROWS]
    assert len(ROWS) >= 90
