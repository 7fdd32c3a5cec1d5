"""A mirror on disk, opened as a reader does who has a small telephone, and no JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.laws import real

WIDTH, HEIGHT = 360, 740


@dataclass
class Reader:
    """A page of the browser, and everything it complained about or asked for."""

    page: Page
    folder: Path
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to the page."""
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", self._note_failure)
        self.page.on("request", lambda request: self.requests.append(request.url))

    def _note_failure(self, request: Request) -> None:
        if "/ikon-" not in request.url:  # given up when the browser leaves a page at once
            self.complaints.append(f"{request.url}: {request.failure}")

    def open(self, path: str) -> Page:
        """Open a file of the mirror."""
        self.page.goto((self.folder / path).as_uri())
        return self.page


@pytest.fixture(scope="session")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mirror of Kota Pontianak, which shows pages of all its layers."""
    project = real.copy_content(tmp_path_factory.mktemp("browser"))
    real.press(project, project / "output", ["61.71"])
    return next((project / "output").iterdir())


@pytest.fixture
def reader(browser: Browser, mirror: Path) -> Iterator[Reader]:
    """A reader at 360 pixels without JavaScript."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, java_script_enabled=False, locale="id-ID"
    )
    yield Reader(context.new_page(), mirror)
    context.close()
