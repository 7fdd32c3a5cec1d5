"""A disk that refuses: the build ends with 74 and one sentence, and each mirror is old or new."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.disturbed import CALLS, Builder, Disturbance, builder
from tests.laws.sites import Site
from tests.project import Project

NO_EXCHANGE, NO_LINKS = ("exchange",), ("link",)
ERRORS = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT)
TIDYING = ("unlink", "rmdir", "ftruncate")
"""Calls that remove: when they are refused, something may stay until the next build."""
CHANGES = ("first", "one", "all", "moved")


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builder]:
    """The parent of the builds here."""
    with builder(tmp_path_factory.mktemp("parent")) as found:
        yield found


@dataclass
class Sweep:
    """One sort of call of one sort of build, refused at its first time, its second, …"""

    site: Site
    change: str
    call: str
    spare: bool = True
    stopped: int = 0
    """Builds that ended with 74."""
    went_on: int = 0
    """Builds that could do without."""

    def prepare(self) -> None:
        """Bring the site to where the build begins."""
        if self.change == "first":
            shutil.rmtree(self.site.output, ignore_errors=True)
            shutil.rmtree(self.site.project.folder / ".sitegen", ignore_errors=True)
        else:
            self.site.turn()
            self.site.settle(spare=self.spare)
            self.site.turn()

    def refuse(self, at: int, *, ever_after: bool = False) -> bool:
        """Refuse a call, then build again; return whether there was such a call."""
        site, first = self.site, self.change == "first"
        self.prepare()
        error = ERRORS[at % len(ERRORS)]
        calls = CALLS if ever_after else (self.call,)
        ended = site.build(
            Disturbance("refuse", at, calls, error, site.missing, ever_after=ever_after)
        )
        site.assert_old_or_new(first=first, aside=ever_after and bool(site.missing))
        assert "Traceback" not in ended.err
        if not ended.struck:
            assert (ended.status, ended.err) == (0, "")
            return False
        if ended.status == 0:
            self.went_on += 1
            assert site.is_new()
            assert ended.err == "" or "SG504" in ended.err, ended.err
        else:
            self.stopped += 1
            assert ended.status == 74, ended.err
            assert ended.err.startswith("SG503: "), ended.err
            assert ended.err.count("\n") == 1, ended.err
            assert os.strerror(error) in ended.err
            assert "None" not in ended.err
        if self.call not in TIDYING and not ever_after:
            site.assert_nothing_is_left()
        site.settle()
        return True


@contextmanager
def sweep(
    folder: Path,
    parent: Builder,
    change: str,
    call: str,
    missing: tuple[str, ...] = (),
    *,
    spare: bool = True,
    jobs: int = 1,
) -> Iterator[Sweep]:
    site = Site(Project(folder / "proyek"), parent, change, jobs, missing).write()
    site.settle()
    yield Sweep(site, change, call, spare)


STOPS = {"open", "write", "pwrite", "mkdir", "link", "rename", "exchange", "sync"}
"""Calls without which no mirror can be made; a build can do without some of the others."""


@pytest.mark.parametrize(
    ("change", "call", "times"),
    [
        ("first", "open", (1, 2, 15)),
        ("first", "write", (1, 2, 20)),
        ("first", "mkdir", (1, 2, 3, 4)),
        ("first", "pwrite", (1,)),
        ("first", "rename", (1, 3)),
        ("one", "exchange", (1,)),
        ("one", "sync", (1,)),
        ("one", "replace", (1,)),
        ("all", "exchange", (1, 2, 3)),
        ("all", "unlink", (1, 5)),
        ("all", "write", (2, 6)),
        ("all", "ftruncate", (1, 2)),
        ("moved", "rmdir", (1, 2)),
    ],
)
def test_a_refused_call_leaves_each_mirror_old_or_new_and_the_next_build_is_right(
    change: str, call: str, times: tuple[int, ...], parent: Builder, tmp_path: Path
) -> None:
    with sweep(tmp_path, parent, change, call) as found:
        assert [at for at in times if not found.refuse(at)] == []
        assert found.stopped or call not in STOPS


@pytest.mark.long
@pytest.mark.parametrize(
    "missing", [(), NO_EXCHANGE, NO_LINKS], ids=["", "NO_EXCHANGE", "NO_LINKS"]
)
@pytest.mark.parametrize("spare", [True, False], ids=["spare", "no-spare"])
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("call", CALLS)
def test_no_call_may_not_be_refused(
    call: str, change: str, spare: bool, missing: tuple[str, ...], tmp_path: Path
) -> None:
    if call in missing or (change == "first" and spare):
        pytest.skip("there is no such call")
    with (
        builder(tmp_path) as parent,
        sweep(tmp_path, parent, change, call, missing, spare=spare) as found,
    ):
        number = next(at for at in itertools.count(1) if not found.refuse(at)) - 1
        print(f"{number} × {call} ({change}): {found.stopped} stopped, {found.went_on} went on")


@pytest.mark.parametrize("at", [1, 2, 3, 4, 5, 6, 7, 8, 9])
def test_without_exchange_a_refused_renaming_puts_the_mirror_back(
    at: int, parent: Builder, tmp_path: Path
) -> None:
    with sweep(tmp_path, parent, "all", "rename", NO_EXCHANGE) as found:
        assert found.refuse(at)
        assert found.stopped


@pytest.mark.parametrize(
    "change",
    # The first build makes so many calls that it is left to the long run.
    [pytest.param(c, marks=[pytest.mark.long] if c == "first" else []) for c in CHANGES],
)
def test_a_disk_that_refuses_all_from_some_call_on_leaves_each_mirror_old_or_new(
    change: str, parent: Builder, tmp_path: Path
) -> None:
    with sweep(tmp_path, parent, change, "") as found:
        assert found.refuse(1, ever_after=True)
        at = 14
        while found.refuse(at, ever_after=True):
            at += 14
    assert found.stopped > 1


def test_a_worker_that_the_disk_refuses_ends_the_build_as_the_first_process_does(
    parent: Builder, tmp_path: Path
) -> None:
    with sweep(tmp_path, parent, "all", "write", jobs=2) as found:
        for at in (2, 4, 7):
            assert found.refuse(at)
        assert found.stopped == 3


@pytest.mark.parametrize("missing", [NO_LINKS, NO_EXCHANGE, (*NO_LINKS, *NO_EXCHANGE)], ids=str)
@pytest.mark.parametrize("change", ["one", "moved"])
def test_a_file_system_without_links_or_exchange_gets_the_same_mirrors(
    change: str, missing: tuple[str, ...], parent: Builder, tmp_path: Path
) -> None:
    site = Site(Project(tmp_path / "proyek"), parent, change, 2, missing).write()
    for _ in range(4):
        site.settle()
        site.turn()


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """Have a small disk in memory at `folder`, where one may."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "sitegen-test", folder]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("no permission to mount")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def test_on_a_full_disk_every_mirror_stays_and_with_room_the_next_build_is_right(
    parent: Builder, tmp_path: Path
) -> None:
    with mounted(tmp_path / "disk", "size=2m"):
        site = Site(Project(tmp_path / "proyek"), parent, "all", 2).write()
        site.project.output = tmp_path / "disk/output"
        site.settle()
        filler = tmp_path / "disk/filler"
        for left in (0, 4096, 2 * 4096):
            site.turn()
            fill(filler, left)
            ended = site.build()
            assert ended.status == 74, f"{left}: {ended.err}"
            assert ended.err.startswith("SG503: ")
            assert os.strerror(errno.ENOSPC) in ended.err
            assert ended.err.count("\n") == 1
            site.assert_old_or_new()
            site.assert_nothing_is_left()
            filler.unlink()
            site.settle()


