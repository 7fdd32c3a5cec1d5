"""Fixtures every test may use."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from sitegen.plumbing import locale
from tests.project import Project

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def indonesian() -> None:
    """Let problems speak Indonesian, whatever a test before did."""
    locale.install("id")


@pytest.fixture(scope="session", autouse=True)
def own_key(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Seal what is remembered with a key of the tests' own."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A tiny project in a folder of its own."""
    return Project(tmp_path / "proyek")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of this repository."""
    return REPOSITORY


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Use the system's Chromium; skip where there is none, unless it is required."""
    path = os.environ.get("SITEGEN_CHROMIUM")
    if path is None:
        path = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    if not path:
        reason = "no Chromium: sudo apt-get install chromium"
        if os.environ.get("SITEGEN_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    return {"executable_path": path, "args": ["--no-sandbox", "--disable-background-networking"]}
