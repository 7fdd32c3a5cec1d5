"""Whatever ends a build, each mirror is its old or its new release, and the next build is right."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.disturbed import PATIENCE, Builder, Disturbance, builder
from tests.laws.sites import Site
from tests.project import Project

CHANGES = ("one", "all", "moved")
NO_EXCHANGE = ("exchange",)


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builder]:
    """The parent of the builds here."""
    with builder(tmp_path_factory.mktemp("parent")) as found:
        yield found


@dataclass(frozen=True)
class Case:
    """A sort of build, and how it is killed."""

    change: str
    """What is built: `first` for the first release, else see `Site`."""
    jobs: int
    deed: str
    kills: int
    spare: bool = False
    missing: tuple[str, ...] = ()

    def __str__(self) -> str:
        words = (self.change, str(self.jobs), self.deed, self.spare * "spare", *self.missing)
        return "-".join(word for word in words if word)

    def begin(self, folder: Path, parent: Builder) -> Site:
        """Return a site whose first release has been built."""
        site = Site(Project(folder / "proyek"), parent, self.change, self.jobs, self.missing)
        site.write().settle()
        return site

    def prepare(self, site: Site) -> None:
        """Bring a site to where the build begins that will be killed."""
        if self.change == "first":
            shutil.rmtree(site.output, ignore_errors=True)
        else:
            site.turn()
            site.settle(spare=self.spare)
            site.turn()

    def calls(self, site: Site) -> int:
        """Return how many calls that build takes."""
        self.prepare(site)
        ended = site.build()
        assert ended.status == 0
        return ended.calls

    def kill(self, site: Site, at: int) -> bool:
        """Kill a build at a call, then build again; return whether it was before its end."""
        self.prepare(site)
        ended = site.build(Disturbance(self.deed, at, missing=self.missing))
        assert ended.left == 0, "a worker outlives the first process"
        site.assert_old_or_new(first=self.change == "first", aside=bool(self.missing))
        if self.deed == "worker" and ended.struck:
            assert ended.status == 74
            assert ended.err.count("\n") == 2, ended.err
            assert "SG503" in ended.err
            site.assert_nothing_is_left()
        else:
            assert ended.status == (-signal.SIGKILL if ended.struck else 0), ended.err
        site.settle()
        return ended.struck


@pytest.mark.parametrize(
    "case",
    [
        Case("first", 1, "kill", 4),
        Case("first", 2, "first", 4),
        Case("one", 1, "kill", 5, spare=True),
        Case("one", 2, "first", 3),
        Case("all", 1, "kill", 5),
        Case("all", 2, "kill", 5, spare=True),
        Case("all", 2, "first", 5, spare=True),
        Case("all", 2, "worker", 3, spare=True),
        Case("moved", 1, "kill", 5, spare=True),
        Case("all", 1, "kill", 9, spare=True, missing=NO_EXCHANGE),
    ],
    ids=str,
)
def test_after_kill_9_each_mirror_is_old_or_new_and_the_next_build_is_right(
    case: Case, parent: Builder, tmp_path: Path
) -> None:
    site = case.begin(tmp_path, parent)
    last = case.calls(site) if case.deed != "worker" else 9
    moments = {1 + round(number * (last - 1) / (case.kills - 1)) for number in range(case.kills)}
    killed = [case.kill(site, at) for at in sorted(moments)]
    assert sum(killed) >= case.kills - 2


@pytest.mark.long
@pytest.mark.parametrize("missing", [(), NO_EXCHANGE], ids=["exchange", "without-exchange"])
@pytest.mark.parametrize("spare", [False, True], ids=["no-spare", "spare"])
@pytest.mark.parametrize("deed", ["1-kill", "2-kill", "2-first", "2-worker"])
@pytest.mark.parametrize("change", ["first", *CHANGES])
def test_no_call_is_a_bad_moment_for_kill_9(
    change: str, deed: str, spare: bool, missing: tuple[str, ...], tmp_path: Path
) -> None:
    jobs, _, how = deed.partition("-")
    case = Case(change, int(jobs), how, 0, spare=spare, missing=missing)
    if change == "first" and spare:
        pytest.skip("before the first release there is none to spare")
    with builder(tmp_path) as parent:
        site = case.begin(tmp_path, parent)
        at = 1
        while case.kill(site, at):
            at += 1
    assert at > (1 if how == "worker" else 15)
    print(f"{at - 1} kills: {case}")


@pytest.mark.long
@pytest.mark.parametrize("jobs", [1, 2])
def test_no_moment_is_a_bad_one_for_kill_9(jobs: int, parent: Builder, tmp_path: Path) -> None:
    seed = os.environ.get("SITEGEN_SEED", "0")
    chance = random.Random(f"{seed}-{jobs}")
    site = Case("moved", jobs, "kill", 0).begin(tmp_path, parent)
    undisturbed = []
    for _ in range(3):
        site.turn()
        began = time.monotonic()
        command(site).wait(PATIENCE)
        undisturbed.append(time.monotonic() - began)
    killed = 0
    for number in range(100):
        site.change = chance.choice(CHANGES)
        site.clean(site.number)
        site._clean.clear()
        site.write()
        site.settle(spare=chance.random() < 0.7)
        site.turn()
        build = command(site)
        time.sleep(chance.uniform(0, max(undisturbed)))
        killed += build.poll() is None
        (os.killpg if number % 2 else os.kill)(build.pid, signal.SIGKILL)
        build.wait(PATIENCE)
        wait_for_group(build.pid)
        site.assert_old_or_new()
        site.settle()
    assert killed >= 60
    print(f"{killed} of 100 were killed before their end; seed {seed}")


READER = """
import hashlib, json, sys
from pathlib import Path
output, stop, allowed = map(Path, sys.argv[1:])
wanted = json.loads(allowed.read_text())
reads = torn = missing = 0
while not stop.exists():
    for path, digests in wanted.items():
        try:
            data = (output / path).read_bytes()
        except OSError:
            missing += 1
        else:
            torn += hashlib.sha256(data).hexdigest() not in digests
        reads += 1