def test_a_build_killed_on_a_full_disk_is_cleared_away_by_the_next_one(
    parent: Builder, tmp_path: Path
) -> None:
    with mounted(tmp_path / "disk", "size=2m"):
        site = Site(Project(tmp_path / "proyek"), parent, "all").write()
        site.project.output = tmp_path / "disk/output"
        site.settle()
        site.turn()
        site.settle(spare=False)
        site.turn()
        ended = site.build(Disturbance("kill", 1, ("sync",)))
        assert ended.struck
        fill(tmp_path / "disk/filler", 3 * 4096)
        site.settle()


def fill(file: Path, left: int) -> None:
    """Fill the disk of `file` up to `left` bytes."""
    with file.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(bytes(4096))
        except OSError:
            out.truncate(max(0, out.tell() - left))


def test_on_a_disk_for_reading_nothing_changes(parent: Builder, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=2m"):
        site = Site(Project(tmp_path / "proyek"), parent, "all").write()
        site.project.output = tmp_path / "disk/output"
        site.settle()
        site.turn()
        disk = str(tmp_path / "disk")
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        ended = site.build()
        assert (ended.status, ended.err.count("\n")) == (74, 1)
        assert os.strerror(errno.EROFS) in ended.err
        site.assert_old_or_new()
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
        site.settle()


def test_an_output_folder_that_may_not_be_written_is_said(parent: Builder, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("nothing is forbidden to this user")
    site = Site(Project(tmp_path / "proyek"), parent).write()
    site.output.mkdir(mode=0o555)
    ended = site.build()
    assert (ended.status, ended.err.count("\n")) == (74, 1)
    assert list(site.output.iterdir()) == []
    site.output.chmod(0o755)
    site.settle()


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
from sitegen.cli import main
main()
"""


@pytest.mark.parametrize("limit", [0, 10, 1000, 5000])
def test_a_limit_to_the_size_of_files_leaves_each_mirror_old_or_new(
    limit: int, parent: Builder, tmp_path: Path
) -> None:
    site = Site(Project(tmp_path / "proyek"), parent, "all", 2).write()
    site.settle()
    site.turn()
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(limit), *site.arguments()],
        capture_output=True,
        text=True,
    )
    if limit < 5000:
        assert done.returncode == 74, done.stderr
        assert done.stderr.startswith("SG503: ")
        assert os.strerror(errno.EFBIG) in done.stderr
        assert done.stderr.count("\n") == 1
    else:  # enough for pages, and not for the memo
        assert done.returncode == 0
        assert "SG504" in done.stderr
        assert site.is_new()
    site.assert_old_or_new()
    site.assert_nothing_is_left()
    site.settle()


def test_the_output_may_stand_on_another_disk_than_the_project(
    parent: Builder, tmp_path: Path
) -> None:
    with mounted(tmp_path / "disk", "size=4m"):
        site = Site(Project(tmp_path / "proyek"), parent, "moved", 2).write()
        site.project.output = tmp_path / "disk/output"
        for _ in range(3):
            site.settle()
            site.turn()


def test_what_cannot_be_remembered_is_a_warning_and_the_mirrors_are_made(
    parent: Builder, tmp_path: Path
) -> None:
    site = Site(Project(tmp_path / "proyek"), parent).write()
    site.project.file(".sitegen", "in the way of the memo\n")
    ended = site.build()
    assert ended.status == 0
    assert ended.err.startswith(".sitegen:1:1: ")
    assert "SG504" in ended.err
    assert site.is_new()
