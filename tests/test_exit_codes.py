"""How the command ends: 0 done, 1 content, 2 usage, 70 bug, 74 disk, 75 locked, 130 Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from sitegen.plumbing.locale import gettext
from sitegen.plumbing.lock import locked
from tests.disturbed import PATIENCE, Builder, Disturbance, builder
from tests.laws.sites import Site
from tests.project import Project, page

STOPPED = "Stopped; every mirror is as it was, or as it shall be."


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builder]:
    """The parent of the builds here."""
    with builder(tmp_path_factory.mktemp("parent")) as found:
        yield found


@pytest.fixture
def site(project: Project, parent: Builder) -> Site:
    """A small site that has not been built yet."""
    return Site(project, parent).write()


def test_a_good_build_ends_with_0(site: Site) -> None:
    ended = site.build()
    assert (ended.status, ended.out, ended.err) == (0, "", "")


def test_problems_in_the_content_end_it_with_1(site: Site) -> None:
    site.project.file("content/nasional/a.md", "---\njudul: [\n---\n")
    ended = site.build()
    assert ended.status == 1
    assert ended.err.startswith("content/nasional/a.md:")
    assert "Traceback" not in ended.err


def test_a_warning_ends_it_with_0(site: Site) -> None:
    site.settle()
    memo = site.project.folder / ".sitegen/memo.sqlite3"
    memo.write_bytes(b"damaged" + memo.read_bytes())
    ended = site.build()
    assert ended.status == 0
    assert "SG504" in ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--jobs", "0"],
        ["build", "--as-of", "kemarin"],
        ["build", "--region", "99"],
        ["build", "--tidak-ada"],
        ["bangun"],
        ["build", "--project", "/tidak/ada"],
        ["build", "--output", "/"],
        ["build", "--output", "/etc/passwd"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_it_with_2(arguments: list[str], site: Site) -> None:
    usual = ["--project", site.project.folder] if "--project" not in arguments else []
    ended = site.builder.run(*arguments, *(usual if arguments[0] == "build" else []))
    assert ended.status == 2, ended.err
    assert "Traceback" not in ended.err
    assert not site.output.exists()


def test_a_mistake_of_the_program_ends_it_with_70_and_asks_for_a_report(site: Site) -> None:
    site.settle()
    site.turn()
    for call in ("write", "exchange", "replace"):
        ended = site.build(Disturbance("bug", 1, (call,)))
        assert ended.status == 70
        assert "Traceback" in ended.err
        assert ended.err.splitlines()[-1].startswith("SG599: ")
        site.assert_old_or_new()
        site.assert_nothing_is_left()
    site.settle()


def test_a_mistake_in_a_worker_ends_it_with_70(site: Site) -> None:
    site.settle()
    site.turn()
    site.jobs = 2
    ended = site.build(Disturbance("bug", 3, ("write",)))
    assert ended.status == 70
    assert "Traceback" in ended.err
    site.assert_nothing_is_left()
    site.settle()


def test_a_refusing_disk_ends_it_with_74(site: Site) -> None:
    ended = site.build(Disturbance("refuse", 9))
    assert ended.status == 74
    assert ended.err.startswith("SG503: ")
    assert ended.err.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
def test_what_cannot_be_printed_ends_it_with_74(site: Site) -> None:
    command = [sys.executable, "-m", "sitegen", "regions"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 74
    assert done.stderr.startswith("SG503: ")
    assert "None" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_locked_folder_ends_it_with_75(site: Site) -> None:
    with locked(site.output / ".sitegen/lock"):
        ended = site.build()
    assert ended.status == 75
    assert f"PID {os.getpid()}, " in ended.err


@pytest.mark.parametrize("change", ["all", "moved"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_ends_it_with_130_and_one_sentence(change: str, jobs: int, site: Site) -> None:
    site.change, site.jobs = change, jobs
    site.write().settle()
    site.turn()
    for at in (1, 2, 6, 12, 17, 22, 25):
        site.settle()
        site.turn()
        ended = site.build(Disturbance("interrupt", at))
        assert ended.struck
        said = f"\n{gettext(STOPPED)}\n"
        assert (ended.status, ended.out, ended.err, ended.left) == (130, "", said, 0)
        site.assert_old_or_new()
        site.assert_nothing_is_left()


@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_ctrl_c_at_any_moment_ends_it_without_a_traceback(jobs: int, project: Project) -> None:
    for number in range(40):
        project.file(f"content/nasional/h{number}.md", page(f"Halaman {number}"))
    place = ["--project", project.folder, "--output", project.output, "--quiet"]
    command = ["--bahasa", "en", "build", *place, "--as-of", "2024-02-12", "--jobs", jobs]
    for region in ("31", "61", "11", "12", "13", "14"):
        command += ["--region", region]
    whole: float | None = None
    for part in (1, 0.55, 0.65, 0.75, 0.85, 0.95):
        began = time.monotonic()
        build = subprocess.Popen(
            [sys.executable, "-m", "sitegen", *map(str, command)],
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        if whole is not None:
            wait_for(project.output / ".sitegen/lock", build, whole * part)
            with suppress(ProcessLookupError):
                os.killpg(build.pid, signal.SIGINT)
        said = build.communicate(timeout=4 * PATIENCE)[1]
        # Python ends by the signal itself, which shells show as 130, when it was importing.
        assert build.returncode in (0, 130, -signal.SIGINT)
        assert said == (f"\n{STOPPED}\n" if build.returncode else "")
        whole = whole or time.monotonic() - began
        project.file("content/nasional/h0.md", page("Halaman 0", f"{part}\n"))


def wait_for(lock: Path, build: subprocess.Popen[str], seconds: float) -> None:
    """Wait some time, and in any case until a build has begun; or until it has ended."""
    enough = time.monotonic() + seconds
    while build.poll() is None:
        if time.monotonic() > enough and lock.exists() and lock.stat().st_size:
            return
        time.sleep(0.001)
