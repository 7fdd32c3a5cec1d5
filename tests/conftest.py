"""Fixtures every test may use."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from sitegen.plumbing import locale
from sitegen.plumbing.memo import Inputs, Memo
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


THEME_KNOWN: dict[tuple[str, str], Any] = {}
LOOKS_OVER_THEMES = {"test_planted_bugs", "test_memo", "test_templates", "test_cli", "test_changes"}
"""Modules that test how themes are read and remembered themselves."""


@pytest.fixture(autouse=True)
def known_themes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the projects of one process share what is known of a theme, by its digest.

    A test builds many tiny sites with the same theme; to read it anew for each of them would
    be most of the time that all tests take.
    """
    if request.module.__name__.rpartition(".")[2] in LOOKS_OVER_THEMES:
        return
    recall, keep = Memo.recall, Memo.keep

    def recalled(memo: Memo, shelf: str, name: str, inputs: Inputs) -> tuple[bool, Any]:
        found = recall(memo, shelf, name, inputs)
        key = (name, str(inputs))
        return (True, THEME_KNOWN[key]) if shelf == "theme" and key in THEME_KNOWN else found

    def kept(memo: Memo, shelf: str, name: str, inputs: Inputs, value: object) -> None:
        keep(memo, shelf, name, inputs, value)
        if shelf == "theme":
            THEME_KNOWN[name, str(inputs)] = value

    monkeypatch.setattr(Memo, "recall", recalled)
    monkeypatch.setattr(Memo, "keep", kept)


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