print(json.dumps([reads, torn, missing]))
"""


@pytest.mark.parametrize(
    ("publishes", "least"),
    [(15, 2_000), pytest.param(100, 20_000, marks=pytest.mark.long)],
)
def test_readers_see_no_torn_and_no_missing_page_while_mirrors_are_published(
    publishes: int, least: int, parent: Builder, tmp_path: Path
) -> None:
    site = Site(Project(tmp_path / "proyek"), parent, "all").write()
    site.settle()
    wanted: dict[str, set[str]] = {}
    for number in range(3):
        for mirror, files in site.clean(number).items():
            for path, data in files.items():
                digests = wanted.setdefault(f"{mirror}/{path}", set())
                digests.add(hashlib.sha256(data).hexdigest())
    allowed, stop = tmp_path / "allowed.json", tmp_path / "stop"
    allowed.write_text(json.dumps({path: sorted(found) for path, found in wanted.items()}))
    command = [sys.executable, "-c", READER, str(site.output), str(stop), str(allowed)]
    readers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    try:
        for _ in range(publishes):
            site.turn()
            assert site.build().status == 0
            assert site.is_new()
    finally:
        stop.touch()
        found = [json.loads(reader.communicate(timeout=PATIENCE)[0]) for reader in readers]
    reads, torn, missing = map(sum, zip(*found, strict=True))
    assert (torn, missing) == (0, 0)
    assert reads >= least
    print(f"{reads} reads during {publishes} publishes of 3 mirrors")


def command(site: Site) -> subprocess.Popen[bytes]:
    """Start the command as users do, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "sitegen", *site.arguments()],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def wait_for_group(group: int) -> None:
    """Wait until every process of a group has ended; those whose parent is dead may linger dead."""
    deadline = time.monotonic() + PATIENCE
    while members(group):
        assert time.monotonic() < deadline, "a worker outlives the first process"
        time.sleep(0.005)


def members(group: int) -> list[int]:
    """Return the living processes of a group."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, of_group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(of_group) == group and state not in "ZX":
            found.append(int(folder.name))
    return found
