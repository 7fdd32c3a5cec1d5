"""The same content gives the same bytes, whatever the machine, the process and its surroundings."""

from __future__ import annotations

import itertools
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from sitegen.plumbing.output_folder import MARKER
from tests.laws import real
from tests.laws.backwards import backwards

REGIONS = tuple(option for code in real.FEW for option in ("--region", code))


@dataclass(frozen=True)
class Surroundings:
    """What a process finds when it starts."""

    jobs: int = 1
    seed: str = "0"
    zone: str = "UTC"
    locale: str = "C.UTF-8"
    umask: int = 0o022
    reversed: bool = False
    """Whether folders are read from the last name to the first."""

    def build(self, project: Path, output: Path) -> str:
        """Build the few mirrors in a process with these surroundings; return the tree's hash."""
        environment = {
            "PYTHONHASHSEED": self.seed,
            "TZ": self.zone,
            "LC_ALL": self.locale,
            "LANG": self.locale,
        }
        options = ("--jobs", str(self.jobs), *REGIONS)
        program = "tests.laws.backwards" if self.reversed else "sitegen"
        real.command(
            project, output, *options, program=program, environment=environment, umask=self.umask
        )
        return real.digest(output)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real content that the tests here only read."""
    return real.copy_content(tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="module")
def usual(project: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The hash of the few mirrors, built in this process."""
    output = tmp_path_factory.mktemp("usual") / "output"
    assert real.press(project, output, real.FEW).problems == []
    return real.digest(output)


@pytest.mark.parametrize(
    "surroundings",
    [
        Surroundings(1, "0", "Asia/Jayapura", "C", 0o077),
        Surroundings(2, "1", "America/New_York", "C.UTF-8", 0o022),
        Surroundings(4, "42", "America/New_York", "C", 0o022, reversed=True),
        Surroundings(2, "random", "Asia/Jayapura", "id_ID.ISO-8859-1", 0o077),
    ],
    ids=lambda found: f"{found.jobs}-{found.seed}-{found.zone}-{found.locale}-{found.umask:03o}",
)
def test_the_surroundings_of_the_process_leave_no_trace(
    project: Path, usual: str, surroundings: Surroundings, tmp_path: Path
) -> None:
    assert usual == surroundings.build(project, tmp_path / "output")


@pytest.mark.long
@pytest.mark.parametrize("jobs", [1, 2, 4])
@pytest.mark.parametrize("seed", ["0", "1", "2", "42", "4294967295"])
def test_no_combination_of_surroundings_leaves_a_trace(
    project: Path, usual: str, seed: str, jobs: int, tmp_path: Path
) -> None:
    elsewhere = real.copy_content(tmp_path / "another place")
    combinations = itertools.product(
        ("UTC", "Asia/Jayapura", "America/New_York"),
        ("C", "C.UTF-8", "id_ID.ISO-8859-1"),
        (0o022, 0o077),
    )
    trees = {}
    for number, (zone, locale, umask) in enumerate(combinations):
        found = Surroundings(jobs, seed, zone, locale, umask, reversed=number % 2 > 0)
        place = elsewhere if number % 3 else project
        shutil.rmtree(place / MARKER, ignore_errors=True)
        trees[found] = found.build(place, tmp_path / f"output-{number}")
        shutil.rmtree(tmp_path / f"output-{number}")
    assert len(trees) == 18
    assert {surroundings: tree for surroundings, tree in trees.items() if tree != usual} == {}


@pytest.mark.parametrize("name", ["a/very/deep/place", "tempat dengan spasi", "tempat-é-\ufdd0'&"])
def test_the_place_of_the_project_and_the_output_leave_no_trace(
    usual: str, name: str, tmp_path: Path
) -> None:
    elsewhere = real.copy_content(tmp_path / name)
    real.press(elsewhere, tmp_path / "keluar" / name, real.FEW)
    assert usual == real.digest(tmp_path / "keluar" / name)


def test_the_order_in_which_folders_are_read_leaves_no_trace(
    project: Path, usual: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "scandir", backwards(os.scandir))
    names = [entry.name for entry in os.scandir(project / "content")]
    assert sorted(names, reverse=True) == names
    real.press(project, tmp_path / "output", real.FEW)
    monkeypatch.undo()
    assert usual == real.digest(tmp_path / "output")


def test_files_of_another_age_leave_no_trace(usual: str, tmp_path: Path) -> None:
    project = real.copy_content(tmp_path)
    for number, path in enumerate(sorted(project.rglob("*"))):
        os.utime(path, (number, number))
    real.press(project, tmp_path / "output", real.FEW)
    assert usual == real.digest(tmp_path / "output")


@pytest.mark.parametrize("code", ["21", "31", "35.71", "61", "61.71", "91.71"])
def test_a_mirror_built_alone_is_the_one_of_the_whole_fleet(
    fleet: real.Fleet, project: Path, code: str, tmp_path: Path
) -> None:
    real.press(project, tmp_path, [code])
    folder = fleet.regions[code].folder
    assert real.tree(fleet.output / folder) == real.tree(tmp_path / folder)


def test_the_second_build_writes_nothing(project: Path, tmp_path: Path) -> None:
    first = real.press(project, tmp_path, real.FEW)
    before = stamps(tmp_path)
    second = real.press(project, tmp_path, real.FEW)
    assert (0, 0, first.done.written) == (
        second.done.written,
        second.done.removed,
        second.done.unchanged,
    )
    assert before == stamps(tmp_path)


@pytest.mark.long
def test_building_the_whole_fleet_again_writes_nothing(content: Path, tmp_path: Path) -> None:
    real.command(content, tmp_path / "output")
    before = stamps(tmp_path / "output")
    report = real.press(content, tmp_path / "output")
    assert (report.mirrors, report.done.written, report.done.removed) == (553, 0, 0)
    assert before == stamps(tmp_path / "output")


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Return inode and time of the last change of everything below `folder`."""
    return {
        path.relative_to(folder).as_posix(): ((found := path.lstat()).st_ino, found.st_mtime_ns)
        for path in folder.rglob("*")
        if MARKER not in path.parts
    }
