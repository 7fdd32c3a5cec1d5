"""One build at a time writes to an output folder, and no dead one stands in the way."""

from __future__ import annotations

import fcntl
import getpass
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sitegen.model.problem import SitegenError
from sitegen.plumbing.lock import locked
from tests.disturbed import PATIENCE
from tests.laws.sites import names
from tests.project import Project, page

HOLD = """
import os, sys, time
from pathlib import Path
from sitegen.plumbing import workers
from sitegen.plumbing.lock import locked

def wait(shared, item):
    os.write(1, b"held\\n")  # at once, so that no other worker's words come between
    time.sleep(600)

with locked(Path(sys.argv[1])):
    list(workers.each(wait, None, range(2), int(sys.argv[2])))
"""
USER = re.escape(getpass.getuser())


@contextmanager
def holder(file: Path, jobs: int = 1) -> Iterator[subprocess.Popen[str]]:
    """Have a process, and its workers, that hold a lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file), str(jobs)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        for _ in range(jobs):
            assert process.stdout.readline() == "held\n"
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)
        process.stdout.close()


def command(project: Project) -> list[str]:
    """Return the command that builds the mirrors of a project."""
    place = ["--project", str(project.folder), "--output", str(project.output)]
    day = ["--as-of", "2024-02-12", "--region", "31", "--region", "61", "--jobs", "2"]
    return [sys.executable, "-m", "sitegen", "--bahasa", "en", "build", "--quiet", *place, *day]


def lock_of(project: Project) -> Path:
    return project.output / ".sitegen/lock"


def test_of_four_builds_at_once_one_runs_and_the_others_say_who_it_is(project: Project) -> None:
    for number in range(300):  # so that the first is not done when the last begins
        project.file(f"content/nasional/h{number}.md", page(f"Halaman {number}"))
    builds = [
        subprocess.Popen(command(project), stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    said = {build.pid: build.communicate(timeout=4 * PATIENCE)[1] for build in builds}
    codes = {build.pid: build.returncode for build in builds}
    done = [pid for pid, code in codes.items() if code == 0]
    assert sorted(codes.values()) == [0, 75, 75, 75]
    for pid, code in codes.items():
        if code == 75:
            assert re.match(rf"SG505: .*: PID {done[0]}, {USER}\n", said[pid]), said[pid]
            assert "Traceback" not in said[pid]
    assert "h299.html" in project.files("31")
    assert subprocess.run(command(project)).returncode == 0
    assert project.build("31", "61", jobs=1).report.done.written == 0


def test_the_second_build_ends_at_once_and_changes_nothing(project: Project) -> None:
    project.build("31")
    before = {path: path.lstat().st_mtime_ns for path in project.output.rglob("*")}
    project.file("content/nasional/a.md", page())
    with holder(lock_of(project)) as process:
        began = time.monotonic()
        done = subprocess.run(command(project), capture_output=True, text=True)
        taken = time.monotonic() - began
        assert done.returncode == 75
        assert f": PID {process.pid}, {getpass.getuser()}\n" in done.stderr
        assert taken < PATIENCE  # it does not wait; to start takes it a second on an idle machine
    after = {path: path.lstat().st_mtime_ns for path in project.output.rglob("*")}
    assert {path for path in {*before, *after} if before.get(path) != after.get(path)} <= {
        lock_of(project)
    }


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("how", [os.kill, os.killpg])
def test_a_killed_build_leaves_no_lock(how: object, jobs: int, tmp_path: Path) -> None:
    assert callable(how)
    file = tmp_path / "lock"
    with holder(file, jobs) as process:
        with pytest.raises(SitegenError) as caught, locked(file):
            pass
        assert caught.value.exit_code == 75
        how(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)
        began = time.monotonic()
        while not free(file):
            assert time.monotonic() - began < PATIENCE
            time.sleep(0.001)
    with locked(file) as cut_short:
        assert cut_short


def free(file: Path) -> bool:
    with file.open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def test_a_lock_knows_whether_the_last_holder_came_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "a/lock"
    seen = []
    for fails in (False, True, True, False, False):
        try:
            with locked(file) as cut_short:
                seen.append(cut_short)
                assert file.read_text().startswith(f"PID {os.getpid()}, ")
                if fails:
                    raise ValueError
        except ValueError:
            pass
    assert seen == [False, False, True, True, False]
    assert file.read_bytes() == b""


def test_a_lock_whose_file_was_removed_is_taken_anew(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    with locked(file):
        file.unlink()
        with locked(file):
            assert names(tmp_path) == {"lock"}


def test_a_lock_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "luar").write_text("x")
    (tmp_path / "lock").symlink_to("luar")
    with pytest.raises(OSError, match="lock"), locked(tmp_path / "lock"):
        pass
    assert (tmp_path / "luar").read_text() == "x"


def test_builds_into_different_folders_do_not_wait_for_each_other(project: Project) -> None:
    project.build("31", output=project.folder / "lain")
    with holder(project.folder / "lain/.sitegen/lock"):
        assert subprocess.run(command(project)).returncode == 0
