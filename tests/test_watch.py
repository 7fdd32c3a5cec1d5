"""Watching a project: what counts as a change, and how often it is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from sitegen import watch
from sitegen.watch import LONGEST, Watch
from tests.running import PATIENCE

SILENCE = 2 * LONGEST
"""Seconds after which nothing will be told any more."""


class Told(Queue[None]):
    """What was told, and how often."""

    times = 0

    def tell(self) -> None:
        self.times += 1
        self.put(None)


@pytest.fixture
def told(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Told]:
    """What is told about `content` and `themes`, of which only the first exists."""
    (tmp_path / "content/nasional").mkdir(parents=True)
    (tmp_path / "content/nasional/a.md").write_text("a")
    queue, poll = Told(), getattr(request, "param", False)
    with Watch(tmp_path, ("content", "themes"), queue.tell, poll=poll):
        yield queue


def quiet(told: Told) -> bool:
    """Whether nothing is told."""
    try:
        told.get(timeout=SILENCE)
    except Empty:
        return True
    return False


def settle(told: Told) -> None:
    """Wait until something is told, and then nothing any more."""
    told.get(timeout=PATIENCE)
    while not quiet(told):
        pass


CHANGES: dict[str, Callable[[Path], object]] = {
    "saved": lambda folder: (folder / "a.md").write_text("baru sekali"),
    "created": lambda folder: (folder / "b.md").write_text("b"),
    "deleted": lambda folder: (folder / "a.md").unlink(),
    "renamed": lambda folder: (folder / "a.md").rename(folder / "b.md"),
    "replaced": lambda folder: replace(folder / "a.md"),
    "moved in": lambda folder: replace(folder / "a.md", folder.parents[1] / "lain.tmp"),
    "new folder": lambda folder: (folder / "panduan").mkdir(),
}


def replace(path: Path, temporary: Path | None = None) -> None:
    """Save as careful editors do: write another file, and rename it."""
    temporary = temporary or path.with_name(".a.md.swp")
    temporary.write_text("diganti")
    temporary.replace(path)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_told(change: Callable[[Path], object], told: Told, tmp_path: Path) -> None:
    change(tmp_path / "content/nasional")
    told.get(timeout=PATIENCE)


@pytest.mark.parametrize("told", [True], ids=["poll"], indirect=True)
def test_a_change_is_told_where_the_system_reports_none(told: Told, tmp_path: Path) -> None:
    (tmp_path / "content/nasional/a.md").write_text("baru sekali")
    told.get(timeout=PATIENCE)


@pytest.mark.parametrize("told", [False, True], ids=["events", "poll"], indirect=True)
def test_reading_and_what_lies_elsewhere_or_is_hidden_is_not_told(
    told: Told, tmp_path: Path
) -> None:
    (tmp_path / "content/nasional/a.md").read_text()
    (tmp_path / "output").mkdir()
    (tmp_path / "README.md").write_text("lain")
    (tmp_path / "content/nasional/.a.md.swp").write_text("editor")
    assert quiet(told)


def test_a_burst_is_told_once_or_nearly(told: Told, tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / f"content/nasional/{number}.md").write_text("isi")
    settle(told)
    assert told.times <= 3  # once, on a machine that does nothing else meanwhile


def test_a_folder_that_appears_or_is_replaced_is_watched(told: Told, tmp_path: Path) -> None:
    (tmp_path / "themes/uji").mkdir(parents=True)
    settle(told)
    (tmp_path / "themes/uji/theme.yaml").write_text("nama: uji")
    settle(told)
    shutil.rmtree(tmp_path / "content")
    (tmp_path / "content").mkdir()
    settle(told)
    (tmp_path / "content/situs.yaml").write_text("nama: uji")
    told.get(timeout=PATIENCE)


def test_where_the_system_cannot_watch_so_much_it_is_looked_at_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*, timeout: float) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(watch, "Observer", refuse)
    (tmp_path / "content").mkdir()
    told = Told()
    with Watch(tmp_path, ("content",), told.tell):
        (tmp_path / "content/a.md").write_text("a")
        told.get(timeout=PATIENCE)
