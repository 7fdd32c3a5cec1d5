"""What the laws are held against: the fleet of the real content, and its press."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sitegen.build import Order
from sitegen.press import Press
from tests.laws import real, whole


@pytest.fixture(scope="session")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[real.Fleet]:
    """The 553 mirrors; processes that run tests side by side share one copy. Do not write to it."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    output, users = base / "fleet" / "output", base / "fleet-users"
    with _alone(base):
        if not output.is_dir():
            real.command(real.copy_content(base / "fleet"), output)
        _count(users, +1)
    yield real.Fleet(output, real.regions())
    with _alone(base):
        if _count(users, -1) == 0:
            shutil.rmtree(base / "fleet")


@contextmanager
def _alone(base: Path) -> Iterator[None]:
    with (base / "fleet.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _count(file: Path, step: int) -> int:
    users = (int(file.read_text()) if file.is_file() else 0) + step
    file.write_text(str(users))
    return users


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """Plates and sites of the real content, in memory."""
    project = real.copy_content(tmp_path_factory.mktemp("press"))
    return whole.watched(Order(project, None, (), real.AS_OF))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A project with a copy of the real content, to change at will."""
    return real.copy_content(tmp_path / "proyek")
