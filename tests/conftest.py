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


KNOWN: dict[tuple[str, str, str], Any] = {}
SHARED = ("theme", "files")
"""Shelves of things that take long to make, and depend on what they are known by alone."""
NOT_SHARING = {
    "test_planted_bugs", "test_memo", "test_templates", "test_cli", "test_changes", "test_cards",
    "test_search_index",
}  # fmt: skip
"""Modules that test how such things are made and remembered."""


@pytest.fixture(autouse=True)
def shared_things(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the projects of one process share a theme that was read, and cards that were drawn.

    Tests build thousands of tiny sites with the same theme; to make these things anew for each
    would be most of the time that all tests take.
    """
    if request.module.__name__.rpartition(".")[2] in NOT_SHARING:
        return
    recall, keep = Memo.recall, Memo.keep

    def recalled(memo: Memo, shelf: str, name: str, inputs: Inputs) -> tuple[bool, Any]:
        found = recall(memo, shelf, name, inputs)
        key = (shelf, name, str(inputs))
        return (True, KNOWN[key]) if key in KNOWN else found

    def kept(memo: Memo, shelf: str, name: str, inputs: Inputs, value: object) -> None:
        keep(memo, shelf, name, inputs, value)
        if shelf in SHARED:
            KNOWN[shelf, name, str(inputs)] = value

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
